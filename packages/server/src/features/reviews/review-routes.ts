import { evidencePage } from '@lanyard/core/reviews/evidence-page';
import { z } from 'zod';
import { isoTime, pagingQuery } from '../../http/api-schema.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { decideItems } from './decide-items.ts';
import { cancelReview, finishReview } from './end-review.ts';
import {
  decidedSchema,
  decisionBody,
  itemBody,
  itemSchema,
  itemsQuery,
  newReviewBody,
  reviewBody,
  reviewSchema,
} from './review-schema.ts';
import { listItems, listReviews, showEvidence, showReview } from './show-reviews.ts';
import { startReview } from './start-review.ts';

const common = {
  surface: 'api',
  credential: 'account',
  csrf: 'origin',
  rate: 'none',
  cache: 'no-store',
} as const;
const reading = { ...common, method: 'GET', csrf: 'none', audit: [], clientScope: 'reviews:read' } as const;
const inOrganization = z.strictObject({ organization: z.string().max(100) });
const params = inOrganization.extend({ id: z.string().max(64) });

const CONTENT_TYPES = { json: 'application/json; charset=utf-8', html: 'text/html; charset=utf-8' } as const;

export const reviewRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    method: 'POST',
    path: '/api/organizations/:organization/reviews',
    summary: 'Start a review: somebody decides about every access token in scope until a date',
    scope: 'owner',
    rate: ['new-rows'],
    audit: ['review.started'],
    request: { params: inOrganization, body: newReviewBody },
    answers: { 201: reviewSchema },
    handle: async ({ services, caller, params: { organization }, body }) => {
      const { id } = await startReview(services, caller, organization, { ...body, dueAt: Date.parse(body.dueAt) });
      return { status: 201, body: reviewBody(await showReview(services, caller, { organization, id })) };
    },
  }),
  defineRoute({
    ...reading,
    path: '/api/organizations/:organization/reviews',
    summary:
      'List the reviews of an organization, newest first; for a member, those that ask about their access tokens',
    scope: 'member',
    request: { params: inOrganization, query: z.strictObject(pagingQuery) },
    answers: { 200: z.object({ total: z.number(), reviews: z.array(reviewSchema) }) },
    handle: async ({ services, caller, params: { organization }, query }) => {
      const { total, items } = await listReviews(services, caller, organization, query);
      return { status: 200, body: { total, reviews: items.map(reviewBody) } };
    },
  }),
  defineRoute({
    ...reading,
    path: '/api/organizations/:organization/reviews/:id',
    summary: 'Get a review and how far it is',
    scope: 'member',
    request: { params },
    answers: { 200: reviewSchema },
    handle: async ({ services, caller, params: place }) => ({
      status: 200,
      body: reviewBody(await showReview(services, caller, place)),
    }),
  }),
  defineRoute({
    ...reading,
    path: '/api/organizations/:organization/reviews/:id/items',
    summary: 'List the access tokens of a review by their holders, as they were when it began, with what was decided',
    scope: 'member',
    request: { params, query: z.strictObject({ ...pagingQuery, ...itemsQuery }) },
    answers: { 200: z.object({ total: z.number(), items: z.array(itemSchema) }) },
    handle: async ({ services, caller, params: place, query: { mine, ...query } }) => {
      const { total, items } = await listItems(services, caller, place, { ...query, isMine: mine === 'true' });
      return { status: 200, body: { total, items: items.map(itemBody) } };
    },
  }),
  defineRoute({
    ...common,
    method: 'POST',
    path: '/api/organizations/:organization/reviews/:id/decisions',
    summary: 'Keep or block access tokens of a review; the first decision about each stands',
    scope: 'member',
    audit: ['review.decided', 'token.blocked-here', 'token.deactivated'],
    request: { params, body: decisionBody },
    answers: { 200: decidedSchema },
    handle: async ({ services, caller, params: place, body }) => {
      const { decided, taken, gone, left } = await decideItems(services, caller, place, body);
      const before = taken.map(({ at, ...one }) => ({ ...one, at: isoTime(at) }));
      return { status: 200, body: { decided: [...decided], taken: before, gone: [...gone], left } };
    },
  }),
  defineRoute({
    ...common,
    method: 'POST',
    path: '/api/organizations/:organization/reviews/:id/finish',
    summary: 'Finish a review before it is due; what nobody decided follows its rule',
    scope: 'owner',
    audit: [
      'review.finished',
      'review.closed',
      'review.started',
      'review.series-ended',
      'token.blocked-here',
      'token.deactivated',
    ],
    request: { params },
    answers: { 200: reviewSchema },
    handle: async ({ services, caller, params: place }) => {
      await finishReview(services, caller, place);
      return { status: 200, body: reviewBody(await showReview(services, caller, place)) };
    },
  }),
  defineRoute({
    ...common,
    method: 'POST',
    path: '/api/organizations/:organization/reviews/:id/cancel',
    summary: 'Cancel a review and those that would follow it; it leaves no evidence, and what it blocked stays blocked',
    scope: 'owner',
    audit: ['review.cancelled'],
    request: { params },
    answers: { 204: z.undefined() },
    handle: async ({ services, caller, params: place }) => {
      await cancelReview(services, caller, place);
      return { status: 204 };
    },
  }),
  defineRoute({
    ...reading,
    path: '/api/organizations/:organization/reviews/:id/evidence',
    summary:
      'Download the evidence of a closed review, which lanyard verify checks without the server, or a page of it to print',
    scope: 'owner',
    request: { params, query: z.strictObject({ format: z.enum(['json', 'html']).default('json') }) },
    answers: { 200: z.string() },
    handle: async ({ services, caller, params: place, query: { format } }) => {
      const { review, organization, text } = await showEvidence(services, caller, place);
      const day = isoTime(review.closedAt ?? 0).slice(0, 10);
      const headers = {
        'Content-Type': CONTENT_TYPES[format],
        // An organization's name has no character that needs quoting.
        'Content-Disposition': `attachment; filename="review-${organization}-${day}.${format}"`,
      };
      const chunks = format === 'html' ? evidencePage(text) : text;
      return { status: 200, headers, body: ReadableStream.from(chunks) };
    },
  }),
];

import { z } from 'zod';
import { isoTime, pagingQuery } from '../../http/api-schema.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { endExemption, exempt, listExemptions } from './exemptions.ts';
import { letOwnTokenIn, letTokenIn } from './let-in-token.ts';
import {
  exemptionBody,
  exemptionSchema,
  newExemption,
  newExemptionSchema,
  stopListBody,
  stopListSchema,
} from './lifetime-schema.ts';
import { listOrganizationStops, listOwnStops } from './list-stops.ts';

const look = { surface: 'api', method: 'GET', credential: 'account', csrf: 'none', rate: 'none', audit: [] } as const;
const change = { surface: 'api', credential: 'account', csrf: 'origin', rate: 'none', cache: 'no-store' } as const;
const params = z.strictObject({ organization: z.string().max(100) });
const id = z.string().max(64);

export const lifetimeRoutes: readonly Route[] = [
  defineRoute({
    ...look,
    path: '/api/account/token-stops',
    summary: 'List where rules of organizations stop access tokens of the account, or will within 30 days',
    scope: 'own',
    cache: 'no-store',
    request: {},
    answers: { 200: stopListSchema },
    handle: async ({ services, caller }) => {
      const stops = await listOwnStops(services, caller);
      return { status: 200, body: stopListBody(stops, services.clock.now()) };
    },
  }),
  defineRoute({
    ...look,
    path: '/api/organizations/:organization/token-stops',
    summary: 'List which access tokens of the organization itself its rules stop, or will within 30 days',
    scope: 'owner',
    cache: 'no-store',
    request: { params },
    answers: { 200: stopListSchema },
    handle: async ({ services, caller, params: { organization } }) => {
      const stops = await listOrganizationStops(services, caller, organization);
      return { status: 200, body: stopListBody(stops, services.clock.now()) };
    },
  }),
  defineRoute({
    ...change,
    method: 'POST',
    path: '/api/tokens/:id/let-in',
    summary: 'Let an access token of the account reach an organization again that stopped it because it was not used',
    scope: 'own',
    audit: ['token.let-in-again'],
    request: { params: z.strictObject({ id }), body: z.strictObject({ organization: z.string().max(100) }) },
    answers: { 204: z.undefined() },
    handle: async ({ services, caller, params: { id: tokenId }, body: { organization } }) => {
      await letOwnTokenIn(services, caller, tokenId, organization);
      return { status: 204 };
    },
  }),
  defineRoute({
    ...change,
    method: 'POST',
    path: '/api/organizations/:organization/access-review/tokens/:id/let-in',
    summary: 'Let an access token reach the organization again that was stopped because it was not used',
    scope: 'owner',
    audit: ['token.let-in-again'],
    request: { params: params.extend({ id }) },
    answers: { 204: z.undefined() },
    handle: async ({ services, caller, params: { organization, id: tokenId } }) => {
      await letTokenIn(services, caller, organization, tokenId);
      return { status: 204 };
    },
  }),
  defineRoute({
    ...look,
    path: '/api/organizations/:organization/exemptions',
    summary: 'List the access tokens and members that are exempt from a rule of the organization',
    scope: 'owner',
    cache: 'no-store',
    request: { params, query: z.strictObject(pagingQuery) },
    answers: { 200: z.object({ total: z.number(), exemptions: z.array(exemptionSchema) }) },
    handle: async ({ services, caller, params: { organization }, query }) => {
      const { total, items } = await listExemptions(services, caller, organization, query);
      const now = services.clock.now();
      return { status: 200, body: { total, exemptions: items.map((one) => exemptionBody(one, organization, now)) } };
    },
  }),
  defineRoute({
    ...change,
    method: 'POST',
    path: '/api/organizations/:organization/exemptions',
    summary: 'Exempt an access token, or a member with all credentials, from a rule until a date',
    scope: 'owner',
    audit: ['exemption.created'],
    request: { params, body: newExemptionSchema },
    answers: { 204: z.undefined() },
    handle: async ({ services, caller, params: { organization }, body }) => {
      await exempt(services, caller, organization, newExemption(body));
      return { status: 204 };
    },
  }),
  defineRoute({
    ...change,
    method: 'DELETE',
    path: '/api/organizations/:organization/exemptions/:rule/:subject',
    summary: 'End an exemption early: in 7 days',
    scope: 'owner',
    audit: ['exemption.ended'],
    request: { params: params.extend({ rule: z.string().max(100), subject: id }) },
    answers: { 200: z.object({ endsAt: z.string() }) },
    handle: async ({ services, caller, params: { organization, rule, subject: subjectId } }) => {
      const endsAt = await endExemption(services, caller, organization, { rule, subjectId });
      return { status: 200, body: { endsAt: isoTime(endsAt) } };
    },
  }),
];

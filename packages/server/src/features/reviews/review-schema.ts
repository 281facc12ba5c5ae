import { FINDING_KINDS, FINDINGS } from '@lanyard/core/reviews/findings';
import { RECURRENCE_NAMES } from '@lanyard/core/reviews/review-dates';
import { DECISIONS, REVIEW_STATES, REVIEWERS } from '@lanyard/core/reviews/review-rules';
import { z } from 'zod';
import { isoTime } from '../../http/api-schema.ts';
import type { ItemCounts } from '../../store/records/reviews/review-items.ts';
import { type ReviewedTokenBody, reviewedTokenSchema } from './access-review-schema.ts';
import { ITEMS_AT_ONCE } from './decide-items.ts';
import type { ShownItem, ShownReview } from './show-reviews.ts';

export const OUTCOMES = [...DECISIONS, 'gone'] as const;

const countsSchema = z.object({
  undecided: z.number(),
  keep: z.number(),
  block: z.number(),
  /** Their tokens had ended before anybody decided. */
  gone: z.number(),
});

/** Times are RFC 3339 in UTC; null for what did not happen. */
export const reviewSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** `closing`: nobody decides any more, and the server does what is left to do. */
  state: z.enum(REVIEW_STATES),
  scope: z.object({
    type: z.enum(['all', 'stale', 'team', 'repository']),
    /** As it was called when the review was started. */
    team: z.string().nullable(),
    pattern: z.string().nullable(),
  }),
  reviewers: z.enum(REVIEWERS),
  /** What becomes of the tokens that nobody decided about. */
  undecided: z.enum(DECISIONS),
  recurrence: z.enum(RECURRENCE_NAMES).nullable(),
  /** From 1; which one of a series it is. */
  occurrence: z.number(),
  startedBy: z.string(),
  startsAt: z.string(),
  dueAt: z.string(),
  finishedAt: z.string().nullable(),
  finishedBy: z.string().nullable(),
  closedAt: z.string().nullable(),
  cancelledAt: z.string().nullable(),
  /** The account that cancelled it; null where the server did, because there are too many tokens. */
  cancelledBy: z.string().nullable(),
  /** Of a member, only their own tokens are counted. */
  counts: countsSchema,
  /** Those of them that you are asked about. */
  asked: countsSchema,
});

const { findings: _findings, ...shownFields } = reviewedTokenSchema.shape;

/** A token as it was when the review began, and what was decided. */
export const itemSchema = z.object({
  token: z.object({ ...shownFields, findings: reviewedTokenSchema.shape.findings }),
  /** Nobody decided, and there is nothing to decide any more: it has ended, or reaches nothing here. */
  isGone: z.boolean(),
  decision: z.enum(OUTCOMES).nullable(),
  reason: z.string(),
  /** The name of an account; null for the rule about what nobody decided. */
  decidedBy: z.string().nullable(),
  decidedAt: z.string().nullable(),
});

export const newReviewBody = z.strictObject({
  name: z.string().max(200),
  scope: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('all') }),
    /** Unused for 90 days, or never used since 14 days. */
    z.strictObject({ type: z.literal('stale') }),
    /** Tokens of the members of a team. */
    z.strictObject({ type: z.literal('team'), team: z.string().max(100) }),
    /** Tokens that name a repository of this pattern, as `acme/web-*`. */
    z.strictObject({ type: z.literal('repository'), pattern: z.string().max(255) }),
  ]),
  reviewers: z.enum(REVIEWERS),
  undecided: z.enum(DECISIONS),
  dueAt: z.iso.datetime(),
  recurrence: z.enum(RECURRENCE_NAMES).nullable().default(null),
});

export const itemsQuery = {
  decision: z.enum(['undecided', ...OUTCOMES]).optional(),
  finding: z.enum(FINDING_KINDS).optional(),
  /** Only those that you are asked about. */
  mine: z.enum(['true']).optional(),
  /** Part of the name of the holder. */
  search: z.string().max(100).optional(),
};

export const decisionBody = z.strictObject({
  decision: z.enum(DECISIONS),
  tokens: z.array(z.string().max(64)).min(1).max(ITEMS_AT_ONCE),
  /** Needed to block: the holder reads it. */
  reason: z.string().max(1_000).optional(),
});

export const decidedSchema = z.object({
  decided: z.array(z.string()),
  /** Somebody decided about these before. */
  taken: z.array(
    z.object({ token: z.string(), decision: z.enum(OUTCOMES), by: z.string().nullable(), at: z.string() }),
  ),
  /** Their tokens have ended, or reach nothing here any more. */
  gone: z.array(z.string()),
  /** How many nobody decided yet. */
  left: z.number(),
});

export function reviewBody({ review, state, counts, asked }: ShownReview): z.input<typeof reviewSchema> {
  const { id, name, scope, reviewers, undecided, recurrence, occurrence, startedBy, finishedBy, cancelledBy } = review;
  return {
    ...{ id, name, state, reviewers, undecided, recurrence, occurrence, startedBy, finishedBy, cancelledBy },
    scope: {
      type: scope.type,
      team: scope.type === 'team' ? scope.name : null,
      pattern: scope.type === 'repository' ? scope.pattern : null,
    },
    startsAt: isoTime(review.startsAt),
    dueAt: isoTime(review.dueAt),
    finishedAt: timeOf(review.finishedAt),
    closedAt: timeOf(review.closedAt),
    cancelledAt: timeOf(review.cancelledAt),
    counts: countsBody(counts),
    asked: countsBody(asked),
  };
}

export function itemBody({ item, isGone }: ShownItem): z.input<typeof itemSchema> {
  const { decision, reason, decidedBy, decidedAt } = item;
  const shown = JSON.parse(item.shown) as ReviewedTokenBody;
  const findings = shown.findings.map((finding) => ({ ...finding, ...FINDINGS[finding.kind] }));
  return { token: { ...shown, findings }, isGone, decision, reason, decidedBy, decidedAt: timeOf(decidedAt) };
}

function countsBody({ undecided, keep, block, gone }: ItemCounts): z.input<typeof countsSchema> {
  return { undecided, keep, block, gone };
}

function timeOf(at: number | null): string | null {
  return at === null ? null : isoTime(at);
}

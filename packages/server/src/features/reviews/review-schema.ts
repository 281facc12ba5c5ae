import { FINDING_KINDS, FINDINGS } from '@lanyard/core/access-review/findings';
import { MAXIMUM_OCCURRENCES, RECURRENCE_NAMES } from '@lanyard/core/reviews/review-dates';
import { DECISIONS, REVIEW_STATES, REVIEWERS } from '@lanyard/core/reviews/review-rules';
import { z } from 'zod';
import { isoTime } from '../../http/api-schema.ts';
import type { ItemCounts } from '../../store/records/reviews/review-items.ts';
import { type ReviewedTokenBody, reviewedTokenSchema } from '../access-review/access-review-schema.ts';
import { ITEMS_AT_ONCE } from './decide-items.ts';
import type { ShownItem, ShownReview } from './show-reviews.ts';

export const OUTCOMES = [...DECISIONS, 'gone'] as const;

const countsSchema = z.object({
  undecided: z.number(),
  keep: z.number(),
  block: z.number(),
  /** The token ended, or could reach nothing here, before anybody decided. */
  gone: z.number(),
});

/** Times are RFC 3339 in UTC. Null if the event did not happen. */
export const reviewSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** `closing`: nobody can decide any more, and the server does the remaining work. */
  state: z.enum(REVIEW_STATES),
  scope: z.object({
    type: z.enum(['all', 'stale', 'team', 'repository']),
    /** The team's name when the review was started. */
    team: z.string().nullable(),
    pattern: z.string().nullable(),
  }),
  reviewers: z.enum(REVIEWERS),
  /** The decision about tokens that nobody decided about. */
  undecided: z.enum(DECISIONS),
  recurrence: z.enum(RECURRENCE_NAMES).nullable(),
  /** The number of the review in its series, from 1. */
  occurrence: z.number(),
  /** Whether no later review of its series begins. */
  isLast: z.boolean(),
  startedBy: z.string(),
  startsAt: z.string(),
  dueAt: z.string(),
  finishedAt: z.string().nullable(),
  finishedBy: z.string().nullable(),
  closedAt: z.string().nullable(),
  cancelledAt: z.string().nullable(),
  /** The account that cancelled it. Null if the server did. */
  cancelledBy: z.string().nullable(),
  /** Why the server cancelled it, as the end of a sentence. */
  cancelledBecause: z.string().nullable(),
  /** For a member, only the member's own tokens are counted. */
  counts: countsSchema,
  /** The part of `counts` that you are asked about. */
  asked: countsSchema,
});

const { findings: _findings, ...shownFields } = reviewedTokenSchema.shape;

/** A token as it was when the review began, and the decision about it. */
export const itemSchema = z.object({
  token: z.object({ ...shownFields, findings: reviewedTokenSchema.shape.findings }),
  /** True if nobody decided and nothing is left to decide, because the token ended or can reach nothing here. */
  isGone: z.boolean(),
  decision: z.enum(OUTCOMES).nullable(),
  reason: z.string(),
  /** The name of an account. Null if the rule decided, because nobody else did. */
  decidedBy: z.string().nullable(),
  decidedAt: z.string().nullable(),
});

export const newReviewBody = z.strictObject({
  name: z.string().max(200),
  scope: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('all') }),
    /** Unused for 90 days, or created more than 14 days ago and never used. */
    z.strictObject({ type: z.literal('stale') }),
    /** Tokens of the members of a team. */
    z.strictObject({ type: z.literal('team'), team: z.string().max(100) }),
    /** Tokens that name a repository of this pattern, such as `acme/web-*`. */
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
  /** Only the items that you are asked about. */
  mine: z.enum(['true']).optional(),
  /** A part of the holder's name. */
  search: z.string().max(100).optional(),
};

export const decisionBody = z.strictObject({
  decision: z.enum(DECISIONS),
  tokens: z.array(z.string().max(64)).min(1).max(ITEMS_AT_ONCE),
  /** Required for a block: the holder reads it. */
  reason: z.string().max(1_000).optional(),
});

export const decidedSchema = z.object({
  decided: z.array(z.string()),
  /** Somebody decided about these tokens before. */
  taken: z.array(
    z.object({ token: z.string(), decision: z.enum(OUTCOMES), by: z.string().nullable(), at: z.string() }),
  ),
  /** These tokens have ended, or can reach nothing here any more. */
  gone: z.array(z.string()),
  /** How many items nobody has decided yet. */
  left: z.number(),
});

export function reviewBody({ review, state, counts, asked }: ShownReview): z.input<typeof reviewSchema> {
  const { id, name, scope, reviewers, undecided, recurrence, occurrence, startedBy } = review;
  const { finishedBy, cancelledBy, cancelledBecause } = review;
  return {
    isLast: recurrence === null || occurrence >= MAXIMUM_OCCURRENCES,
    ...{ id, name, state, reviewers, undecided, recurrence, occurrence, startedBy },
    ...{ finishedBy, cancelledBy, cancelledBecause },
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

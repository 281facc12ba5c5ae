import { DomainError } from '../domain-error.ts';
import type { FindingKind } from './findings.ts';

/** Which tokens of an organization are in a review. */
export type ReviewScope =
  | { readonly type: 'all' }
  /** Not used in the organization for a long time, or never. */
  | { readonly type: 'stale' }
  /** Tokens of the members of a team, by its id. The name is from the start of the review. */
  | { readonly type: 'team'; readonly id: string; readonly name: string }
  /** Tokens with a pattern that matches a repository which this pattern matches too: `acme/app`, `acme/web-*`. */
  | { readonly type: 'repository'; readonly pattern: string };

/** Who decides. Owners can decide about every item of every review. */
export const REVIEWERS = ['owners', 'holders'] as const;
export type Reviewers = (typeof REVIEWERS)[number];

export const DECISIONS = ['keep', 'block'] as const;
export type Decision = (typeof DECISIONS)[number];

/** The result for an item. `gone`: there was nothing to decide any more, because the token had ended. */
export type ItemOutcome = Decision | 'gone';

export interface ScopeFacts {
  readonly findings: readonly FindingKind[];
  /** Whether the holder is in the scope's team. */
  readonly isInTeam: boolean;
  /** The patterns of its grants in the organization. */
  readonly patterns: readonly string[];
}

export function isInScope(scope: ReviewScope, { findings, isInTeam, patterns }: ScopeFacts): boolean {
  switch (scope.type) {
    case 'all':
      return true;
    case 'stale':
      return findings.includes('never-used') || findings.includes('unused');
    case 'team':
      return isInTeam;
    case 'repository':
      return patterns.some((pattern) => haveNameInCommon(pattern, scope.pattern));
  }
}

/** A star is only at the end of a pattern, so the text before it decides. */
function haveNameInCommon(one: string, other: string): boolean {
  const [first, second] = [prefixOf(one), prefixOf(other)];
  if (first === undefined && second === undefined) return one === other;
  if (first === undefined) return one.startsWith(second ?? '');
  if (second === undefined) return other.startsWith(first);
  return first.startsWith(second) || second.startsWith(first);
}

function prefixOf(pattern: string): string | undefined {
  return pattern.endsWith('*') ? pattern.slice(0, -1) : undefined;
}

export interface ItemHolder {
  readonly type: 'account' | 'organization';
  readonly id: string;
  readonly isMember: boolean;
}

/**
 * The account that decides about an item. Null for the owners, who decide about the organization's own tokens, and
 * about the tokens of people who are not members.
 */
export function reviewerOf(reviewers: Reviewers, { type, id, isMember }: ItemHolder): string | null {
  return reviewers === 'holders' && type === 'account' && isMember ? id : null;
}

/** Times are milliseconds since the epoch. Null if something did not happen. */
export interface ReviewTimes {
  readonly startsAt: number;
  /** When all tokens in scope were listed. */
  readonly preparedAt: number | null;
  readonly dueAt: number;
  /** When an owner finished it before its due date. */
  readonly finishedAt: number | null;
  readonly closedAt: number | null;
  readonly cancelledAt: number | null;
}

/** `closing`: nobody can decide any more, and the server does the remaining work. */
export const REVIEW_STATES = ['scheduled', 'preparing', 'open', 'closing', 'closed', 'cancelled'] as const;
export type ReviewState = (typeof REVIEW_STATES)[number];

export function reviewState(times: ReviewTimes, now: number): ReviewState {
  const { startsAt, preparedAt, dueAt, finishedAt, closedAt, cancelledAt } = times;
  if (cancelledAt !== null) return 'cancelled';
  if (closedAt !== null) return 'closed';
  if (now < startsAt) return 'scheduled';
  if (preparedAt === null) return 'preparing';
  return finishedAt !== null || !(now < dueAt) ? 'closing' : 'open';
}

/**
 * The result for an item without a decision. If an owner blocked the token outside the review in the meantime, that
 * counts as the decision, so that nobody later reads that it was kept.
 */
export function outcomeOfUndecided(
  rule: Decision,
  { isGone, isBlocked }: { readonly isGone: boolean; readonly isBlocked: boolean },
): ItemOutcome {
  if (isGone) return 'gone';
  return isBlocked ? 'block' : rule;
}

const MAXIMUM_NAME_LENGTH = 80;

/** Trims the name, which must have 1-80 characters. Control characters are refused. Throws `invalid-input`. */
export function requireReviewName(text: string): string {
  const name = text.trim();
  const length = [...name].length;
  if (length >= 1 && length <= MAXIMUM_NAME_LENGTH && !/\p{Cc}|\p{Cs}/u.test(name)) return name;
  const reason = `must be 1 to ${MAXIMUM_NAME_LENGTH} characters, and no control characters`;
  throw new DomainError('invalid-input', { field: 'name', reason });
}

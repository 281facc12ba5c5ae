import type { FindingKind } from '../access-review/findings.ts';
import { DomainError } from '../domain-error.ts';

/** Which tokens of an organization a review looks at. */
export type ReviewScope =
  | { readonly type: 'all' }
  /** Not used in the organization for long, or never. */
  | { readonly type: 'stale' }
  /** Those of the members of a team, by its id; the name is as it was when the review was started. */
  | { readonly type: 'team'; readonly id: string; readonly name: string }
  /** Those that name a repository which the pattern names too: `acme/app`, `acme/web-*`. */
  | { readonly type: 'repository'; readonly pattern: string };

/** Who decides. Owners may decide about every item of every review. */
export const REVIEWERS = ['owners', 'holders'] as const;
export type Reviewers = (typeof REVIEWERS)[number];

export const DECISIONS = ['keep', 'block'] as const;
export type Decision = (typeof DECISIONS)[number];

/** What became of an item. `gone`: there was nothing to decide any more, because the token had ended. */
export type ItemOutcome = Decision | 'gone';

export interface ScopeFacts {
  readonly findings: readonly FindingKind[];
  /** Of the team that the scope names. */
  readonly isInTeam: boolean;
  /** What its grants name in the organization. */
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

/** A star is only at the end of a pattern, so what is before it says all. */
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
 * The account that is asked about an item; null for the owners. They are asked about what the organization holds, and
 * about the tokens of somebody who is no member, or no longer.
 */
export function reviewerOf(reviewers: Reviewers, { type, id, isMember }: ItemHolder): string | null {
  return reviewers === 'holders' && type === 'account' && isMember ? id : null;
}

/** Times are milliseconds since the epoch; null for what did not happen. */
export interface ReviewTimes {
  readonly startsAt: number;
  /** When all tokens in scope were listed. */
  readonly preparedAt: number | null;
  readonly dueAt: number;
  /** When an owner finished it before it was due. */
  readonly finishedAt: number | null;
  readonly closedAt: number | null;
  readonly cancelledAt: number | null;
}

/** `closing`: nobody decides any more, and the server does what is left to do. */
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
 * What becomes of an item that nobody decided. What an owner blocked meanwhile outside of the review was decided: nobody
 * may read later that it was kept.
 */
export function outcomeOfUndecided(
  rule: Decision,
  { isGone, isBlocked }: { readonly isGone: boolean; readonly isBlocked: boolean },
): ItemOutcome {
  if (isGone) return 'gone';
  return isBlocked ? 'block' : rule;
}

const MAXIMUM_NAME_LENGTH = 80;

/** Trimmed, 1-80 characters, none of them a control character. Throws `invalid-input`. */
export function requireReviewName(text: string): string {
  const name = text.trim();
  const length = [...name].length;
  if (length >= 1 && length <= MAXIMUM_NAME_LENGTH && !/\p{Cc}|\p{Cs}/u.test(name)) return name;
  const reason = `must be 1 to ${MAXIMUM_NAME_LENGTH} characters, and no control characters`;
  throw new DomainError('invalid-input', { field: 'name', reason });
}

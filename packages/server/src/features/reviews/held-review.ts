import { DomainError } from '@lanyard/core/domain-error';
import { type ReviewScope, type ReviewState, reviewState } from '@lanyard/core/reviews/review-rules';
import type { Services } from '../../services.ts';
import type { Organization } from '../../store/records/organizations/organizations.ts';
import type { Review } from '../../store/records/reviews/reviews.ts';
import type { Reads } from '../../store/store.ts';
import { OPERATOR } from '../access/caller.ts';
import { type AuditSubject, type Change, inNameOf, partyOf, subjectOf, transact } from '../access/change.ts';

/** A review is found by its id, and only in its own organization (R25). */
export interface ReviewPlace {
  /** The organization's name. */
  readonly organization: string;
  readonly id: string;
}

/** Errors: `not-found`. */
export async function requireReview(
  { reviews }: Pick<Reads, 'reviews'>,
  { id: organizationId }: Organization,
  id: string,
): Promise<Review> {
  const review = await reviews.byId(organizationId, id);
  if (review) return review;
  throw new DomainError('not-found', { what: 'review' });
}

const STATE_WORDS: Readonly<Record<ReviewState, string>> = {
  scheduled: 'has not started yet',
  preparing: 'is still listing its access tokens; try again in a moment',
  open: 'is open',
  closing: 'is over',
  closed: 'is closed',
  cancelled: 'was cancelled',
};

/** Errors: `conflict`. */
export function requireState(review: Review, now: number, wanted: readonly ReviewState[]): void {
  const state = reviewState(review, now);
  if (!wanted.includes(state)) throw new DomainError('conflict', { reason: `this review ${STATE_WORDS[state]}` });
}

export function reviewSubject({ id, name }: Review, organization: Organization): AuditSubject {
  return subjectOf('review', { id, name }, organization.name);
}

export function scopeText(scope: ReviewScope): string {
  if (scope.type === 'team') return `team ${scope.name}`;
  return scope.type === 'repository' ? `repository ${scope.pattern}` : scope.type;
}

/** A review and its organization, read at the same time. */
export interface ReviewAtWork {
  readonly organization: Organization;
  readonly review: Review;
}

/**
 * One step of the server's own work on a review, in the name of the organization. If several servers try it at once,
 * the first one does it. So `work` gets the review as it is now, and must check whether there is still something to do.
 */
export async function stepOf<Result>(
  services: Services,
  { organization: { id }, review }: ReviewAtWork,
  work: (change: Change, held: ReviewAtWork) => Promise<Result>,
): Promise<Result | undefined> {
  return transact(services, OPERATOR, async (change) => {
    const organization = await change.records.organizations.lock(id);
    const held = organization && (await change.records.reviews.byId(id, review.id));
    if (!held) return undefined;
    return work(inNameOf(change, partyOf('organization', organization), 'review'), { organization, review: held });
  });
}

import type { Organization } from '../../store/records/organizations/organizations.ts';
import type { Review } from '../../store/records/reviews/reviews.ts';
import type { Change } from '../access/change.ts';
import { reviewSubject, scopeText } from './held-review.ts';

/** The limit of the inventory: each token is a row of the review and a line of its evidence. */
export const MAXIMUM_TOKENS = 20_000;

type Fresh = Omit<
  Review,
  | 'id'
  | 'preparedAt'
  | 'finishedAt'
  | 'finishedBy'
  | 'closedAt'
  | 'cancelledAt'
  | 'cancelledBy'
  | 'cancelledBecause'
  | 'items'
  | 'reached'
  | 'policyAtStart'
  | 'policyAtEnd'
  | 'toldAt'
  | 'digest'
  | 'proof'
>;

/** A review on which no work was done yet. */
export function newReview(id: string, fresh: Fresh): Review {
  const notYet = { preparedAt: null, finishedAt: null, finishedBy: null, closedAt: null };
  const notCancelled = { cancelledAt: null, cancelledBy: null, cancelledBecause: null, toldAt: null };
  const empty = { items: 0, reached: null, policyAtStart: null, policyAtEnd: null, digest: null, proof: null };
  return { id, ...fresh, ...notYet, ...notCancelled, ...empty };
}

export async function recordStart(change: Change, organization: Organization, review: Review): Promise<void> {
  const { scope, reviewers, undecided, recurrence, startsAt, dueAt } = review;
  await change.records.reviews.insert(review);
  const facts = { scope: scopeText(scope), reviewers, undecided, recurrence, startsAt, dueAt };
  await change.audit('review.started', reviewSubject(review, organization), facts);
}

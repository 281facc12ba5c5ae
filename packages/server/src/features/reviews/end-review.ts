import type { Services } from '../../services.ts';
import type { Organization } from '../../store/records/organizations/organizations.ts';
import type { Review } from '../../store/records/reviews/reviews.ts';
import type { Caller } from '../access/caller.ts';
import { type Change, transact } from '../access/change.ts';
import { requireOwnership } from '../access/permissions.ts';
import { makerOf } from '../access-review/ruling-records.ts';
import { type ReviewPlace, requireReview, requireState, reviewSubject } from './held-review.ts';
import { workAtOnce } from './work-on-reviews.ts';

/**
 * Ends a review before its due date. The rule of the review decides the items that nobody decided. Errors: `not-found`
 * to strangers, `forbidden` to members, `conflict`.
 */
export async function finishReview(services: Services, caller: Caller, place: ReviewPlace): Promise<void> {
  await endReview(services, caller, place, async (change, { organization, review }) => {
    const { records, now, audit } = change;
    requireState(review, now, ['open']);
    await records.reviews.update(review.id, { finishedAt: now, finishedBy: makerOf(change) });
    const { undecided } = await records.reviewItems.counts(review.id);
    await audit('review.finished', reviewSubject(review, organization), { undecided });
  });
}

/**
 * Cancels a review and the rest of its series. The review leaves no evidence, and what it blocked stays blocked.
 * Errors: those of `finishReview`.
 */
export async function cancelReview(services: Services, caller: Caller, place: ReviewPlace): Promise<void> {
  await endReview(services, caller, place, async (change, { organization, review }) => {
    const { records, now, audit } = change;
    requireState(review, now, ['scheduled', 'preparing', 'open']);
    await records.reviews.update(review.id, { cancelledAt: now, cancelledBy: makerOf(change) });
    await audit('review.cancelled', reviewSubject(review, organization), {});
  });
}

interface Ending {
  readonly organization: Organization;
  readonly review: Review;
}

async function endReview(
  services: Services,
  caller: Caller,
  place: ReviewPlace,
  end: (change: Change, ending: Ending) => Promise<void>,
): Promise<void> {
  const review = await transact(services, caller, async (change) => {
    const { organization } = await requireOwnership(change, place.organization);
    const found = await requireReview(change.records, organization, place.id);
    await end(change, { organization, review: found });
    return found;
  });
  await workAtOnce(services, review);
}

import { reviewState } from '@lanyard/core/reviews/review-rules';
import type { Services } from '../../services.ts';
import type { Review } from '../../store/records/reviews/reviews.ts';
import { otherRequests } from '../access-review/in-turns.ts';
import { closeSome } from './close-review.ts';
import type { ReviewAtWork } from './held-review.ts';
import { prepareSome } from './prepare-review.ts';
import { sealEvidence } from './seal-evidence.ts';
import { tellSome } from './tell-reviewers.ts';

/** The limit while a caller waits for the answer. Housekeeping does the rest, once a minute. */
const STEPS_AT_ONCE = 20;
/** How many items of a cancelled review one step removes. */
const ITEMS_REMOVED_AT_ONCE = 100;

/** Does the work of one owner's request at once, if it is little. In most organizations it is. */
export async function workAtOnce(services: Services, review: Pick<Review, 'id' | 'organizationId'>): Promise<void> {
  try {
    for (let step = 0; step < STEPS_AT_ONCE; step += 1) {
      if (!(await takeStep(services, review))) return;
      await otherRequests();
    }
  } catch {
    // The request is already committed, so its answer must not be an error. Housekeeping tries again, and logs errors.
  }
}

/**
 * Does all work on reviews that is due, in small steps. Every server may run it: each step is done by the server that
 * comes first.
 */
export async function workOnReviews(services: Services): Promise<void> {
  const { reviews } = services.store.read;
  const faults: unknown[] = [];
  for (const review of [...(await reviews.unfinished()), ...(await reviews.unsettled())]) {
    try {
      while (await takeStep(services, review)) await otherRequests();
    } catch (error) {
      // The other reviews must not wait for this one.
      faults.push(error);
    }
  }
  if (faults.length > 0) throw faults[0];
}

/**
 * Returns true if there may be more to do. SQLite answers without waiting, so the caller lets the server answer requests
 * before the next step.
 */
async function takeStep(services: Services, { id, organizationId }: Pick<Review, 'id' | 'organizationId'>) {
  const { organizations, reviews } = services.store.read;
  const [organization, review] = await Promise.all([
    organizations.byId(organizationId),
    reviews.byId(organizationId, id),
  ]);
  if (!organization || !review) return false;
  const atWork: ReviewAtWork = { organization, review };
  switch (reviewState(review, services.clock.now())) {
    case 'scheduled':
      return false;
    case 'preparing':
      return prepareSome(services, atWork);
    case 'open':
      return tellSome(services, atWork);
    case 'closing':
      return closeSome(services, atWork);
    case 'closed':
      return sealEvidence(services, atWork);
    case 'cancelled':
      return removeSome(services, review);
  }
}

async function removeSome({ store }: Services, { id, items }: Review): Promise<boolean> {
  if (items === 0) return false;
  await store.transaction(async ({ reviews, reviewItems }) => {
    const removed = await reviewItems.removeSome(id, ITEMS_REMOVED_AT_ONCE);
    if (removed < ITEMS_REMOVED_AT_ONCE) await reviews.note(id, { items: 0 });
  });
  return true;
}

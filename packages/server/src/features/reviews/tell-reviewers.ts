import { toldSince } from '@lanyard/core/reviews/review-dates';
import { reviewState } from '@lanyard/core/reviews/review-rules';
import type { Services } from '../../services.ts';
import { type ReviewAtWork, reviewSubject, stepOf } from './held-review.ts';

const REVIEWERS_AT_ONCE = 50;
const DAY_MILLISECONDS = 86_400_000;

/**
 * Tells the reviewers of items that nobody decided: at the start of the review, and some days before its end. The
 * owners are told first, and can decide about all items. Returns true if there may be more to tell.
 */
export async function tellSome(services: Services, { organization, review }: ReviewAtWork): Promise<boolean> {
  const now = services.clock.now();
  const since = toldSince(review, now);
  if (review.toldAt === null || review.toldAt < since) {
    await stepOf(services, { organization, review }, (change, held) => tellOwners(change, held, since));
    return true;
  }
  const next = { reviewId: review.id, organizationId: organization.id, since, limit: REVIEWERS_AT_ONCE };
  const asked = await services.store.read.reviewItems.toTell(next);
  if (asked.length === 0) return false;
  await stepOf(services, { organization, review }, async (change, held) => {
    if (reviewState(held.review, now) !== 'open') return;
    // Another server may have told some of the reviewers meanwhile.
    for (const { reviewerId, count } of await change.records.reviewItems.toTell(next)) {
      const facts = { ...factsOf(held, since), count, isOwner: false };
      await change.notify('review-asks', { accounts: [reviewerId] }, facts);
      await change.records.reviewItems.noteTold(review.id, reviewerId, now);
    }
  });
  return asked.length === REVIEWERS_AT_ONCE;
}

type Step = Parameters<Parameters<typeof stepOf>[2]>;

async function tellOwners(change: Step[0], { organization, review }: ReviewAtWork, since: number): Promise<void> {
  const { records, now } = change;
  const isTold = review.toldAt !== null && review.toldAt >= since;
  if (isTold || reviewState(review, now) !== 'open') return;
  await records.reviews.note(review.id, { toldAt: now });
  const { undecided } = await records.reviewItems.counts(review.id);
  if (undecided === 0) return;
  const accounts = (await records.organizations.owners(organization.id)).map(({ id }) => id);
  const facts = { ...factsOf({ organization, review }, since), count: undecided, isOwner: true };
  await change.notify('review-asks', { accounts }, facts);
  if (since === review.startsAt) return;
  await change.audit('review.reminded', reviewSubject(review, organization), { undecided, dueAt: review.dueAt });
}

function factsOf({ organization, review }: ReviewAtWork, since: number) {
  const { id, name, dueAt, startsAt } = review;
  const daysLeft = since === startsAt ? null : Math.round((dueAt - since) / DAY_MILLISECONDS);
  return { organization: organization.name, review: name, reviewId: id, dueAt, daysLeft };
}

import { holdOn } from '@lanyard/core/access-review/ruling';
import { nextOccurrence } from '@lanyard/core/reviews/review-dates';
import { outcomeOfUndecided, reviewState } from '@lanyard/core/reviews/review-rules';
import type { Services } from '../../services.ts';
import type { KeptRuling } from '../../store/records/access-review/reach-rulings.ts';
import type { ReviewedToken } from '../../store/records/access-review/reviewed-token.ts';
import type { ItemDecision } from '../../store/records/reviews/review-items.ts';
import type { Review } from '../../store/records/reviews/reviews.ts';
import type { Change } from '../access/change.ts';
import { tokensHere } from '../access-review/tokens-here.ts';
import { endReachOf } from './decide-items.ts';
import { type ReviewAtWork, reviewSubject, stepOf } from './held-review.ts';
import { newReview, recordStart } from './new-review.ts';
import { digestOfEvidence } from './review-evidence.ts';

/** Each item can need a block with its own event and mail. */
const ITEMS_AT_ONCE = 10;
const BLOCKED_BY_RULE = 'nobody decided to keep it in the access review';

/** Decides some of the items that nobody decided, then closes the review. Returns true if there may be more to do. */
export async function closeSome(services: Services, { organization, review }: ReviewAtWork): Promise<boolean> {
  const { reviewItems } = services.store.read;
  const left = await reviewItems.undecided(review.id, 1);
  if (left.length > 0) {
    await stepOf(services, { organization, review }, async (change, held) => {
      if (reviewState(held.review, change.now) === 'closing') await settleSome(change, held);
    });
    return true;
  }
  const closed: Review = { ...review, closedAt: services.clock.now(), policyAtEnd: organization.policy };
  const digest = await digestOfEvidence(services, organization, closed);
  await stepOf(services, { organization, review }, async (change, held) => {
    if (reviewState(held.review, change.now) !== 'closing') return;
    // The evidence says which rules were in force at the end. If they changed at this moment, the next step tries
    // again.
    if (JSON.stringify(held.organization.policy) !== JSON.stringify(organization.policy)) return;
    await close(change, { organization, review: { ...closed, digest } });
  });
  return true;
}

async function close(change: Change, { organization, review }: ReviewAtWork): Promise<void> {
  const { records } = change;
  const { closedAt, policyAtEnd, digest } = review;
  const { keep: kept, block: blocked, gone } = await records.reviewItems.counts(review.id);
  await records.reviews.update(review.id, { closedAt, policyAtEnd, digest });
  const facts = { items: review.items, kept, blocked, gone, digest: digest ?? '' };
  await change.audit('review.closed', reviewSubject(review, organization), facts);
  const accounts = (await records.organizations.owners(organization.id)).map(({ id }) => id);
  const { id: reviewId, name } = review;
  const told = { organization: organization.name, review: name, reviewId, kept, blocked, gone };
  await change.notify('review-closed', { accounts }, told);
  await startNext(change, { organization, review });
}

/** The next review begins on its own date. Cancelling it ends the series, and so does the last one: owners are told. */
async function startNext(change: Change, { organization, review }: ReviewAtWork): Promise<void> {
  const { recurrence, name, scope, reviewers, undecided, startedBy, organizationId } = review;
  const next = recurrence && nextOccurrence(review, recurrence, change.now);
  if (!next) return recurrence === null ? undefined : tellOfEnd(change, { organization, review });
  const same = { organizationId, name, scope, reviewers, undecided, recurrence, startedBy };
  await recordStart(change, organization, newReview(change.newId(), { ...same, ...next, createdAt: change.now }));
}

async function tellOfEnd(change: Change, { organization, review }: ReviewAtWork): Promise<void> {
  const { id: reviewId, name, occurrence: count } = review;
  await change.audit('review.series-ended', reviewSubject(review, organization), { reviews: count });
  const accounts = (await change.records.organizations.owners(organization.id)).map(({ id }) => id);
  const told = { organization: organization.name, review: name, reviewId, count };
  await change.notify('review-series-ended', { accounts }, told);
}

async function settleSome(change: Change, { organization, review }: ReviewAtWork): Promise<void> {
  const { records, now } = change;
  const items = await records.reviewItems.undecided(review.id, ITEMS_AT_ONCE);
  const ids = items.map(({ tokenId }) => tokenId);
  const tokens = new Map((await tokensHere(change, organization, ids)).map((token) => [token.id, token]));
  const holders = [...new Set(items.map(({ holderId }) => holderId))];
  const said = Map.groupBy(await records.reachRulings.ofHolders(organization.id, holders), ({ holderId }) => holderId);
  const ended: ReviewedToken[] = [];
  for (const { tokenId, holderId } of items) {
    const token = tokens.get(tokenId);
    const blocked = token && blockOn(said.get(holderId) ?? [], token);
    const decision = outcomeOfUndecided(review.undecided, { isGone: !token, isBlocked: blocked !== undefined });
    if (token && decision === 'block' && !blocked) ended.push(token);
    const byRule = { reason: decision === 'block' ? BLOCKED_BY_RULE : '', decidedBy: null, decidedAt: now };
    await records.reviewItems.settle(review.id, [tokenId], { decision, ...(blocked ?? byRule) });
  }
  await endReachOf(change, organization, ended, { reason: BLOCKED_BY_RULE, maker: `The review "${review.name}"` });
}

/** What an owner decided about this token outside of the review. */
function blockOn(rulings: readonly KeptRuling[], token: ReviewedToken): Omit<ItemDecision, 'decision'> | undefined {
  const hold = holdOn(rulings, token, false);
  if (hold?.type !== 'blocked') return undefined;
  const said = rulings.find(({ kind, at, reason }) => kind === 'blocked' && at === hold.at && reason === hold.reason);
  return { reason: hold.reason, decidedBy: said?.madeBy ?? null, decidedAt: hold.at };
}

import { patternsIn } from '@lanyard/core/access-review/reach';
import { isInScope, reviewerOf, reviewState } from '@lanyard/core/reviews/review-rules';
import type { Services } from '../../services.ts';
import type { ReviewItem } from '../../store/records/reviews/review-items.ts';
import type { Change } from '../access/change.ts';
import { reviewedTokenBody } from '../access-review/access-review-schema.ts';
import { type ListedAccess, pageOfAccess } from '../access-review/list-access.ts';
import { type ReviewAtWork, reviewSubject, stepOf } from './held-review.ts';
import { MAXIMUM_TOKENS } from './new-review.ts';

const TOKENS_AT_ONCE = 100;

/**
 * Lists some more of the tokens that the review asks about, as they are now. Tokens that were created after its start
 * are left out. Returns true if the next step should look at the review again.
 */
export async function prepareSome(services: Services, { organization, review }: ReviewAtWork): Promise<boolean> {
  const { read } = services.store;
  const now = services.clock.now();
  const { reached, startsAt } = review;
  const { total, items } = await pageOfAccess(read, organization, {
    now,
    after: reached ?? undefined,
    createdUntil: startsAt,
    ...{ sort: 'created', order: 'asc', page: 1, pageSize: TOKENS_AT_ONCE },
  });
  const isLast = items.length < TOKENS_AT_ONCE;
  const chosen = await inScope(services, { organization, review }, items);
  const last = items.at(-1)?.token;
  const isDone = await stepOf(services, { organization, review }, async (change, held) => {
    if (reviewState(held.review, now) !== 'preparing') return false;
    // Another server did this step first.
    if (JSON.stringify(held.review.reached) !== JSON.stringify(reached)) return true;
    const { records } = change;
    const obstacle = reached === null ? await obstacleTo(change, held, total) : undefined;
    if (obstacle !== undefined) {
      await refuse(change, held, obstacle);
      return false;
    }
    await records.reviewItems.insert(chosen.map((one, index) => itemOf(held, one, { index, now })));
    await records.reviews.note(review.id, {
      items: held.review.items + chosen.length,
      ...(last && { reached: { createdAt: last.createdAt, id: last.id } }),
      ...(reached === null && { policyAtStart: held.organization.policy }),
      ...(isLast && { preparedAt: now }),
    });
    return true;
  });
  return isDone ?? false;
}

/** Why nobody can review what was asked for. A review of nothing would look as if somebody had looked. */
async function obstacleTo(
  { records }: Change,
  { organization, review: { scope } }: ReviewAtWork,
  total: number,
): Promise<string | undefined> {
  if (total > MAXIMUM_TOKENS) return `more than ${MAXIMUM_TOKENS} access tokens can reach the organization`;
  if (scope.type !== 'team') return undefined;
  const teams = await records.teams.ofOrganization(organization.id);
  return teams.some(({ id }) => id === scope.id) ? undefined : `the team ${scope.name} was deleted`;
}

/** Nobody is there to be told by an answer, so the owners get a mail. */
async function refuse(change: Change, { organization, review }: ReviewAtWork, reason: string): Promise<void> {
  const { records, now } = change;
  const { id: reviewId, name } = review;
  await records.reviews.update(reviewId, { cancelledAt: now, cancelledBecause: reason });
  await change.audit('review.cancelled', reviewSubject(review, organization), { reason });
  const accounts = (await records.organizations.owners(organization.id)).map(({ id }) => id);
  await change.notify(
    'review-cancelled',
    { accounts },
    { organization: organization.name, review: name, reviewId, reason },
  );
}

async function inScope(
  { store }: Services,
  { organization, review: { scope } }: ReviewAtWork,
  page: readonly ListedAccess[],
): Promise<readonly ListedAccess[]> {
  const holders = page.map(({ token }) => token.ownerId);
  const members = scope.type === 'team' ? await store.read.teams.membersAmong(scope.id, holders) : [];
  const team = new Set(members.map(({ accountId }) => accountId));
  return page.filter(({ token, findings }) =>
    isInScope(scope, {
      findings: findings.map(({ kind }) => kind),
      isInTeam: team.has(token.ownerId),
      patterns: patternsIn(token.grants, organization.name),
    }),
  );
}

/**
 * What the owners see of the token now, and nothing else: it becomes part of a file that others receive (decision 32).
 */
function itemOf(
  { review }: ReviewAtWork,
  listed: ListedAccess,
  { index, now }: { readonly index: number; readonly now: number },
): ReviewItem {
  const { token, findings } = listed;
  const { type, name, role } = token.holder;
  const body = reviewedTokenBody(listed, now);
  // The kind's description is left out: the version that shows the item adds its own.
  const shown = { ...body, findings: body.findings.map(({ kind, why, enough }) => ({ kind, why, enough })) };
  return {
    reviewId: review.id,
    position: review.items + index,
    tokenId: token.id,
    holderId: token.ownerId,
    holderName: name,
    reviewerId: reviewerOf(review.reviewers, { type, id: token.ownerId, isMember: role !== null }),
    findings: ` ${findings.map(({ kind }) => kind).join(' ')} `,
    shown: JSON.stringify(shown),
    toldAt: null,
    ...{ decision: null, reason: '', decidedBy: null, decidedAt: null },
  };
}

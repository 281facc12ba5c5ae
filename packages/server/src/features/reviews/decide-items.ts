import { requireReason } from '@lanyard/core/access-review/ruling';
import { DomainError } from '@lanyard/core/domain-error';
import type { Decision, ItemOutcome } from '@lanyard/core/reviews/review-rules';
import type { Services } from '../../services.ts';
import type { ReviewedToken } from '../../store/records/access-review/reviewed-token.ts';
import type { Membership, Organization } from '../../store/records/organizations/organizations.ts';
import type { Asked, ReviewItem } from '../../store/records/reviews/review-items.ts';
import type { AccountCaller } from '../access/caller.ts';
import { type Change, subjectOf, transact } from '../access/change.ts';
import { requireMembership } from '../access/permissions.ts';
import { blockTokens } from '../access-review/block-tokens.ts';
import { inTurns } from '../access-review/in-turns.ts';
import { makerOf } from '../access-review/ruling-records.ts';
import { tokensHere } from '../access-review/tokens-here.ts';
import { type ReviewPlace, requireReview, requireState, reviewSubject } from './held-review.ts';

export const ITEMS_AT_ONCE = 100;

export interface DecisionInput {
  readonly decision: Decision;
  readonly tokens: readonly string[];
  /** Needed to block: the holder reads it. */
  readonly reason?: string | undefined;
}

/** What somebody else decided first. */
export interface TakenItem {
  readonly token: string;
  readonly decision: ItemOutcome;
  readonly by: string | null;
  readonly at: number;
}

/** What became of each token that was named. */
export interface Decided {
  readonly decided: readonly string[];
  readonly taken: readonly TakenItem[];
  /** Their tokens have ended, or reach nothing here any more. */
  readonly gone: readonly string[];
  /** How many items of the review nobody decided yet, of those that the caller may see. */
  readonly left: number;
}

/**
 * Keeps or blocks tokens that a review asks about: by an owner, or by the member who is asked. The first decision stands,
 * and whoever comes second is told of it. Errors: `not-found` to strangers and for what the caller is not asked,
 * `invalid-input`, `conflict`.
 */
export async function decideItems(
  services: Services,
  caller: AccountCaller,
  { organization: name, id }: ReviewPlace,
  input: DecisionInput,
): Promise<Decided> {
  const ids = [...new Set(input.tokens)];
  return transact(services, caller, async (change) => {
    const { records, now } = change;
    const { organization, role } = await requireMembership(change, name);
    const review = await requireReview(records, organization, id);
    // First, because the items of a cancelled review are removed some time afterwards.
    requireState(review, now, ['open']);
    const reason = input.decision === 'block' || input.reason ? requireReason(input.reason) : '';
    const items = await records.reviewItems.among(review.id, ids);
    const isAsked = (item: ReviewItem) => role === 'owner' || item.reviewerId === caller.account.id;
    if (items.length < ids.length || !items.every(isAsked)) throw new DomainError('not-found', { what: 'review item' });
    const open = items.filter(({ decision }) => decision === null).map(({ tokenId }) => tokenId);
    const tokens = await tokensHere(change, organization, open);
    const here = new Set(tokens.map((token) => token.id));
    const decided = open.filter((token) => here.has(token));
    const gone = open.filter((token) => !here.has(token));
    const by = { decidedBy: makerOf(change), decidedAt: now };
    await records.reviewItems.decide(review.id, decided, { ...by, decision: input.decision, reason });
    await records.reviewItems.decide(review.id, gone, { ...by, decision: 'gone', reason: '' });
    if (open.length > 0) {
      const facts = { decision: input.decision, tokens: decided, reason };
      await change.audit('review.decided', reviewSubject(review, organization), facts);
    }
    if (input.decision === 'block') await endReachOf(change, organization, tokens, { reason, maker: makerOf(change) });
    const { undecided: left } = await records.reviewItems.counts(review.id, seenBy(caller, role));
    return { decided, taken: items.flatMap(takenBefore), gone, left };
  });
}

/** Owners see all items; a member those that they are asked about. */
export function seenBy({ account }: AccountCaller, role: Membership['role']): Asked | undefined {
  return role === 'owner' ? undefined : { accountId: account.id, ownerOf: null };
}

function takenBefore({ tokenId: token, decision, decidedBy: by, decidedAt }: ReviewItem): readonly TakenItem[] {
  return decision === null ? [] : [{ token, decision, by, at: decidedAt ?? 0 }];
}

/** Blocks what people hold, and deactivates what the organization holds itself: nobody else uses that elsewhere. */
export async function endReachOf(
  change: Change,
  organization: Organization,
  tokens: readonly ReviewedToken[],
  { reason, maker }: { readonly reason: string; readonly maker: string },
): Promise<void> {
  const { records, now, audit } = change;
  const [own, others] = [true, false].map((isOwn) =>
    tokens.filter(({ holder }) => (holder.type === 'organization') === isOwn),
  );
  await blockTokens(change, organization, others ?? [], { reason, maker });
  await inTurns(own ?? [], async ({ id, description, deactivatedAt }) => {
    if (deactivatedAt !== null) return;
    await records.tokens.update(id, { deactivatedAt: now });
    await audit('token.deactivated', subjectOf('token', { id, name: description }, organization.name));
  });
}

import { DomainError } from '@lanyard/core/domain-error';
import { type ReviewState, reviewState } from '@lanyard/core/reviews/review-rules';
import type { Services } from '../../services.ts';
import type { Page, Paged } from '../../store/paged.ts';
import type { Membership } from '../../store/records/organizations/organizations.ts';
import type { Asked, ItemCounts, ItemFilter, ReviewItem } from '../../store/records/reviews/review-items.ts';
import type { Review } from '../../store/records/reviews/reviews.ts';
import type { AccountCaller } from '../access/caller.ts';
import { type Look, look } from '../access/change.ts';
import { requireMembership, requireOwnership } from '../access/permissions.ts';
import { tokensHere } from '../access-review/tokens-here.ts';
import { seenBy } from './decide-items.ts';
import { type ReviewPlace, requireReview, requireState } from './held-review.ts';
import { evidenceFile } from './review-evidence.ts';
import { sealEvidence } from './seal-evidence.ts';

export interface ShownReview {
  readonly review: Review;
  readonly state: ReviewState;
  /** Counts the items that the caller may see. */
  readonly counts: ItemCounts;
  /** Counts the items that the caller is asked about. */
  readonly asked: ItemCounts;
}

/**
 * Lists the newest first. A member sees only reviews that ask the member about a token. Errors: `not-found` to
 * strangers.
 */
export async function listReviews(
  services: Services,
  caller: AccountCaller,
  name: string,
  page: Page,
): Promise<Paged<ShownReview>> {
  const asked = look(services, caller);
  const { organization, role } = await requireMembership(asked, name);
  const own = role === 'owner' ? {} : { reviewerId: caller.account.id };
  const { total, items } = await asked.records.reviews.list(organization.id, { ...page, ...own });
  return { total, items: await Promise.all(items.map((review) => shown(asked, review, { organization, role }))) };
}

/** Errors: `not-found` to strangers, `forbidden` to members who are not asked about any of its tokens. */
export async function showReview(services: Services, caller: AccountCaller, place: ReviewPlace): Promise<ShownReview> {
  const asked = look(services, caller);
  const { review, ...membership } = await requireSeen(asked, place);
  return shown(asked, review, membership);
}

export type ItemQuery = Omit<ItemFilter, 'asked'> & {
  /** Only the items that the caller is asked about. */
  readonly isMine: boolean;
};

/** An item, and whether its token has since ended or can reach nothing here any more. */
export interface ShownItem {
  readonly item: ReviewItem;
  readonly isGone: boolean;
}

/** Sorted by holder. An owner sees all items, a member those that ask the member. Errors: those of `showReview`. */
export async function listItems(
  services: Services,
  caller: AccountCaller,
  place: ReviewPlace,
  { isMine, ...query }: ItemQuery,
): Promise<Paged<ShownItem>> {
  const asked = look(services, caller);
  const { records, now } = asked;
  const { organization, review, role } = await requireSeen(asked, place);
  const only = isMine ? askedOf(caller, { organization, role }) : seenBy(caller, role);
  const { total, items } = await records.reviewItems.list(review.id, { ...query, asked: only });
  const open = items.filter(({ decision }) => decision === null).map(({ tokenId }) => tokenId);
  const here = new Set((await tokensHere({ records, now }, organization, open)).map(({ id }) => id));
  const shownItems = items.map((item) => ({ item, isGone: item.decision === null && !here.has(item.tokenId) }));
  return { total, items: shownItems };
}

export interface Evidence {
  readonly review: Review;
  readonly organization: string;
  readonly text: AsyncIterable<string>;
}

/**
 * The evidence of a closed review, for owners. Errors: `not-found` to strangers, `forbidden` to members, `conflict`.
 */
export async function showEvidence(services: Services, caller: AccountCaller, place: ReviewPlace): Promise<Evidence> {
  const { records, now } = look(services, caller);
  const { organization } = await requireOwnership({ records, caller }, place.organization);
  const review = await requireReview(records, organization, place.id);
  requireState(review, now, ['closed']);
  await sealEvidence(services, { organization, review });
  const sealed = await requireReview(records, organization, place.id);
  return { review: sealed, organization: organization.name, text: evidenceFile(services, organization, sealed) };
}

type InOrganization = Pick<Membership, 'organization' | 'role'>;

async function requireSeen(
  { records, caller }: Look<AccountCaller>,
  { organization: name, id }: ReviewPlace,
): Promise<InOrganization & { readonly review: Review }> {
  const { organization, role } = await requireMembership({ records, caller }, name);
  const review = await records.reviews.byId(organization.id, id);
  const isSeen = role === 'owner' || (review && (await records.reviewItems.asks(review.id, caller.account.id)));
  // A member who is not asked gets the same answer for every review.
  if (!isSeen) throw new DomainError('forbidden', { reason: 'only an owner of the organization may do this' });
  if (!review) throw new DomainError('not-found', { what: 'review' });
  return { organization, role, review };
}

async function shown(
  { records, caller, now }: Look<AccountCaller>,
  review: Review,
  membership: InOrganization,
): Promise<ShownReview> {
  const [counts, asked] = await Promise.all([
    records.reviewItems.counts(review.id, seenBy(caller, membership.role)),
    records.reviewItems.counts(review.id, askedOf(caller, membership)),
  ]);
  return { review, state: reviewState(review, now), counts, asked };
}

function askedOf({ account }: AccountCaller, { organization, role }: InOrganization): Asked {
  return { accountId: account.id, ownerOf: role === 'owner' ? organization.id : null };
}

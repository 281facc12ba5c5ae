import { DomainError } from '@lanyard/core/domain-error';
import { holdOn, requireReason } from '@lanyard/core/reviews/ruling';
import type { AccessToken } from '@lanyard/core/tokens/access-token';
import type { Services } from '../../services.ts';
import type { Organization } from '../../store/records/organizations/organizations.ts';
import type { ReviewedToken } from '../../store/records/reviews/access-review.ts';
import type { KeptRuling } from '../../store/records/reviews/reach-rulings.ts';
import type { Caller } from '../access/caller.ts';
import { type AuditSubject, type Change, subjectOf, transact } from '../access/change.ts';
import { requireOwnership } from '../access/permissions.ts';

export const TOKENS_AT_ONCE = 100;

export interface RulingInput {
  readonly ruling: 'block' | 'lift' | 'approve';
  readonly tokens: readonly string[];
  readonly reason?: string | undefined;
}

/**
 * Ends the reach of these tokens into the organization, or gives it back: all of them or none. A token of the list that is
 * so already is left as it is. Errors: `not-found` to strangers and for a token that is not in the inventory, `forbidden`
 * to members, `invalid-input`, `conflict`.
 */
export async function ruleOnTokens(
  services: Services,
  caller: Caller,
  name: string,
  input: RulingInput,
): Promise<void> {
  const ids = [...new Set(input.tokens)];
  await transact(services, caller, async (change) => {
    const { organization } = await requireOwnership(change, name);
    if (input.ruling === 'lift') return lift(change, organization, ids);
    const tokens = await requireReviewed(change, organization, ids);
    if (input.ruling === 'approve') return approve(change, organization, tokens);
    return block(change, organization, tokens, requireReason(input.reason));
  });
}

/** Only what the organization's inventory shows: nobody learns of other tokens, or has them in the records (R25). */
async function requireReviewed(
  { records, now }: Change,
  organization: Organization,
  ids: readonly string[],
): Promise<readonly ReviewedToken[]> {
  const { items } = await records.accessReview.list({ organization, now, ids, page: 1, pageSize: TOKENS_AT_ONCE });
  if (items.length < ids.length) throw new DomainError('not-found', { what: 'access token' });
  if (!items.some(({ holder }) => holder.type === 'organization')) return items;
  const reason = 'a token of the organization itself is not blocked; deactivate or delete it';
  throw new DomainError('conflict', { reason });
}

async function block(
  change: Change,
  organization: Organization,
  tokens: readonly ReviewedToken[],
  reason: string,
): Promise<void> {
  const { records, now, audit } = change;
  const blocked: ReviewedToken[] = [];
  for (const token of tokens) {
    const before = await records.reachRulings.of(organization.id, token.id);
    if (before?.kind === 'blocked' && before.reason === reason) continue;
    const at = before?.kind === 'blocked' ? before.at : now;
    await records.reachRulings.put({ ...rulingOn(change, organization, token), kind: 'blocked', reason, at });
    await audit('token.blocked-here', subjectHere(organization, token), { holder: token.holder.name, reason });
    blocked.push(token);
  }
  for (const [holder, theirs] of Map.groupBy(blocked, ({ ownerId }) => ownerId)) {
    const facts = { organization: organization.name, tokens: theirs.map(inList), reason, maker: makerOf(change) };
    await change.notify('tokens-blocked-here', { accounts: [holder] }, facts);
  }
}

async function lift(change: Change, organization: Organization, ids: readonly string[]): Promise<void> {
  const { records, audit } = change;
  for (const id of ids) {
    const token = await records.tokens.byId(id);
    const block = await blockOf(change, organization, id, token);
    if (!block) throw new DomainError('not-found', { what: 'block' });
    const holder = (await records.accounts.byId(block.holderId))?.name ?? '';
    const subject = subjectOf('token', { id: block.tokenId, name: `token of ${holder}` }, organization.name);
    await records.reachRulings.remove(organization.id, block.tokenId);
    await audit('token.block-lifted', subject, { holder });
    if (token) await tellLetIn(change, organization, block.holderId, [token]);
  }
}

/**
 * Of the token itself, or of another one that the same command-line login made before. A token that was deleted has its
 * block still: what its holder makes after it waits because of it.
 */
async function blockOf(
  { records }: Change,
  { id: organizationId }: Organization,
  id: string,
  token: AccessToken | undefined,
): Promise<KeptRuling | undefined> {
  const own = await records.reachRulings.of(organizationId, id);
  if (own) return own.kind === 'blocked' ? own : undefined;
  if (!token || token.commandLineId === null) return undefined;
  const rulings = await records.reachRulings.ofHolder(organizationId, token.ownerId);
  return rulings.find(({ kind, commandLineId }) => kind === 'blocked' && commandLineId === token.commandLineId);
}

async function approve(change: Change, organization: Organization, tokens: readonly ReviewedToken[]): Promise<void> {
  const { records, now, audit } = change;
  for (const token of tokens) {
    const hold = holdOn(await records.reachRulings.ofHolder(organization.id, token.ownerId), token);
    if (!hold) continue;
    // Only a block that is lifted by name ends: to approve must not undo what another owner said of this very token.
    if (hold.type === 'blocked')
      throw new DomainError('conflict', { reason: 'a token of these is blocked; lift that first' });
    await records.reachRulings.put({ ...rulingOn(change, organization, token), kind: 'approved', reason: '', at: now });
    await audit('token.approved-here', subjectHere(organization, token), { holder: token.holder.name });
    await tellLetIn(change, organization, token.ownerId, [token]);
  }
}

type Named = Pick<ReviewedToken, 'description' | 'createdAt'>;

async function tellLetIn(
  change: Change,
  { name: organization }: Organization,
  holderId: string,
  tokens: readonly Named[],
): Promise<void> {
  const facts = { organization, tokens: tokens.map(inList), maker: makerOf(change) };
  await change.notify('tokens-let-in-here', { accounts: [holderId] }, facts);
}

function rulingOn(change: Change, { id: organizationId }: Organization, token: ReviewedToken) {
  const { id: tokenId, ownerId: holderId, commandLineId } = token;
  return { organizationId, tokenId, holderId, commandLineId, madeBy: makerOf(change) } satisfies Partial<KeptRuling>;
}

/** In the log of the organization, which shows no description that its owners may not see (decision 32). */
function subjectHere(
  { name: namespace }: Organization,
  { id, isOnlyHere, description, holder }: ReviewedToken,
): AuditSubject {
  return subjectOf('token', { id, name: isOnlyHere ? description : `token of ${holder.name}` }, namespace);
}

function makerOf({ caller }: Change): string {
  return caller.type === 'operator' ? 'An operator' : caller.account.name;
}

function inList({ description, createdAt }: Named): string {
  return `${description} (${new Date(createdAt).toISOString().slice(0, 10)})`;
}

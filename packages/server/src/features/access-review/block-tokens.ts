import { DomainError } from '@lanyard/core/domain-error';
import type { AccessToken } from '@lanyard/core/tokens/access-token';
import type { KeptRuling } from '../../store/records/access-review/reach-rulings.ts';
import type { ReviewedToken } from '../../store/records/access-review/reviewed-token.ts';
import type { Organization } from '../../store/records/organizations/organizations.ts';
import { type Change, subjectOf } from '../access/change.ts';
import { inTurns } from './in-turns.ts';
import { inList, makerOf, rulingOn, subjectHere, tellLetIn } from './ruling-records.ts';

interface Block {
  readonly reason: string;
  /** Who decided it, if that is not the caller. */
  readonly maker?: string;
}

export async function blockTokens(
  change: Change,
  organization: Organization,
  tokens: readonly ReviewedToken[],
  { reason, maker = makerOf(change) }: Block,
): Promise<void> {
  const { records, now, audit } = change;
  const blocked: ReviewedToken[] = [];
  await inTurns(tokens, async (token) => {
    const before = await records.reachRulings.of(organization.id, token.id);
    if (before?.kind === 'blocked' && before.reason === reason) return;
    const at = before?.kind === 'blocked' ? before.at : now;
    const ruling = { ...rulingOn(change, organization, token), madeBy: maker };
    await records.reachRulings.put({ ...ruling, kind: 'blocked', reason, at });
    await audit('token.blocked-here', subjectHere(organization, token), { holder: token.holder.name, reason });
    blocked.push(token);
  });
  await inTurns(
    Map.groupBy(blocked, ({ ownerId }) => ownerId),
    async ([holder, theirs]) => {
      const facts = { organization: organization.name, tokens: theirs.map(inList), reason, maker };
      await change.notify('tokens-blocked-here', { accounts: [holder] }, facts);
    },
  );
}

export async function liftBlocks(change: Change, organization: Organization, ids: readonly string[]): Promise<void> {
  const { records, audit } = change;
  await inTurns(ids, async (id) => {
    const token = await records.tokens.byId(id);
    const block = await blockOf(change, organization, id, token);
    if (!block) throw new DomainError('not-found', { what: 'block' });
    const holder = (await records.accounts.byId(block.holderId))?.name ?? '';
    const subject = subjectOf('token', { id: block.tokenId, name: `token of ${holder}` }, organization.name);
    await records.reachRulings.remove(organization.id, block.tokenId);
    await audit('token.block-lifted', subject, { holder });
    if (token) await tellLetIn(change, organization, block.holderId, [token]);
  });
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

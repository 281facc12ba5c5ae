import { holdOn, isApproved, type ReachHold } from '@lanyard/core/access-review/ruling';
import { DomainError } from '@lanyard/core/domain-error';
import type { ReviewedToken } from '../../store/records/access-review/reviewed-token.ts';
import type { Organization } from '../../store/records/organizations/organizations.ts';
import { type Change, subjectOf } from '../access/change.ts';
import { inTurns } from './in-turns.ts';
import { ageHere } from './reach-here.ts';
import { inList, makerOf, rulingOn, subjectHere, tellLetIn } from './ruling-records.ts';

/** Lets them in, whether they wait, were refused, or are from before approvals were asked for. Errors: `conflict`. */
export async function approveTokens(
  change: Change,
  organization: Organization,
  tokens: readonly ReviewedToken[],
): Promise<void> {
  const { records, now, audit } = change;
  await inTurns(tokens, async (token) => {
    const { hold, isOpen } = await standingHere(change, organization, token);
    // Only a block that is lifted by name ends: to approve must not undo what another owner said of this very token.
    if (hold?.type === 'blocked')
      throw new DomainError('conflict', { reason: 'a token of these is blocked; lift that first' });
    if (!hold && !isOpen) return;
    await records.reachRulings.put({ ...rulingOn(change, organization, token), kind: 'approved', reason: '', at: now });
    await audit('token.approved-here', subjectHere(organization, token), { holder: token.holder.name });
    if (hold) await tellLetIn(change, organization, token.ownerId, [token]);
  });
}

/** Says no to tokens that wait. What reaches the organization already is blocked instead. Errors: `conflict`. */
export async function refuseTokens(
  change: Change,
  organization: Organization,
  tokens: readonly ReviewedToken[],
  reason: string,
): Promise<void> {
  const { records, now, audit } = change;
  const refused: ReviewedToken[] = [];
  await inTurns(tokens, async (token) => {
    const { hold } = await standingHere(change, organization, token);
    if (hold?.type === 'refused' && hold.reason === reason) return;
    if (hold?.type !== 'waiting' && hold?.type !== 'refused') {
      throw new DomainError('conflict', { reason: 'a token of these does not wait for an approval; block it instead' });
    }
    await records.reachRulings.put({ ...rulingOn(change, organization, token), kind: 'refused', reason, at: now });
    await audit('token.refused-here', subjectHere(organization, token), { holder: token.holder.name, reason });
    refused.push(token);
  });
  await inTurns(
    Map.groupBy(refused, ({ ownerId }) => ownerId),
    async ([holder, theirs]) => {
      const facts = { organization: organization.name, tokens: theirs.map(inList), reason, maker: makerOf(change) };
      await change.notify('tokens-refused-here', { accounts: [holder] }, facts);
    },
  );
}

/** Approves them, and lets in all that their holders make from now on, for as long as they are members. Errors: `conflict`. */
export async function trustHolders(
  change: Change,
  organization: Organization,
  tokens: readonly ReviewedToken[],
): Promise<void> {
  const { records, now, audit } = change;
  const conflict = (reason: string) => new DomainError('conflict', { reason });
  if (!organization.policy.tokenApproval) throw conflict('the policy does not ask for approvals');
  await approveTokens(change, organization, tokens);
  await inTurns(
    Map.groupBy(tokens, ({ ownerId }) => ownerId),
    async ([holderId, [token]]) => {
      if (!token || token.holder.role === null) throw conflict('a holder of these is not a member');
      const trusted = { organizationId: organization.id, holderId, at: now, madeBy: makerOf(change) };
      if (!(await records.trustedHolders.insert(trusted))) return;
      const subject = subjectOf('account', { id: holderId, name: token.holder.name }, organization.name);
      await audit('member.tokens-trusted', subject);
    },
  );
}

/** `isOpen`: the policy asks for an approval of its kind, and nobody gave it one. */
async function standingHere(
  { records }: Change,
  organization: Organization,
  token: ReviewedToken,
): Promise<{ readonly hold: ReachHold | undefined; readonly isOpen: boolean }> {
  const rulings = await records.reachRulings.ofHolder(organization.id, token.ownerId);
  const age = ageHere(organization, token);
  const isTrusted = age === 'new' && (await records.trustedHolders.has(organization.id, token.ownerId));
  const isOpen = age !== undefined && !isApproved(rulings, token);
  return { hold: holdOn(rulings, token, age === 'new' && !isTrusted), isOpen };
}

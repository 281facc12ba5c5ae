import type { KeptRuling } from '../../store/records/access-review/reach-rulings.ts';
import type { ReviewedToken } from '../../store/records/access-review/reviewed-token.ts';
import type { Organization } from '../../store/records/organizations/organizations.ts';
import { type AuditSubject, type Change, subjectOf } from '../access/change.ts';

type Named = Pick<ReviewedToken, 'description' | 'createdAt'>;

export async function tellLetIn(
  change: Change,
  { name: organization }: Organization,
  holderId: string,
  tokens: readonly Named[],
): Promise<void> {
  const facts = { organization, tokens: tokens.map(inList), maker: makerOf(change) };
  await change.notify('tokens-let-in-here', { accounts: [holderId] }, facts);
}

export function rulingOn(change: Change, { id: organizationId }: Organization, token: ReviewedToken) {
  const { id: tokenId, ownerId: holderId, commandLineId } = token;
  return { organizationId, tokenId, holderId, commandLineId, madeBy: makerOf(change) } satisfies Partial<KeptRuling>;
}

/** In the log of the organization, which shows no description that its owners may not see (decision 32). */
export function subjectHere(
  { name: namespace }: Organization,
  { id, isOnlyHere, description, holder }: ReviewedToken,
): AuditSubject {
  return subjectOf('token', { id, name: isOnlyHere ? description : `token of ${holder.name}` }, namespace);
}

export function makerOf({ caller }: Change): string {
  return caller.type === 'operator' ? 'An operator' : caller.account.name;
}

export function inList({ description, createdAt }: Named): string {
  return `${description} (${new Date(createdAt).toISOString().slice(0, 10)})`;
}

import { DomainError } from '@lanyard/core/domain-error';
import type { AccessToken } from '@lanyard/core/tokens/access-token';
import type { TokenReads } from '../../store/records/tokens.ts';
import type { ManagedOwner } from '../access/permissions.ts';

/** The owner's token of this id; another owner's answers like a missing one (R25, attack 30). */
export async function tokenOfOwner(
  tokens: TokenReads,
  owner: Pick<ManagedOwner, 'id'>,
  id: string,
): Promise<AccessToken> {
  const token = await tokens.byId(id);
  if (token?.ownerId === owner.id) return token;
  throw new DomainError('not-found', { what: 'access token' });
}

import type { AccessToken } from '@lanyard/core/access-token';
import { DomainError } from '@lanyard/core/domain-error';
import type { AccountCaller } from '../ports/caller.ts';
import type { TokenReads } from '../ports/store.ts';

/** The caller's token of this id; another owner's answers like a missing one (R25, attack 30). */
export async function ownToken(tokens: TokenReads, caller: AccountCaller, id: string): Promise<AccessToken> {
  const token = await tokens.byId(id);
  if (token?.ownerId === caller.account.id) return token;
  throw new DomainError('not-found', { what: 'access token' });
}

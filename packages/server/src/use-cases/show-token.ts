import type { AccessToken } from '@lanyard/core/access-token';
import type { AccountCaller } from '../ports/caller.ts';
import type { Services } from '../ports/services.ts';
import { requireTokenOwner, type WhoseTokens } from './require-token-owner.ts';
import { tokenOfOwner } from './token-of-owner.ts';

/** Errors: those of `requireTokenOwner`; `not-found`. */
export async function showToken(
  { store }: Services,
  caller: AccountCaller,
  whose: WhoseTokens,
  id: string,
): Promise<AccessToken> {
  const owner = await requireTokenOwner(store.read, caller, whose);
  return tokenOfOwner(store.read.tokens, owner, id);
}

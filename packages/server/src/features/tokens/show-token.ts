import type { AccessToken } from '@lanyard/core/tokens/access-token';
import type { Services } from '../../services.ts';
import type { AccountCaller } from '../access/caller.ts';
import { requireTokenOwner, type WhoseTokens } from '../access/permissions.ts';

import { tokenOfOwner } from './token-of-owner.ts';

/** Errors: those of `requireTokenOwner`; `not-found`. */
export async function showToken(
  { store }: Services,
  caller: AccountCaller,
  whose: WhoseTokens,
  id: string,
): Promise<AccessToken> {
  const owner = await requireTokenOwner({ records: store.read, caller }, whose);
  return tokenOfOwner(store.read.tokens, owner, id);
}

import type { AccessToken } from '@lanyard/core/access-token';
import type { AccountCaller } from '../ports/caller.ts';
import type { Paged } from '../ports/records.ts';
import type { Services } from '../ports/services.ts';
import type { TokenCounts, TokenFilter } from '../ports/store.ts';
import { requireMayManageTokens } from './require-may-manage-tokens.ts';

export interface ListedTokens extends Paged<AccessToken> {
  /** Of all tokens of the owner, whatever the filter. */
  readonly counts: TokenCounts;
}

/** The caller's tokens, manual and auto-generated, newest first. */
export async function listTokens(
  services: Services,
  caller: AccountCaller,
  filter: Omit<TokenFilter, 'ownerId' | 'now'>,
): Promise<ListedTokens> {
  requireMayManageTokens(caller);
  const own = { ownerId: caller.account.id, now: services.clock.now() };
  const [listed, counts] = await Promise.all([
    services.store.read.tokens.list({ ...filter, ...own }),
    services.store.read.tokens.counts(own.ownerId, own.now),
  ]);
  return { ...listed, counts };
}

import type { AccessToken } from '@lanyard/core/access-token';
import type { AccountCaller } from '../ports/caller.ts';
import type { Paged } from '../ports/records.ts';
import type { Services } from '../ports/services.ts';
import type { TokenCounts, TokenFilter } from '../ports/store.ts';
import { requireTokenOwner, type WhoseTokens } from './require-token-owner.ts';

export interface ListedTokens extends Paged<AccessToken> {
  /** Of all tokens of the owner, whatever the filter. */
  readonly counts: TokenCounts;
}

/** The owner's tokens, manual and auto-generated, newest first. Errors: those of `requireTokenOwner`. */
export async function listTokens(
  { store, clock }: Services,
  caller: AccountCaller,
  whose: WhoseTokens,
  filter: Omit<TokenFilter, 'ownerId' | 'now'>,
): Promise<ListedTokens> {
  const { id: ownerId } = await requireTokenOwner(store.read, caller, whose);
  const now = clock.now();
  const [listed, counts] = await Promise.all([
    store.read.tokens.list({ ...filter, ownerId, now }),
    store.read.tokens.counts(ownerId, now),
  ]);
  return { ...listed, counts };
}

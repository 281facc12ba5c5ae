import type { AccessToken } from '@lanyard/core/tokens/access-token';
import type { Services } from '../../services.ts';
import type { Paged } from '../../store/paged.ts';
import type { TokenCounts, TokenFilter } from '../../store/records/tokens.ts';
import type { AccountCaller } from '../access/caller.ts';
import { requireTokenOwner, type WhoseTokens } from '../access/permissions.ts';

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
  const { id: ownerId } = await requireTokenOwner({ records: store.read, caller }, whose);
  const now = clock.now();
  const [listed, counts] = await Promise.all([
    store.read.tokens.list({ ...filter, ownerId, now }),
    store.read.tokens.counts(ownerId, now),
  ]);
  return { ...listed, counts };
}

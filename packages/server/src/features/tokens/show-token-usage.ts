import type { Services } from '../../services.ts';
import type { Page, Paged } from '../../store/paged.ts';
import type { UsageRow } from '../../store/records/usage.ts';
import type { AccountCaller } from '../access/caller.ts';
import { requireTokenOwner, type WhoseTokens } from '../access/permissions.ts';

import { tokenOfOwner } from './token-of-owner.ts';

/** What the token did: by day, repository, actions, address and client, newest first. */
export async function showTokenUsage(
  { store }: Services,
  caller: AccountCaller,
  whose: WhoseTokens,
  id: string,
  page: Page,
): Promise<Paged<UsageRow>> {
  const owner = await requireTokenOwner({ records: store.read, caller }, whose);
  const token = await tokenOfOwner(store.read.tokens, owner, id);
  return store.read.usage.ofToken(token.id, page);
}

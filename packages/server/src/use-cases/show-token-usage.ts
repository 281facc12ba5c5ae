import type { AccountCaller } from '../ports/caller.ts';
import type { Page, Paged, UsageRow } from '../ports/records.ts';
import type { Services } from '../ports/services.ts';
import { ownToken } from './own-token.ts';
import { requireMayManageTokens } from './require-may-manage-tokens.ts';

/** What the token did: by day, repository, actions, address and client, newest first. */
export async function showTokenUsage(
  services: Services,
  caller: AccountCaller,
  id: string,
  page: Page,
): Promise<Paged<UsageRow>> {
  requireMayManageTokens(caller);
  const token = await ownToken(services.store.read.tokens, caller, id);
  return services.store.read.usage.ofToken(token.id, page);
}

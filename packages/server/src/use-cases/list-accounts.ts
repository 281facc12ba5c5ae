import type { Caller } from '../ports/caller.ts';
import type { Account, Page, Paged } from '../ports/records.ts';
import type { Services } from '../ports/services.ts';
import { requireAdministrator } from './require-administrator.ts';

/** By name, for administrators and the operator; `search` is a part of the name. */
export async function listAccounts(
  services: Services,
  caller: Caller,
  filter: Page & { readonly search?: string | undefined },
): Promise<Paged<Account>> {
  requireAdministrator(caller);
  return services.store.read.accounts.list(filter);
}

import type { Services } from '../../services.ts';
import type { Page, Paged } from '../../store/paged.ts';
import type { Account } from '../../store/records/accounts.ts';

import type { Caller } from '../access/caller.ts';
import { requireAdministrator } from '../access/require-administrator.ts';

/** By name, for administrators and the operator; `search` is a part of the name. */
export async function listAccounts(
  services: Services,
  caller: Caller,
  filter: Page & { readonly search?: string | undefined },
): Promise<Paged<Account>> {
  requireAdministrator(caller);
  return services.store.read.accounts.list(filter);
}

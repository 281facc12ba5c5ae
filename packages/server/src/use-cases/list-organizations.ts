import type { AccountCaller } from '../ports/caller.ts';
import type { Membership } from '../ports/records.ts';
import type { Services } from '../ports/services.ts';
import { requireOwnSignIn } from './require-own-sign-in.ts';

/** Those that the caller belongs to, by name. */
export async function listOrganizations(services: Services, caller: AccountCaller): Promise<readonly Membership[]> {
  requireOwnSignIn(caller);
  return services.store.read.organizations.ofAccount(caller.account.id);
}

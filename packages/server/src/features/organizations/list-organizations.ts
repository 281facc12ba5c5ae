import type { Services } from '../../services.ts';
import type { Membership } from '../../store/records/organizations.ts';
import type { AccountCaller } from '../access/caller.ts';
import { requireOwnSignIn } from '../access/permissions.ts';

/** Those that the caller belongs to, by name. */
export async function listOrganizations(services: Services, caller: AccountCaller): Promise<readonly Membership[]> {
  requireOwnSignIn(caller);
  return services.store.read.organizations.ofAccount(caller.account.id);
}

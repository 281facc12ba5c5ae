import type { Services } from '../../services.ts';
import type { Membership } from '../../store/records/organizations.ts';
import type { Caller } from '../access/caller.ts';
import { requireMembership } from '../access/permissions.ts';

/** For its members. Errors: `not-found`. */
export function showOrganization(services: Services, caller: Caller, name: string): Promise<Membership> {
  return requireMembership({ records: services.store.read, caller }, name);
}

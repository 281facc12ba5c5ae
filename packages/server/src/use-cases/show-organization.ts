import type { Caller } from '../ports/caller.ts';
import type { Membership } from '../ports/records.ts';
import type { Services } from '../ports/services.ts';
import { requireMembership } from './organization-access.ts';

/** For its members. Errors: `not-found`. */
export function showOrganization(services: Services, caller: Caller, name: string): Promise<Membership> {
  return requireMembership(services.store.read, caller, name);
}

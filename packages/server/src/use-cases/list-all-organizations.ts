import type { OperatorCaller } from '../ports/caller.ts';
import type { Organization } from '../ports/records.ts';
import type { Services } from '../ports/services.ts';

/** Every organization by name, for the operator alone. */
export function listAllOrganizations(services: Services, _caller: OperatorCaller): Promise<readonly Organization[]> {
  return services.store.read.organizations.list();
}

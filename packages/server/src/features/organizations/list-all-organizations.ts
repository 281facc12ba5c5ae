import type { Services } from '../../services.ts';
import type { Organization } from '../../store/records/organizations.ts';

import type { OperatorCaller } from '../access/caller.ts';

/** Every organization by name, for the operator alone. */
export function listAllOrganizations(services: Services, _caller: OperatorCaller): Promise<readonly Organization[]> {
  return services.store.read.organizations.list();
}

import type { Services } from '../../services.ts';
import type { Registry } from '../../store/records/registries.ts';
import type { Caller } from '../access/caller.ts';
import { requireAdministrator } from '../access/permissions.ts';

/** Oldest first, for administrators and the operator. */
export async function listRegistries(services: Services, caller: Caller): Promise<readonly Registry[]> {
  requireAdministrator(caller);
  return services.store.read.registries.list();
}

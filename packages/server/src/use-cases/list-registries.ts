import type { Caller } from '../ports/caller.ts';
import type { Registry } from '../ports/records.ts';
import type { Services } from '../ports/services.ts';
import { requireAdministrator } from './require-administrator.ts';

/** Oldest first, for administrators and the operator. */
export async function listRegistries(services: Services, caller: Caller): Promise<readonly Registry[]> {
  requireAdministrator(caller);
  return services.store.read.registries.list();
}

import type { Caller } from '../ports/caller.ts';
import type { RightHolder } from '../ports/records.ts';
import type { Services } from '../ports/services.ts';
import { requireAdminRight } from './repository-access.ts';

/** Who was given a right to it, owners of the namespace aside; with the admin right. */
export async function listRepositoryRights(
  services: Services,
  caller: Caller,
  name: string,
): Promise<readonly RightHolder[]> {
  const { repository } = await requireAdminRight(services.store.read, caller, name);
  return services.store.read.repositories.rights(repository.id);
}

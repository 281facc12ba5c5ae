import type { Services } from '../../services.ts';
import type { RightHolder } from '../../store/records/repositories.ts';

import type { Caller } from '../access/caller.ts';
import { requireAdminRight } from '../access/repository-access.ts';

/** Who was given a right to it, owners of the namespace aside; with the admin right. */
export async function listRepositoryRights(
  services: Services,
  caller: Caller,
  name: string,
): Promise<readonly RightHolder[]> {
  const { repository } = await requireAdminRight({ records: services.store.read, caller }, name);
  return services.store.read.repositories.rights(repository.id);
}

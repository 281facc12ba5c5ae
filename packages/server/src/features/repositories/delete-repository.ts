import type { Services } from '../../services.ts';
import { auditEventOf, repositoryParty } from '../access/audit-event-of.ts';
import type { Caller } from '../access/caller.ts';
import { requireAdminRight } from '../access/repository-access.ts';

/**
 * Deletes the record and all rights to it; what the registry stores stays until it is deleted there, and a permitted
 * push makes a new record. Errors: those of `requireAdminRight`.
 */
export async function deleteRepository(services: Services, caller: Caller, name: string): Promise<void> {
  await services.store.transaction(async (records) => {
    const { repository } = await requireAdminRight({ records, caller }, name);
    await records.repositories.delete(repository.id);
    const details = { action: 'repository.deleted', subject: repositoryParty(repository) } as const;
    await records.audit.append(auditEventOf(services, caller, { ...details, namespace: repository.namespace }));
  });
}

import type { Services } from '../../services.ts';
import type { Repository } from '../../store/records/repositories.ts';
import { auditEventOf, repositoryParty } from '../access/audit-event-of.ts';
import type { Caller } from '../access/caller.ts';
import { type ReachedRepository, requireAdminRight } from '../access/repository-access.ts';

/** Publishes or hides it; with the admin right. What is so already leaves no event. Errors: those of `requireAdminRight`. */
export async function changeRepository(
  services: Services,
  caller: Caller,
  name: string,
  visibility: Repository['visibility'],
): Promise<ReachedRepository> {
  return services.store.transaction(async (records) => {
    const reached = await requireAdminRight({ records, caller }, name);
    const { repository } = reached;
    if (repository.visibility === visibility) return reached;
    await records.repositories.setVisibility(repository.id, visibility);
    const data = { before: repository.visibility, after: visibility };
    const details = { action: 'repository.changed', subject: repositoryParty(repository), data } as const;
    await records.audit.append(auditEventOf(services, caller, { ...details, namespace: repository.namespace }));
    return { ...reached, repository: { ...repository, visibility } };
  });
}

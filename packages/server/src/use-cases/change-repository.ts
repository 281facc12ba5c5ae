import type { Caller } from '../ports/caller.ts';
import type { Repository } from '../ports/records.ts';
import type { Services } from '../ports/services.ts';
import { auditEventOf } from './audit-event-of.ts';
import { type ReachedRepository, repositoryParty, requireAdminRight } from './repository-access.ts';

/** Publishes or hides it; with the admin right. What is so already leaves no event. Errors: those of `requireAdminRight`. */
export async function changeRepository(
  services: Services,
  caller: Caller,
  name: string,
  visibility: Repository['visibility'],
): Promise<ReachedRepository> {
  return services.store.transaction(async (records) => {
    const reached = await requireAdminRight(records, caller, name);
    const { repository } = reached;
    if (repository.visibility === visibility) return reached;
    await records.repositories.setVisibility(repository.id, visibility);
    const data = { before: repository.visibility, after: visibility };
    const details = { action: 'repository.changed', subject: repositoryParty(repository), data } as const;
    await records.audit.append(auditEventOf(services, caller, { ...details, namespace: repository.namespace }));
    return { ...reached, repository: { ...repository, visibility } };
  });
}

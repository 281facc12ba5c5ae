import { DomainError } from '@lanyard/core/domain-error';
import type { Services } from '../../services.ts';
import { auditEventOf, repositoryParty } from '../access/audit-event-of.ts';
import type { Caller } from '../access/caller.ts';
import { requireAdminRight } from '../access/repository-access.ts';
import type { RightSubjectInput } from './right-subject.ts';

/** With the admin right. Errors: those of `requireAdminRight`, `not-found` where there is no such right. */
export async function removeRepositoryRight(
  services: Services,
  caller: Caller,
  name: string,
  { subjectType, subjectName }: RightSubjectInput,
): Promise<void> {
  await services.store.transaction(async (records) => {
    const { repository } = await requireAdminRight({ records, caller }, name);
    const holders = await records.repositories.rights(repository.id);
    const held = holders.find((holder) => holder.subjectType === subjectType && holder.subjectName === subjectName);
    if (!held) throw new DomainError('not-found', { what: 'right' });
    await records.repositories.removeRight(repository.id, subjectType, held.subjectId);
    const data = { [subjectType]: subjectName, before: held.right };
    const details = { action: 'repository.right-removed', subject: repositoryParty(repository), data } as const;
    await records.audit.append(auditEventOf(services, caller, { ...details, namespace: repository.namespace }));
  });
}

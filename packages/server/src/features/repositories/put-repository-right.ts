import type { RepositoryRight } from '@lanyard/core/repositories/repository-right';
import type { Services } from '../../services.ts';
import { auditEventOf, repositoryParty } from '../access/audit-event-of.ts';
import type { Caller } from '../access/caller.ts';
import { requireAdminRight } from '../access/repository-access.ts';
import { type RightSubjectInput, rightSubject } from './right-subject.ts';

export interface PutRightInput extends RightSubjectInput {
  readonly right: RepositoryRight;
}

/** Gives a team or an account a right, or another one; with the admin right. One that is so already leaves no event. */
export async function putRepositoryRight(
  services: Services,
  caller: Caller,
  name: string,
  input: PutRightInput,
): Promise<void> {
  const { subjectType, right } = input;
  await services.store.transaction(async (records) => {
    const { repository, standing } = await requireAdminRight({ records, caller }, name);
    const subject = await rightSubject(records, standing, input);
    const holders = await records.repositories.rights(repository.id);
    const before = holders.find((holder) => holder.subjectType === subjectType && holder.subjectId === subject.id);
    if (before?.right === right) return;
    const data = { [subjectType]: subject.name, right, before: before?.right ?? null };
    const details = { action: 'repository.right-set', subject: repositoryParty(repository), data } as const;
    await records.audit.append(auditEventOf(services, caller, { ...details, namespace: repository.namespace }));
    // Asked again now that no other writer can end the membership in between.
    await rightSubject(records, standing, input);
    await records.repositories.putRight(repository.id, subjectType, subject.id, right);
  });
}

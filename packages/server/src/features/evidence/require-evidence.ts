import { DomainError } from '@lanyard/core/domain-error';
import type { FoldedRepository } from '@lanyard/core/evidence/access-fold';
import { formatRepositoryName, requireRepositoryName } from '@lanyard/core/repositories/repository';
import type { Organization } from '../../store/records/organizations/organizations.ts';
import type { Repository } from '../../store/records/repositories/repositories.ts';
import type { AccountCaller } from '../access/caller.ts';
import type { Look } from '../access/change.ts';
import { requireAuditReader } from '../access/permissions.ts';

/** A repository that the caller may have the evidence of. */
export interface EvidenceScope extends FoldedRepository {
  /** Undefined where it was deleted. */
  readonly repository: Repository | undefined;
  /** Null for a repository in an account's namespace. */
  readonly organization: Organization | null;
  /** Of this and every earlier repository of the name. */
  readonly repositoryIds: readonly string[];
}

/**
 * Also one that was deleted. Errors: `invalid-input`; `not-found` for a namespace of others and for a name that no
 * repository ever had, `forbidden` for members.
 */
export async function requireEvidence(
  { records, caller }: Look<AccountCaller>,
  repositoryName: string,
): Promise<EvidenceScope> {
  const { namespace, name } = requireRepositoryName(repositoryName, 'repository');
  await requireAuditReader({ records, caller }, namespace);
  const fullName = formatRepositoryName({ namespace, name });
  // Events that wait get their places first: from here on the log holds all that happened before.
  await records.audit.head();
  const [repository, organization, made] = await Promise.all([
    records.repositories.byName(namespace, name),
    records.organizations.byName(namespace),
    records.accessHistory.repositoryIds(namespace, fullName),
  ]);
  const ids = repository ? [...made, repository.id] : made;
  if (ids.length === 0) throw new DomainError('not-found', { what: 'repository' });
  const namespaceType = organization ? 'organization' : 'account';
  const repositoryIds = [...new Set(ids)];
  return { fullName, namespace, namespaceType, repository, organization: organization ?? null, repositoryIds };
}

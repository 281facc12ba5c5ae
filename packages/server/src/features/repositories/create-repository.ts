import { DomainError } from '@lanyard/core/domain-error';
import { DEFAULT_POLICY } from '@lanyard/core/organizations/organization-policy';
import { requireRepositoryName } from '@lanyard/core/repositories/repository-name';
import type { Services } from '../../services.ts';
import type { Repository, RepositoryStanding } from '../../store/records/repositories.ts';
import type { Records } from '../../store/store.ts';
import { auditEventOf, repositoryParty } from '../access/audit-event-of.ts';
import type { Caller } from '../access/caller.ts';
import { requireOwnSignIn } from '../access/permissions.ts';
import { holderOf } from '../access/repository-access.ts';

export interface CreateRepositoryInput {
  /** `namespace/name`. */
  readonly name: string;
  /** What the organization's policy says where it is left out; private in an account's namespace. */
  readonly visibility?: 'public' | 'private' | undefined;
}

/**
 * By the namespace's account, an owner of its organization, or a member where policy lets members.
 * Errors: `invalid-input`, `not-found` for a namespace of others, `forbidden`, `conflict`.
 */
export async function createRepository(
  services: Services,
  caller: Caller,
  input: CreateRepositoryInput,
): Promise<Repository> {
  requireOwnSignIn(caller);
  const { namespace, name } = requireRepositoryName(input.name, 'name');
  return services.store.transaction(async (records) => {
    const standing = requireMayCreate(await records.repositories.standing(holderOf(caller), namespace, name), caller);
    const visibility = input.visibility ?? (standing.policy ?? DEFAULT_POLICY).defaultVisibility;
    const repository = { id: services.random.uuid(), namespace, name, visibility, createdAt: services.clock.now() };
    await insert(records, caller, standing, repository);
    const details = { action: 'repository.created', subject: repositoryParty(repository), namespace } as const;
    await records.audit.append(auditEventOf(services, caller, { ...details, data: { visibility } }));
    return repository;
  });
}

function requireMayCreate(standing: RepositoryStanding | undefined, caller: Caller): RepositoryStanding {
  if (!standing) throw new DomainError('not-found', { what: 'namespace' });
  if (caller.type === 'operator' || standing.namespaceOwnerId === caller.account.id) return standing;
  if (standing.role === null) throw new DomainError('not-found', { what: 'namespace' });
  if (standing.role === 'owner' || standing.policy?.membersCreateRepositories) return standing;
  throw new DomainError('forbidden', { reason: 'only owners make repositories in this organization' });
}

async function insert(
  records: Records,
  caller: Caller,
  standing: RepositoryStanding,
  repository: Repository,
): Promise<void> {
  const made = await records.repositories.insert(repository);
  if (!made) throw new DomainError('conflict', { reason: 'a repository of that name exists' });
  // A member who may create keeps what was made, as its administrator.
  if (caller.type === 'account' && standing.role === 'member') {
    await records.repositories.putRight(repository.id, 'account', caller.account.id, 'admin');
  }
}

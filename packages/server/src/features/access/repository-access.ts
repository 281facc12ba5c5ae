import { DomainError } from '@lanyard/core/domain-error';
import {
  formatRepositoryName,
  mayCreateRepository,
  type RepositoryName,
  type RepositoryRight,
  requireRepositoryName,
  rightOf,
} from '@lanyard/core/repositories/repository';
import { hasRepositoryScope, type RepositoryScope } from '@lanyard/core/tokens/repository-scope';
import type { RepositoryStanding } from '../../store/records/access/access.ts';
import type { Account } from '../../store/records/accounts/accounts.ts';
import type { Organization } from '../../store/records/organizations/organizations.ts';
import type { Repository } from '../../store/records/repositories/repositories.ts';
import type { Reads, Records } from '../../store/store.ts';
import type { Caller, OrganizationCaller, OrganizationTokenCaller } from './caller.ts';
import { type AuditSubject, subjectOf } from './change.ts';
import {
  heldOrganization,
  holdAccount,
  requireOrganizationScope,
  requireRepositoryScope,
  requireSignedIn,
} from './permissions.ts';

interface Asked<By extends OrganizationCaller = OrganizationCaller> {
  readonly records: Pick<Reads, 'access' | 'accounts' | 'organizations' | 'repositories'> | Records;
  readonly caller: By;
}

export interface ReachedRepository {
  readonly repository: Repository;
  readonly standing: RepositoryStanding;
  /** Null for a caller who sees the repository only because it is public. */
  readonly right: RepositoryRight | null;
}

/**
 * A repository that the caller may see. Any other repository looks like a missing one (R25). An organization's token
 * counts if it has the `scope`. Errors: `invalid-input`, `not-found`, and `forbidden` for other access tokens.
 */
export async function requireVisibleRepository(
  asked: Asked,
  fullName: string,
  scope?: RepositoryScope,
): Promise<ReachedRepository> {
  const { records, caller } = asked;
  if (caller.type === 'organization-token') return requireScopedRepository({ records, caller }, fullName, scope);
  requireSignedIn(caller);
  const { namespace, name } = requireRepositoryName(fullName, 'name');
  await holdNamespace(records, namespace);
  const standing = await records.access.standing(holderOf(caller), { namespace, name });
  const repository = await records.repositories.byName(namespace, name);
  const right = standing ? rightHeld(standing, caller) : null;
  const isVisible = standing && repository && (right !== null || repository.visibility === 'public');
  if (!isVisible) throw new DomainError('not-found', { what: 'repository' });
  return { repository, standing, right };
}

/** The scope stands in place of a right: an owner gave it to the token. It never reaches another namespace. */
async function requireScopedRepository(
  { records, caller }: Asked<OrganizationTokenCaller>,
  fullName: string,
  scope: RepositoryScope | undefined,
): Promise<ReachedRepository> {
  requireRepositoryScope(caller, scope, { fullName });
  const { namespace, name } = requireRepositoryName(fullName, 'name');
  if (namespace !== caller.organization.name) throw new DomainError('not-found', { what: 'repository' });
  await holdNamespace(records, namespace);
  const standing = await records.access.standing(null, { namespace, name });
  const repository = await records.repositories.byName(namespace, name);
  // A scope for public repositories must not tell which private ones exist.
  const asked = { fullName, visibility: repository?.visibility ?? 'private' };
  const isReached = hasRepositoryScope(caller.repositoryScopes, scope, asked);
  if (!standing || !repository || !isReached) throw new DomainError('not-found', { what: 'repository' });
  return { repository, standing, right: 'admin' };
}

/** A repository that the caller governs. Errors: those of `requireVisibleRepository`, and `forbidden`. */
export async function requireAdminRight(
  asked: Asked,
  fullName: string,
  scope?: RepositoryScope,
): Promise<ReachedRepository> {
  const reached = await requireVisibleRepository(asked, fullName, scope);
  if (reached.right === 'admin') return reached;
  throw new DomainError('forbidden', { reason: 'only someone with the admin right to the repository may do this' });
}

/**
 * For the owner of the namespace: the account itself, or an owner of the organization. Errors: those of
 * `requireAdminRight`.
 */
export async function requireRepositoryOwner(asked: Asked<Caller>, fullName: string): Promise<ReachedRepository> {
  const reached = await requireAdminRight(asked, fullName);
  const { standing } = reached;
  const { caller } = asked;
  if (caller.type === 'operator' || standing.role === 'owner') return reached;
  if (standing.namespaceType === 'account' && standing.namespaceOwnerId === caller.account.id) return reached;
  throw new DomainError('forbidden', { reason: 'only an owner may do this' });
}

/**
 * The name of a new repository, in a namespace where the caller may create one: its own account, an organization that
 * it owns, or an organization whose policy allows it to members. Errors: `invalid-input`, `not-found` for strangers
 * (R25), `forbidden`.
 */
export async function requireMayCreateRepository(
  { records, caller }: Asked,
  fullName: string,
): Promise<RepositoryName & { readonly standing: RepositoryStanding }> {
  const { namespace, name } = requireRepositoryName(fullName, 'name');
  if (caller.type === 'organization-token') {
    requireOrganizationScope(caller, 'scope-repository-create');
    const held = namespace === caller.organization.name && (await holdNamespace(records, namespace));
    const standing = held ? await records.access.standing(null, { namespace, name }) : undefined;
    if (standing) return { namespace, name, standing };
    throw new DomainError('not-found', { what: 'namespace' });
  }
  requireSignedIn(caller);
  await holdNamespace(records, namespace);
  const standing = await records.access.standing(holderOf(caller), { namespace, name });
  if (!standing) throw new DomainError('not-found', { what: 'namespace' });
  const mayCreate = caller.type === 'operator' || mayCreateRepository(standing, caller.account.id);
  if (mayCreate) return { namespace, name, standing };
  if (standing.role === null) throw new DomainError('not-found', { what: 'namespace' });
  throw new DomainError('forbidden', { reason: 'only owners can create repositories in this organization' });
}

/**
 * Returns the owner of a namespace, and locks it for a change, so that changes in one namespace run one after the other
 * (R50). A use case that only reads takes no lock. Undefined if nobody has the namespace. Errors: those of
 * `holdAccount`.
 */
export async function holdNamespace(
  records: Pick<Asked['records'], 'accounts' | 'organizations'>,
  namespace: string,
): Promise<Organization | Account | undefined> {
  if (!('lock' in records.accounts)) return undefined;
  const organization = await heldOrganization(records, namespace);
  if (organization) return organization;
  const account = await records.accounts.byName(namespace);
  if (account) await holdAccount(records, account.id);
  return account;
}

/** What a registry client could do for this caller, if no token limits it. */
export function rightHeld(standing: RepositoryStanding, caller: Caller): RepositoryRight | null {
  if (caller.type === 'operator') return 'admin';
  return rightOf(standing, caller.account.id) ?? null;
}

/** The account or organization whose standing is read. Null for the operator, who has every right. */
export function holderOf(caller: Caller): { readonly type: 'account'; readonly id: string } | null {
  return caller.type === 'operator' ? null : { type: 'account', id: caller.account.id };
}

/** The repository as a subject, in the log of its namespace. */
export function repositorySubject(repository: Pick<Repository, 'id' | 'namespace' | 'name'>): AuditSubject {
  return subjectOf('repository', { id: repository.id, name: formatRepositoryName(repository) }, repository.namespace);
}

import { DomainError } from '@lanyard/core/domain-error';
import { DEFAULT_POLICY } from '@lanyard/core/organizations/organization-policy';
import type { Services } from '../../services.ts';
import type { Page, Paged } from '../../store/paged.ts';
import type { Repository, RepositoryStanding } from '../../store/records/repositories.ts';
import type { AccountCaller, Caller } from '../access/caller.ts';
import { type Change, type Look, look, transact } from '../access/change.ts';
import { requireOwnSignIn } from '../access/permissions.ts';
import {
  holderOf,
  type ReachedRepository,
  repositorySubject,
  requireAdminRight,
  requireMayCreateRepository,
  requireVisibleRepository,
  rightHeld,
} from '../access/repository-access.ts';

/** A member's list is filtered in memory, this many repositories at a time. */
const CHUNK = 500;

/**
 * Repositories of a namespace that the caller belongs to, by name: an owner sees all, a member the public ones and
 * those that the member has a right to. Errors: `not-found` for a namespace of others, `forbidden`.
 */
export async function listRepositories(
  services: Services,
  caller: AccountCaller,
  namespace: string,
  page: Page,
): Promise<Paged<Repository>> {
  requireOwnSignIn(caller);
  const asked = look(services, caller);
  if (await ownsNamespace(asked, namespace)) return asked.records.repositories.ofNamespace(namespace, page);
  const seen = await visibleRepositories(asked, namespace);
  const start = (page.page - 1) * page.pageSize;
  return { total: seen.length, items: seen.slice(start, start + page.pageSize) };
}

async function ownsNamespace({ records, caller }: Look<AccountCaller>, namespace: string): Promise<boolean> {
  if (namespace === caller.account.name) return true;
  const organization = await records.organizations.byName(namespace);
  const role = organization && (await records.organizations.role(organization.id, caller.account.id));
  if (!role) throw new DomainError('not-found', { what: 'namespace' });
  return role === 'owner';
}

async function visibleRepositories(asked: Look<AccountCaller>, namespace: string): Promise<readonly Repository[]> {
  const seen: Repository[] = [];
  for (let page = 1; ; page += 1) {
    const { items, total } = await asked.records.repositories.ofNamespace(namespace, { page, pageSize: CHUNK });
    for (const repository of items) if (await isVisible(asked, repository)) seen.push(repository);
    if (page * CHUNK >= total) return seen;
  }
}

async function isVisible(
  { records, caller }: Look<AccountCaller>,
  { visibility, namespace, name }: Repository,
): Promise<boolean> {
  if (visibility === 'public') return true;
  const standing = await records.repositories.standing(holderOf(caller), namespace, name);
  return standing !== undefined && rightHeld(standing, caller) !== null;
}

/** A public one, or one that the caller has a right to. Errors: `invalid-input`, `not-found`, `forbidden`. */
export function showRepository(services: Services, caller: Caller, name: string): Promise<ReachedRepository> {
  return requireVisibleRepository(look(services, caller), name);
}

export interface CreateRepositoryInput {
  /** `namespace/name`. */
  readonly name: string;
  /** Without it the organization's policy decides; in an account's namespace it is private. */
  readonly visibility?: Repository['visibility'] | undefined;
}

/** Before its first push. Errors: those of `requireMayCreateRepository`, `conflict`. */
export async function createRepository(
  services: Services,
  caller: Caller,
  input: CreateRepositoryInput,
): Promise<Repository> {
  return transact(services, caller, async (change) => {
    const { now, audit } = change;
    const { namespace, name, standing } = await requireMayCreateRepository(change, input.name);
    const visibility = input.visibility ?? (standing.policy ?? DEFAULT_POLICY).defaultVisibility;
    const repository = { id: change.newId(), namespace, name, visibility, createdAt: now };
    await insert(change, standing, repository);
    await audit('repository.created', repositorySubject(repository), { visibility });
    return repository;
  });
}

async function insert({ records, caller }: Change, { role }: RepositoryStanding, repository: Repository) {
  const isNew = await records.repositories.insert(repository);
  if (!isNew) throw new DomainError('conflict', { reason: 'a repository of that name exists' });
  // Members who create a repository administer it.
  if (caller.type === 'account' && role === 'member') {
    await records.repositories.putRight(repository.id, 'account', caller.account.id, 'admin');
  }
}

/** Publishes or hides it. No change leaves no event. Errors: those of `requireAdminRight`. */
export function changeRepository(
  services: Services,
  caller: Caller,
  name: string,
  visibility: Repository['visibility'],
): Promise<ReachedRepository> {
  return transact(services, caller, async (change) => {
    const reached = await requireAdminRight(change, name);
    const { repository } = reached;
    if (repository.visibility === visibility) return reached;
    await change.records.repositories.setVisibility(repository.id, visibility);
    const facts = { before: repository.visibility, after: visibility };
    await change.audit('repository.changed', repositorySubject(repository), facts);
    return { ...reached, repository: { ...repository, visibility } };
  });
}

/**
 * Deletes the record and all rights to it. What the registry stores stays until it is deleted there, and a permitted
 * push creates a new record. Errors: those of `requireAdminRight`.
 */
export async function deleteRepository(services: Services, caller: Caller, name: string): Promise<void> {
  await transact(services, caller, async (change) => {
    const { repository } = await requireAdminRight(change, name);
    await change.records.repositories.delete(repository.id);
    await change.audit('repository.deleted', repositorySubject(repository));
  });
}

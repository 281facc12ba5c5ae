import { DomainError } from '@lanyard/core/domain-error';
import { DEFAULT_POLICY } from '@lanyard/core/organizations/organization-policy';
import { type ImmutableTags, requireImmutableTags } from '@lanyard/core/repositories/immutable-tags';
import { governsRepositories } from '@lanyard/core/repositories/repository';
import type { RepositoryScope } from '@lanyard/core/tokens/repository-scope';
import type { Services } from '../../services.ts';
import type { Paged } from '../../store/paged.ts';
import type { RepositoryStanding } from '../../store/records/access/access.ts';
import type {
  NewRepository,
  Repository,
  RepositoryChanges,
  RepositoryPage,
} from '../../store/records/repositories/repositories.ts';
import type { AccountCaller, OrganizationCaller, OrganizationTokenCaller } from '../access/caller.ts';
import { type Change, type Look, look, transact } from '../access/change.ts';
import { requireMembership, requireSignedIn } from '../access/permissions.ts';
import {
  type ReachedRepository,
  repositorySubject,
  requireAdminRight,
  requireMayCreateRepository,
  requireVisibleRepository,
} from '../access/repository-access.ts';
import { requireRoomFor, requireRoomOf } from '../access/require-room.ts';
import { requireAllGuarded } from '../registries/guarded-registries.ts';

/**
 * The repositories of a namespace to which the caller belongs. An owner or editor sees all. A member sees the public ones, and
 * those with a right for the member. Errors: `not-found` for other namespaces, `forbidden`.
 */
export async function listRepositories(
  services: Services,
  caller: AccountCaller | OrganizationTokenCaller,
  namespace: string,
  page: RepositoryPage,
): Promise<Paged<Repository>> {
  if (caller.type === 'organization-token') {
    await requireMembership(look(services, caller), namespace, 'scope-repository-list');
    return services.store.read.repositories.ofNamespace(namespace, page);
  }
  requireSignedIn(caller);
  const asked = look(services, caller);
  const { repositories } = asked.records;
  if (await ownsNamespace(asked, namespace)) return repositories.ofNamespace(namespace, page);
  return repositories.visibleTo(caller.account.id, namespace, page);
}

async function ownsNamespace({ records, caller }: Look<AccountCaller>, namespace: string): Promise<boolean> {
  if (namespace === caller.account.name) return true;
  const organization = await records.organizations.byName(namespace);
  const role = organization && (await records.organizations.role(organization.id, caller.account.id));
  if (!role) throw new DomainError('not-found', { what: 'namespace' });
  return governsRepositories(role);
}

/** A public repository, or one to which the caller has a right. Errors: `invalid-input`, `not-found`, `forbidden`. */
export function showRepository(
  services: Services,
  caller: OrganizationCaller,
  name: string,
  scope?: RepositoryScope,
): Promise<ReachedRepository> {
  return requireVisibleRepository(look(services, caller), name, scope);
}

export interface CreateRepositoryInput {
  /** `namespace/name`. */
  readonly name: string;
  /** Default: as the organization's policy says. In an account's namespace: private. */
  readonly visibility?: Repository['visibility'] | undefined;
  readonly description?: string | undefined;
  readonly fullDescription?: string | undefined;
}

/** Creates a repository before its first push. Errors: those of `requireMayCreateRepository`, `conflict`. */
export async function createRepository(
  services: Services,
  caller: OrganizationCaller,
  input: CreateRepositoryInput,
): Promise<Repository> {
  if (caller.type === 'organization-token')
    await requireRoomFor(services, 'repositories-created', caller.organization.id);
  else await requireRoomOf(services, 'repositories-created', caller);
  return transact(services, caller, async (change) => {
    const { now, audit } = change;
    const { namespace, name, standing } = await requireMayCreateRepository(change, input.name);
    const visibility = input.visibility ?? (standing.policy ?? DEFAULT_POLICY).defaultVisibility;
    const { description, fullDescription } = requireDescriptions(input);
    const texts = { description: description ?? '', fullDescription: fullDescription ?? '' };
    const made = { createdAt: now, changedAt: null, immutableTags: null };
    const repository = { id: change.newId(), namespace, name, visibility, ...texts, ...made };
    await insert(change, standing, repository);
    await audit('repository.created', repositorySubject(repository), { visibility });
    return repository;
  });
}

async function insert(
  { records, caller }: Change<OrganizationCaller>,
  { role }: RepositoryStanding,
  repository: NewRepository,
) {
  const isNew = await records.repositories.insert(repository);
  if (!isNew) throw new DomainError('conflict', { reason: 'a repository of that name exists' });
  // A member who creates a repository gets the right to administer it.
  if (caller.type === 'account' && role === 'member') {
    await records.repositories.putRight(repository.id, 'account', caller.account.id, 'admin');
  }
}

const LONGEST = { description: 1000, fullDescription: 25_000 } as const;

/** Errors: `invalid-input`. */
function requireDescriptions({ description, fullDescription }: RepositoryInput): RepositoryChanges {
  return {
    ...(description !== undefined && { description: requireText('description', description) }),
    ...(fullDescription !== undefined && { fullDescription: requireText('fullDescription', fullDescription) }),
  };
}

function requireText(field: keyof typeof LONGEST, text: string): string {
  const invalid = (reason: string) => new DomainError('invalid-input', { field, reason });
  if (text.length > LONGEST[field]) throw invalid(`must be at most ${LONGEST[field]} characters`);
  if (/\p{Cc}/u.test(field === 'fullDescription' ? text.replace(/[\t\r\n]/g, '') : text))
    throw invalid('must not contain control characters');
  return text;
}

export interface RepositoryInput {
  readonly visibility?: Repository['visibility'] | undefined;
  /** Null for none. An empty list means all tags. Allowed only if every registry has a gate that can enforce it. */
  readonly immutableTags?: ImmutableTags | undefined;
  readonly description?: string | undefined;
  readonly fullDescription?: string | undefined;
}

/**
 * Changes a repository's visibility, descriptions and immutable tags. If nothing changes, no event is recorded. Errors:
 * those of `requireAdminRight`, `invalid-input`, `conflict`.
 */
export function changeRepository(
  services: Services,
  caller: OrganizationCaller,
  name: string,
  input: RepositoryInput,
): Promise<ReachedRepository> {
  return transact(services, caller, async (change) => {
    const reached = await requireRightToChange(change, name, input);
    const { repository: before } = reached;
    const { visibility = before.visibility } = input;
    const immutableTags = await requireTags(change, before, input);
    const texts = requireDescriptions(input);
    const repository = { ...before, ...texts, visibility, immutableTags, changedAt: change.now };
    const isMovedAlike = tagsText(repository) === tagsText(before);
    const isShown = visibility === before.visibility;
    const isDescribed =
      repository.description === before.description && repository.fullDescription === before.fullDescription;
    if (isShown && isDescribed && isMovedAlike) return reached;
    const { description, fullDescription } = repository;
    const changes = { visibility, description, fullDescription, immutableTags };
    await change.records.repositories.update(before.id, changes, change.now);
    const subject = repositorySubject(repository);
    if (!isShown) await change.audit('repository.changed', subject, { before: before.visibility, after: visibility });
    if (!isDescribed)
      await change.audit('repository.described', subject, { before: before.description, after: description });
    if (!isMovedAlike)
      await change.audit('repository.immutable-tags-set', subject, {
        before: tagsText(before),
        after: tagsText(repository),
      });
    return { ...reached, repository };
  });
}

/** An access token of the organization needs a scope for each kind of change. */
async function requireRightToChange(
  change: Change<OrganizationCaller>,
  name: string,
  { immutableTags, ...others }: RepositoryInput,
): Promise<ReachedRepository> {
  const isEdited = Object.values(others).some((value) => value !== undefined);
  const reached = await requireAdminRight(
    change,
    name,
    immutableTags === undefined || isEdited ? 'scope-repository-edit' : 'scope-repository-settings-admin',
  );
  if (immutableTags !== undefined) await requireAdminRight(change, name, 'scope-repository-settings-admin');
  return reached;
}

async function requireTags(
  { records }: Change<OrganizationCaller>,
  before: Repository,
  { immutableTags }: RepositoryInput,
): Promise<ImmutableTags> {
  if (immutableTags === undefined) return before.immutableTags;
  if (immutableTags === null) return null;
  await requireAllGuarded(records);
  return requireImmutableTags(immutableTags);
}

function tagsText({ immutableTags }: Repository): string {
  if (immutableTags === null) return 'none';
  return immutableTags.length === 0 ? 'all' : immutableTags.join(' ');
}

/**
 * Deletes the record and all rights to it. The registry keeps its content until it is deleted there. A permitted push
 * creates a new record. Errors: those of `requireAdminRight`.
 */
export async function deleteRepository(services: Services, caller: OrganizationCaller, name: string): Promise<void> {
  await transact(services, caller, async (change) => {
    const { repository } = await requireAdminRight(change, name, 'scope-repository-admin');
    await change.records.repositories.delete(repository.id);
    await change.audit('repository.deleted', repositorySubject(repository));
  });
}

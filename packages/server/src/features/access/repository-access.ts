import { DomainError } from '@lanyard/core/domain-error';
import {
  formatRepositoryName,
  type RepositoryRight,
  requireRepositoryName,
  widestRight,
} from '@lanyard/core/repositories/repository';
import type { Repository, RepositoryStanding } from '../../store/records/repositories.ts';
import type { TokenOwner } from '../../store/records/tokens.ts';
import type { Reads } from '../../store/store.ts';
import type { Caller } from './caller.ts';
import { type AuditSubject, subjectOf } from './change.ts';
import { requireOwnSignIn } from './permissions.ts';

interface Asked {
  readonly records: Pick<Reads, 'repositories'>;
  readonly caller: Caller;
}

export interface ReachedRepository {
  readonly repository: Repository;
  readonly standing: RepositoryStanding;
  /** Null for a caller who sees it only because it is public. */
  readonly right: RepositoryRight | null;
}

/** One that the caller may see: any other looks like a missing one (R25). Errors: `invalid-input`, `not-found`. */
export async function requireVisibleRepository(asked: Asked, fullName: string): Promise<ReachedRepository> {
  const { records, caller } = asked;
  requireOwnSignIn(caller);
  const { namespace, name } = requireRepositoryName(fullName, 'name');
  const standing = await records.repositories.standing(holderOf(caller), namespace, name);
  const repository = await records.repositories.byName(namespace, name);
  const right = standing ? rightHeld(standing, caller) : null;
  const isVisible = standing && repository && (right !== null || repository.visibility === 'public');
  if (!isVisible) throw new DomainError('not-found', { what: 'repository' });
  return { repository, standing, right };
}

/** One that the caller governs. Errors: `forbidden` besides those above. */
export async function requireAdminRight(asked: Asked, fullName: string): Promise<ReachedRepository> {
  const reached = await requireVisibleRepository(asked, fullName);
  if (reached.right === 'admin') return reached;
  throw new DomainError('forbidden', { reason: 'only someone with the admin right to the repository may do this' });
}

/** What a registry client could do for this caller, with no token to narrow it. */
export function rightHeld(standing: RepositoryStanding, caller: Caller): RepositoryRight | null {
  if (caller.type === 'operator') return 'admin';
  return rightOf(standing, caller.account) ?? null;
}

/** What the owner of a credential may do with the repository at all. */
export function rightOf(standing: RepositoryStanding, owner: Pick<TokenOwner, 'id'>): RepositoryRight | undefined {
  if (owner.id === standing.namespaceOwnerId) return 'admin';
  if (standing.role === 'owner') return 'admin';
  if (standing.repositoryId === null) return rightToCreate(standing);
  const throughTeams = standing.role === null ? null : standing.teamRight;
  return widestRight([standing.accountRight, throughTeams].filter((right) => right !== null));
}

function rightToCreate({ role, policy }: RepositoryStanding): RepositoryRight | undefined {
  return role === 'member' && policy?.membersCreateRepositories ? 'write' : undefined;
}

export function holderOf(caller: Caller): { readonly type: 'account'; readonly id: string } | null {
  return caller.type === 'operator' ? null : { type: 'account', id: caller.account.id };
}

/** A repository, in the log of its namespace. */
export function repositorySubject(repository: Repository): AuditSubject {
  return subjectOf('repository', { id: repository.id, name: formatRepositoryName(repository) }, repository.namespace);
}

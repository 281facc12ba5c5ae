import { DomainError } from '@lanyard/core/domain-error';
import { formatRepositoryName, requireRepositoryName } from '@lanyard/core/repositories/repository-name';
import type { RepositoryRight } from '@lanyard/core/repositories/repository-right';
import type { Repository, RepositoryStanding } from '../../store/records/repositories.ts';

import type { Reads } from '../../store/store.ts';
import type { Caller } from './caller.ts';
import { partyOf } from './party-of.ts';
import { rightOf } from './repository-facts.ts';
import { requireOwnSignIn } from './require-own-sign-in.ts';

type RepositorySource = Pick<Reads, 'repositories'>;

export interface ReachedRepository {
  readonly repository: Repository;
  readonly standing: RepositoryStanding;
  /** Null for whoever sees it only because it is public. */
  readonly right: RepositoryRight | null;
}

/** One that the caller may see: any other answers like a missing one (R25). Errors: `invalid-input`, `not-found`. */
export async function requireVisibleRepository(
  reads: RepositorySource,
  caller: Caller,
  fullName: string,
): Promise<ReachedRepository> {
  requireOwnSignIn(caller);
  const { namespace, name } = requireRepositoryName(fullName, 'name');
  const standing = await reads.repositories.standing(holderOf(caller), namespace, name);
  const repository = await reads.repositories.byName(namespace, name);
  const right = standing ? rightHeld(standing, caller) : null;
  if (!standing || !repository || (right === null && repository.visibility === 'private')) throw missing();
  return { repository, standing, right };
}

/** One that the caller governs. Errors: `forbidden` besides those above. */
export async function requireAdminRight(
  reads: RepositorySource,
  caller: Caller,
  fullName: string,
): Promise<ReachedRepository> {
  const reached = await requireVisibleRepository(reads, caller, fullName);
  if (reached.right === 'admin') return reached;
  throw new DomainError('forbidden', { reason: 'only who has the admin right to the repository may do this' });
}

/** What registry clients would be held to, with no token to narrow it. */
export function rightHeld(standing: RepositoryStanding, caller: Caller): RepositoryRight | null {
  if (caller.type === 'operator') return 'admin';
  return rightOf(standing, caller.account) ?? null;
}

export function holderOf(caller: Caller): { readonly type: 'account'; readonly id: string } | null {
  return caller.type === 'operator' ? null : { type: 'account', id: caller.account.id };
}

export function repositoryParty(repository: Repository) {
  return partyOf('repository', { id: repository.id, name: formatRepositoryName(repository) });
}

function missing(): DomainError {
  return new DomainError('not-found', { what: 'repository' });
}

import { DomainError } from '@lanyard/core/domain-error';
import type { Services } from '../../services.ts';
import type { Page, Paged } from '../../store/paged.ts';
import type { Repository } from '../../store/records/repositories.ts';
import type { Reads } from '../../store/store.ts';
import type { AccountCaller } from '../access/caller.ts';
import { requireOwnSignIn } from '../access/permissions.ts';
import { holderOf, rightHeld } from '../access/repository-access.ts';

const CHUNK = 500;

/**
 * Repositories of a namespace that the caller belongs to, by name: an owner sees all, a member the public ones and
 * those that the member has a right to. Errors: `not-found` for a namespace of others.
 */
export async function listRepositories(
  services: Services,
  caller: AccountCaller,
  namespace: string,
  page: Page,
): Promise<Paged<Repository>> {
  requireOwnSignIn(caller);
  const { read } = services.store;
  if (await ownsNamespace(read, caller, namespace)) return read.repositories.ofNamespace(namespace, page);
  const seen = await visibleRepositories(read, caller, namespace);
  const start = (page.page - 1) * page.pageSize;
  return { total: seen.length, items: seen.slice(start, start + page.pageSize) };
}

async function ownsNamespace({ organizations }: Reads, caller: AccountCaller, namespace: string): Promise<boolean> {
  if (namespace === caller.account.name) return true;
  const organization = await organizations.byName(namespace);
  const role = organization && (await organizations.role(organization.id, caller.account.id));
  if (!role) throw new DomainError('not-found', { what: 'namespace' });
  return role === 'owner';
}

async function visibleRepositories(
  read: Reads,
  caller: AccountCaller,
  namespace: string,
): Promise<readonly Repository[]> {
  const seen: Repository[] = [];
  for (let page = 1; ; page += 1) {
    const { items, total } = await read.repositories.ofNamespace(namespace, { page, pageSize: CHUNK });
    for (const repository of items) if (await isVisible(read, caller, repository)) seen.push(repository);
    if (page * CHUNK >= total) return seen;
  }
}

async function isVisible(
  { repositories }: Reads,
  caller: AccountCaller,
  { visibility, namespace, name }: Repository,
): Promise<boolean> {
  if (visibility === 'public') return true;
  const standing = await repositories.standing(holderOf(caller), namespace, name);
  return standing !== undefined && rightHeld(standing, caller) !== null;
}

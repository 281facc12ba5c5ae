import { DEFAULT_POLICY } from '@lanyard/core/organizations/organization-policy';
import { requireRepositoryName } from '@lanyard/core/repositories/repository';
import type { Services } from '../../services.ts';
import type { Source } from '../access/caller.ts';
import { type Change, inNameOf, transact } from '../access/change.ts';
import { holdNamespace, repositorySubject } from '../access/repository-access.ts';
import { requireRoomFor } from '../access/require-room.ts';
import type { RegistryPrincipal } from './registry-principal.ts';

/** A repository's record appears at the first permitted push. Parallel first pushes make it once, with one event. */
export async function createPushedRepositories(
  services: Services,
  source: Source,
  { owner, token }: RegistryPrincipal,
  fullNames: readonly string[],
): Promise<void> {
  if (!owner) return;
  const { type, id, name } = owner;
  await requireRoomFor(services, 'repositories-created', id, fullNames.length);
  await transact(services, source, async (change) => {
    const pusher = { change: inNameOf(change, { type, id, name }), ownerId: id, tokenId: token?.id };
    // In one order: two that lock in different orders would wait for each other.
    for (const fullName of fullNames.toSorted()) await createRepository(pusher, fullName);
  });
}

interface Pusher {
  readonly change: Change<Source>;
  readonly ownerId: string;
  /** Which of the owner's tokens; undefined for a password. */
  readonly tokenId: string | undefined;
}

/**
 * By what the namespace is now: somebody who was removed since the push was permitted creates nothing there, and keeps no right.
 * The next permitted push makes it.
 */
async function createRepository({ change, ownerId, tokenId }: Pusher, fullName: string): Promise<void> {
  const { records, now, newId, audit } = change;
  const name = requireRepositoryName(fullName, 'scope');
  const namespace = await holdNamespace(records, name.namespace);
  if (!namespace) return;
  const organization = 'policy' in namespace ? namespace : undefined;
  const role = organization && (await records.organizations.role(organization.id, ownerId));
  const isOwner = namespace.id === ownerId;
  if (!isOwner && role === undefined) return;
  const visibility = (organization?.policy ?? DEFAULT_POLICY).defaultVisibility;
  const repository = { id: newId(), ...name, visibility, createdAt: now };
  if (!(await records.repositories.insert(repository))) return;
  // A member who may create keeps what was made, as its administrator.
  if (role === 'member') await records.repositories.putRight(repository.id, 'account', ownerId, 'admin');
  const facts = { visibility, by: 'push', ...(tokenId !== undefined && { token: tokenId }) };
  await audit('repository.created', repositorySubject(repository), facts);
}

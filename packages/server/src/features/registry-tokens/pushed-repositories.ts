import { DEFAULT_POLICY } from '@lanyard/core/organizations/organization-policy';
import { requireRepositoryName } from '@lanyard/core/repositories/repository';
import type { Services } from '../../services.ts';
import type { RepositoryStanding } from '../../store/records/access/access.ts';
import type { Source } from '../access/caller.ts';
import { type Change, inNameOf, transact } from '../access/change.ts';
import { repositorySubject } from '../access/repository-access.ts';
import { requireRoomFor } from '../access/require-room.ts';
import type { RegistryPrincipal } from './registry-principal.ts';

/**
 * A repository's record appears at the first permitted push. Parallel first pushes make it once, with one event.
 * `standings` are by full name.
 */
export async function createPushedRepositories(
  services: Services,
  source: Source,
  { owner, token }: RegistryPrincipal,
  standings: ReadonlyMap<string, RepositoryStanding>,
): Promise<void> {
  if (!owner) return;
  const { type, id, name } = owner;
  await requireRoomFor(services, 'repositories-created', id, standings.size);
  await transact(services, source, async (change) => {
    const pusher = { change: inNameOf(change, { type, id, name }), ownerId: id, tokenId: token?.id };
    for (const [fullName, standing] of standings) await createRepository(pusher, fullName, standing);
  });
}

interface Pusher {
  readonly change: Change<Source>;
  readonly ownerId: string;
  /** Which of the owner's tokens; undefined for a password. */
  readonly tokenId: string | undefined;
}

async function createRepository(
  { change, ownerId, tokenId }: Pusher,
  fullName: string,
  { policy, role }: RepositoryStanding,
): Promise<void> {
  const { records, now, newId, audit } = change;
  const visibility = (policy ?? DEFAULT_POLICY).defaultVisibility;
  const repository = { id: newId(), ...requireRepositoryName(fullName, 'scope'), visibility, createdAt: now };
  if (!(await records.repositories.insert(repository))) return;
  // A member who may create keeps what was made, as its administrator.
  if (role === 'member') await records.repositories.putRight(repository.id, 'account', ownerId, 'admin');
  const facts = { visibility, by: 'push', ...(tokenId !== undefined && { token: tokenId }) };
  await audit('repository.created', repositorySubject(repository), facts);
}

import type { AuditParty } from '@lanyard/core/audit/audit-event';
import { DEFAULT_POLICY } from '@lanyard/core/organizations/organization-policy';
import type { AccessEntry } from '@lanyard/core/registry-tokens/decide';
import { requireRepositoryName } from '@lanyard/core/repositories/repository';
import type { Services } from '../../services.ts';
import type { Repository, RepositoryStanding } from '../../store/records/repositories.ts';
import type { TokenOwner } from '../../store/records/tokens.ts';

import type { Records } from '../../store/store.ts';
import { auditEventBy } from '../access/audit-event-of.ts';
import type { Source } from '../access/caller.ts';
import type { RegistryPrincipal } from './registry-principal.ts';

/** A repository's record appears at the first permitted push; parallel first pushes make it once. */
export async function createPushedRepositories(
  services: Services,
  source: Source,
  principal: RegistryPrincipal,
  access: readonly AccessEntry[],
  standings: ReadonlyMap<string, RepositoryStanding>,
): Promise<void> {
  const fresh = access.filter(({ name, actions }) => {
    return actions.includes('push') && standings.get(name)?.repositoryId === null;
  });
  const { owner, token } = principal;
  if (fresh.length === 0 || !owner) return;
  await services.store.transaction(async (records) => {
    for (const { name } of fresh) {
      const pusher = { owner, tokenId: token?.id };
      await createRepository(services, records, source, pusher, name, standings.get(name));
    }
  });
}

interface Pusher {
  readonly owner: TokenOwner;
  /** Which of the owner's tokens; undefined for a password. */
  readonly tokenId: string | undefined;
}

async function createRepository(
  services: Services,
  records: Records,
  source: Source,
  { owner, tokenId }: Pusher,
  fullName: string,
  standing: RepositoryStanding | undefined,
): Promise<void> {
  const repository: Repository = {
    id: services.random.uuid(),
    ...requireRepositoryName(fullName, 'scope'),
    visibility: (standing?.policy ?? DEFAULT_POLICY).defaultVisibility,
    createdAt: services.clock.now(),
  };
  if (!(await records.repositories.insert(repository))) return;
  // A member who may create keeps what was made, as its administrator.
  if (standing?.role === 'member') await records.repositories.putRight(repository.id, 'account', owner.id, 'admin');
  const actor: AuditParty = { type: owner.type, id: owner.id, name: owner.name };
  const subject: AuditParty = { type: 'repository', id: repository.id, name: fullName };
  const data = { visibility: repository.visibility, by: 'push', ...(tokenId !== undefined && { token: tokenId }) };
  const details = { action: 'repository.created', subject, namespace: repository.namespace, data } as const;
  await records.audit.append(auditEventBy(services, actor, source, details));
}

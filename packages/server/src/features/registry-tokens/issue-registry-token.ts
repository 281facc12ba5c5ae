import { DomainError } from '@lanyard/core/domain-error';
import { type AccessEntry, decide, type RepositoryFacts } from '@lanyard/core/registry-tokens/decide';
import { parseRegistryScopes, type RegistryScope } from '@lanyard/core/registry-tokens/registry-scope';
import { parseRepositoryName } from '@lanyard/core/repositories/repository';
import type { SignedRegistryToken } from '../../keys/registry-tokens.ts';
import type { Services } from '../../services.ts';
import type { Registry } from '../../store/records/registries.ts';
import type { RepositoryStanding } from '../../store/records/repositories.ts';
import type { Source } from '../access/caller.ts';
import { createPushedRepositories } from './create-pushed-repositories.ts';
import { type BasicCredential, type RegistryPrincipal, registryPrincipal } from './registry-principal.ts';
import { obstacleOf, repositoryFacts } from './repository-facts.ts';

export interface RegistryTokenRequest {
  readonly service: string;
  /** Values of `scope` as they came, each of which may hold several. */
  readonly scopes: readonly string[];
  readonly credential: BasicCredential | undefined;
}

export interface IssuedRegistryToken extends SignedRegistryToken {
  readonly access: readonly AccessEntry[];
  readonly principal: RegistryPrincipal;
}

/** What every request for a repository has to pass: who asks, what they hold, what they get. */
export async function issueRegistryToken(
  services: Services,
  source: Source,
  request: RegistryTokenRequest,
): Promise<IssuedRegistryToken> {
  const requested = parseRegistryScopes(request.scopes);
  const registry = requireRegistry(services, request.service);
  const principal = await registryPrincipal(services, source, request.credential);
  const standings = await standingsOf(services, principal, requested);
  const access = decide({
    requested,
    grants: principal.grants,
    mayListCatalog: principal.owner?.isAdministrator ?? false,
    facts: factsOf(standings, principal, services.clock.now()),
  });
  await createPushedRepositories(services, source, principal, access, standings);
  recordUses(services, source, registry, principal, access);
  if (access.length === 0) tellObstacle(services, principal, standings);
  const signed = await services.registryTokens.sign(registry, { subject: principal.owner?.name ?? '', access });
  return { ...signed, access, principal };
}

function requireRegistry(services: Services, service: string): Registry {
  const registry = services.registryTokens.registryOf(service);
  if (registry) return registry;
  throw new DomainError('unknown-service', { service: service.slice(0, 80) });
}

async function standingsOf(
  services: Services,
  principal: RegistryPrincipal,
  requested: readonly RegistryScope[],
): Promise<ReadonlyMap<string, RepositoryStanding>> {
  const standings = new Map<string, RepositoryStanding>();
  for (const scope of requested) {
    const name = scope.type === 'repository' ? parseRepositoryName(scope.name) : undefined;
    if (!name || standings.has(scope.name)) continue;
    const standing = await services.store.read.repositories.standing(principal.owner, name.namespace, name.name);
    if (standing) standings.set(scope.name, standing);
  }
  return standings;
}

function factsOf(
  standings: ReadonlyMap<string, RepositoryStanding>,
  principal: RegistryPrincipal,
  now: number,
): ReadonlyMap<string, RepositoryFacts> {
  return new Map([...standings].map(([name, standing]) => [name, repositoryFacts(standing, principal, now)]));
}

/** Where nothing is granted because of what an organization asks of its members, the answer says so: docker shows it. */
function tellObstacle(
  { clock }: Services,
  principal: RegistryPrincipal,
  standings: ReadonlyMap<string, RepositoryStanding>,
): void {
  for (const [name, standing] of standings) {
    const obstacle = obstacleOf(standing, principal, clock.now());
    const [organization = ''] = name.split('/');
    if (obstacle === 'second-factor') throw new DomainError('second-factor-required', { organization });
    if (obstacle === 'single-sign-on') throw new DomainError('sign-on-required-for-token', { organization });
  }
}

function recordUses(
  services: Services,
  source: Source,
  registry: Registry,
  principal: RegistryPrincipal,
  access: readonly AccessEntry[],
): void {
  if (!principal.token) return;
  const use = { tokenId: principal.token.id, at: services.clock.now(), registry: registry.name, ...source };
  if (access.length === 0) services.usage.record({ ...use, repository: null, actions: '' });
  for (const { name, actions } of access) {
    services.usage.record({ ...use, repository: name, actions: actions.join(',') });
  }
}

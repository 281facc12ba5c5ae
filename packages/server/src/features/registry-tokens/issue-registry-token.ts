import { DomainError } from '@lanyard/core/domain-error';
import {
  actionsAllowedByPolicy,
  type MemberObstacle,
  memberObstacle,
} from '@lanyard/core/organizations/organization-policy';
import {
  type AccessEntry,
  decide,
  parseRegistryScopes,
  type RegistryScope,
  type RepositoryFacts,
} from '@lanyard/core/registry-tokens/registry-access';
import { ACTIONS, parseRepositoryName, rightOf } from '@lanyard/core/repositories/repository';
import type { SignedRegistryToken } from '../../keys/registry-tokens.ts';
import type { Services } from '../../services.ts';
import type { Registry } from '../../store/records/registries.ts';
import type { RepositoryStanding } from '../../store/records/repositories.ts';
import type { TokenOwner } from '../../store/records/tokens.ts';
import type { Source } from '../access/caller.ts';
import { createPushedRepositories } from './pushed-repositories.ts';
import { type BasicCredential, type RegistryPrincipal, registryPrincipal } from './registry-principal.ts';

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

/**
 * What every request for a repository has to pass: what is asked for, who asks, what they may do there, what they get.
 * Errors: `invalid-scope`, `unknown-service`, those of `registryPrincipal`, and where nothing is granted
 * `second-factor-required` or `sign-on-required-for-token`.
 */
export async function issueRegistryToken(
  services: Services,
  source: Source,
  request: RegistryTokenRequest,
): Promise<IssuedRegistryToken> {
  const requested = parseRegistryScopes(request.scopes);
  const registry = requireRegistry(services, request.service);
  const principal = await registryPrincipal(services, source, request.credential);
  const { owner, token, grants } = principal;
  const repositories = await lookUp(services, principal, requested);
  const access = decide({ requested, grants, mayListCatalog: owner?.isAdministrator ?? false, facts: repositories });
  const pushed = unrecordedPushes(access, repositories);
  if (pushed.size > 0) await createPushedRepositories(services, source, principal, pushed);
  if (token) recordUses(services, { tokenId: token.id, registry: registry.name, ...source }, access);
  if (access.length === 0) requireNoObstacle(repositories);
  const signed = await services.registryTokens.sign(registry, { subject: owner?.name ?? '', access });
  return { ...signed, access, principal };
}

function requireRegistry(services: Services, service: string): Registry {
  const registry = services.registryTokens.registryOf(service);
  if (registry) return registry;
  throw new DomainError('unknown-service', { service: service.slice(0, 80) });
}

/** A repository that is asked for, as it is for the one who asks. */
interface AskedRepository extends RepositoryFacts {
  readonly standing: RepositoryStanding;
  /** What its organization asks of its members, and does not find in this one. */
  readonly obstacle: MemberObstacle | undefined;
}

type AskedRepositories = ReadonlyMap<string, AskedRepository>;

/** By full name, without those in a namespace that nobody owns. */
async function lookUp(
  { store, clock }: Services,
  principal: RegistryPrincipal,
  requested: readonly RegistryScope[],
): Promise<AskedRepositories> {
  const found = new Map<string, AskedRepository>();
  for (const scope of requested) {
    const name = scope.type === 'repository' ? parseRepositoryName(scope.name) : undefined;
    if (!name || found.has(scope.name)) continue;
    const standing = await store.read.repositories.standing(principal.owner, name.namespace, name.name);
    if (standing) found.set(scope.name, askedRepository(standing, principal, clock.now()));
  }
  return found;
}

/**
 * What an organization asks of its members binds all of their credentials. Its other rules bind tokens, for a password
 * that got this far is accepted.
 */
function askedRepository(
  standing: RepositoryStanding,
  { owner, token }: RegistryPrincipal,
  now: number,
): AskedRepository {
  const { policy, visibility } = standing;
  const obstacle = obstacleOf(standing, owner, now);
  const allowedByPolicy = policy && token ? actionsAllowedByPolicy(policy, token) : ACTIONS;
  return {
    standing,
    obstacle,
    visibility: visibility ?? undefined,
    right: owner ? rightOf(standing, owner.id) : undefined,
    allowedByPolicy: obstacle === undefined ? allowedByPolicy : [],
  };
}

/** Nothing is asked of strangers and of the organization's own tokens. */
function obstacleOf(
  { policy, role, accountRight, singleSignOn }: RepositoryStanding,
  owner: TokenOwner | null,
  now: number,
): MemberObstacle | undefined {
  if (!policy || owner?.type !== 'account' || (role === null && accountRight === null)) return undefined;
  const { provenAt: singleSignOnProvenAt, endedAt: singleSignOnEndedAt } = singleSignOn;
  return memberObstacle(
    policy,
    { hasSecondFactor: owner.hasSecondFactor, singleSignOnProvenAt, singleSignOnEndedAt },
    now,
  );
}

/** The repositories that the access lets push to, and of which there is no record yet. */
function unrecordedPushes(
  access: readonly AccessEntry[],
  repositories: AskedRepositories,
): ReadonlyMap<string, RepositoryStanding> {
  const unrecorded = new Map<string, RepositoryStanding>();
  for (const { name, actions } of access) {
    const standing = actions.includes('push') ? repositories.get(name)?.standing : undefined;
    if (standing?.repositoryId === null) unrecorded.set(name, standing);
  }
  return unrecorded;
}

interface TokenUse extends Source {
  readonly tokenId: string;
  readonly registry: string;
}

function recordUses({ usage, clock }: Services, use: TokenUse, access: readonly AccessEntry[]): void {
  const at = clock.now();
  if (access.length === 0) usage.record({ ...use, at, repository: null, actions: '' });
  for (const { name, actions } of access) usage.record({ ...use, at, repository: name, actions: actions.join(',') });
}

/** Where nothing is granted because of what an organization asks of its members, the answer says so: docker shows it. */
function requireNoObstacle(repositories: AskedRepositories): void {
  for (const [name, { obstacle }] of repositories) {
    const [organization = ''] = name.split('/');
    if (obstacle === 'second-factor') throw new DomainError('second-factor-required', { organization });
    if (obstacle === 'single-sign-on') throw new DomainError('sign-on-required-for-token', { organization });
  }
}

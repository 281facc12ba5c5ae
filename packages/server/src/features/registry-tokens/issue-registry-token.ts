import { isNewForApproval } from '@lanyard/core/access-review/approval';
import { holdOn, type ReachHold } from '@lanyard/core/access-review/ruling';
import { DomainError } from '@lanyard/core/domain-error';
import { policyAt } from '@lanyard/core/lifetimes/announced-rules';
import type { TokenStop } from '@lanyard/core/lifetimes/token-stops';
import { termsStanding } from '@lanyard/core/organizations/member-terms';
import { type MemberObstacle, memberObstacle, stopsTokens } from '@lanyard/core/organizations/organization-policy';
import {
  type AccessEntry,
  actionsAllowedByPolicy,
  decide,
  missingAccess,
  parseRegistryScopes,
  type RegistryScope,
  type RepositoryFacts,
} from '@lanyard/core/registry-tokens/registry-access';
import { fromZotScope, toZotAccess } from '@lanyard/core/registry-tokens/zot-catalog';
import { ACTIONS, parseRepositoryName, type RepositoryName, rightOf } from '@lanyard/core/repositories/repository';
import type { SignedRegistryToken } from '../../keys/registry-tokens.ts';
import type { Services } from '../../services.ts';
import type { RepositoryStanding } from '../../store/records/access/access.ts';
import type { Registry } from '../../store/records/registries/registries.ts';
import type { Use } from '../../store/records/tokens/usage.ts';
import type { Reads } from '../../store/store.ts';
import type { Source } from '../access/caller.ts';
import { createPushedRepositories } from './pushed-repositories.ts';

import { recordRefusedAccess, requireNoObstacle } from './refused-access.ts';
import { type BasicCredential, type RegistryPrincipal, registryPrincipal } from './registry-principal.ts';
import { passwordExemptUntil, stopHere } from './stop-here.ts';

export interface RegistryTokenRequest {
  readonly service: string;
  /** Values of `scope` as they came, each of which may hold several. */
  readonly scopes: readonly string[];
  readonly credential: BasicCredential | undefined;
}

export interface IssuedRegistryToken {
  readonly signed: SignedRegistryToken;
  readonly access: readonly AccessEntry[];
  readonly principal: RegistryPrincipal;
}

/**
 * What every request for a repository has to pass: what is asked for, who asks, what they may do there, what they get.
 * Errors: `invalid-scope`, `unknown-service`, those of `registryPrincipal`, and where nothing is granted
 * `second-factor-required`, `sign-on-required-for-token`, `terms-not-accepted`, `password-not-accepted`,
 * `token-blocked-here`, `token-refused-here`, `token-waits-for-approval` or `token-refused-by-policy`.
 */
export async function issueRegistryToken(
  services: Services,
  source: Source,
  request: RegistryTokenRequest,
): Promise<IssuedRegistryToken> {
  const asked = parseRegistryScopes(request.scopes);
  const registry = requireRegistry(services, request.service);
  const isZot = registry.kind === 'zot';
  const requested = isZot ? asked.map(fromZotScope) : asked;
  const names = repositoryNames(requested);
  const [first] = names.values();
  const principal = await registryPrincipal(services, source, request.credential, first);
  const { owner, token, credential } = principal;
  const { access, repositories } = await decideAccess(services, principal, requested, names);
  const missing = missingAccess(requested, access);
  if (missing.length > 0) recordRefusedAccess(services, source, principal, { missing, repositories });
  const pushed = unrecordedPushes(access, repositories);
  if (pushed.length > 0) await createPushedRepositories(services, source, principal, pushed);
  const { address, client } = source;
  if (token) recordUses(services, { tokenId: token.id, registry: registry.name, address, client }, access);
  else if (owner) recordPasswordUses(services, owner.id, access, repositories);
  if (access.length === 0) requireNoObstacle(principal, requested, repositories);
  const claimed = isZot ? access.map(toZotAccess) : access;
  const signed = services.registryTokens.sign(registry, { subject: owner?.name ?? '', access: claimed, credential });
  return { signed, access, principal };
}

interface DecidedAccess {
  readonly access: readonly AccessEntry[];
  readonly repositories: AskedRepositories;
}

/** What the principal gets of what is asked for, as rights and policies are now. */
export async function decideAccess(
  services: Services,
  principal: RegistryPrincipal,
  requested: readonly RegistryScope[],
  names = repositoryNames(requested),
): Promise<DecidedAccess> {
  const { owner, grants } = principal;
  const facts = await lookUp(services, principal, names);
  return {
    access: decide({ requested, grants, mayListCatalog: owner?.isAdministrator ?? false, facts }),
    repositories: facts,
  };
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
  /** What an owner of its organization said about the token. */
  readonly hold: ReachHold | undefined;
  /** The rule that stops the token there. */
  readonly stop: TokenStop | undefined;
}

export type AskedRepositories = ReadonlyMap<string, AskedRepository>;

/** By full name. */
function repositoryNames(requested: readonly RegistryScope[]): ReadonlyMap<string, RepositoryName> {
  const names = new Map<string, RepositoryName>();
  for (const { type, name } of requested) {
    const parsed = type === 'repository' ? parseRepositoryName(name) : undefined;
    if (parsed) names.set(name, parsed);
  }
  return names;
}

/** Without those in a namespace that nobody owns. */
async function lookUp(
  { store, clock }: Services,
  principal: RegistryPrincipal,
  names: ReadonlyMap<string, RepositoryName>,
): Promise<AskedRepositories> {
  const found = new Map<string, AskedRepository>();
  const now = clock.now();
  let known = principal.standing;
  for (const [fullName, name] of names) {
    const kept = known ?? (await store.read.access.standing(principal.owner, name));
    known = undefined;
    if (!kept) continue;
    const standing = asBinding(kept, now);
    const isNew = isNewToken(standing, principal);
    const hold = standing.isRuled || isNew ? await holdOf(store.read, standing, principal, isNew) : undefined;
    const asked = { fullName, standing, isOfPeople: isOfPeople(standing, principal.owner), now };
    const stop = stopsTokens(standing.policy) ? await stopHere(store.read, principal, asked) : undefined;
    const exemptUntil = principal.token ? null : await passwordExemptUntil(store.read, principal, asked);
    const obstacle = obstacleOf(standing, principal, now, exemptUntil);
    found.set(fullName, {
      ...factsUnless(standing, principal, [obstacle, hold, stop]),
      standing,
      obstacle,
      hold,
      stop,
    });
  }
  return found;
}

/** With the rules whose date has come. */
function asBinding(standing: RepositoryStanding, now: number): RepositoryStanding {
  const { policy, pendingRules } = standing;
  return policy && pendingRules ? { ...standing, policy: policyAt(policy, pendingRules, now) } : standing;
}

/**
 * Rare: one or two more look-ups, where an owner said something about a token of this account, or has to approve this one.
 */
async function holdOf(
  { reachRulings, trustedHolders }: Pick<Reads, 'reachRulings' | 'trustedHolders'>,
  { namespaceOwnerId, isRuled }: RepositoryStanding,
  { owner, token }: RegistryPrincipal,
  isNew: boolean,
): Promise<ReachHold | undefined> {
  if (!owner) return undefined;
  const [rulings, isTrusted] = await Promise.all([
    isRuled ? reachRulings.ofHolder(namespaceOwnerId, owner.id) : [],
    isNew ? trustedHolders.has(namespaceOwnerId, owner.id) : false,
  ]);
  return holdOn(rulings, token ?? undefined, isNew && !isTrusted);
}

function isNewToken(standing: RepositoryStanding, { owner, token }: RegistryPrincipal): boolean {
  const { approval, memberSince } = standing;
  if (!approval || !token || !isOfPeople(standing, owner)) return false;
  return isNewForApproval(approval, token, memberSince);
}

/** Strangers reach what is public without a credential, and an organization's own tokens are made by its owners. */
function isOfPeople({ role, accountRight }: RepositoryStanding, owner: RegistryPrincipal['owner']): boolean {
  return owner?.type === 'account' && (role !== null || accountRight !== null);
}

/** Without what the policy would allow, if there is something in the way. */
function factsUnless(
  standing: RepositoryStanding,
  principal: RegistryPrincipal,
  inTheWay: readonly unknown[],
): RepositoryFacts {
  const facts = factsOf(standing, principal);
  return inTheWay.every((one) => one === undefined) ? facts : { ...facts, allowedByPolicy: [] };
}

/** What the principal may do there while nothing stands in its way. The rules about tokens bind tokens alone. */
export function factsOf(standing: RepositoryStanding, { owner, token }: RegistryPrincipal): RepositoryFacts {
  const { policy, visibility } = standing;
  return {
    visibility: visibility ?? undefined,
    right: owner ? rightOf(standing, owner.id) : undefined,
    allowedByPolicy: policy && token ? actionsAllowedByPolicy(policy, token.origin) : ACTIONS,
  };
}

/**
 * What an organization asks of its members binds all of their credentials. Nothing is asked of strangers, who reach what
 * is public without a credential, and of the organization's own tokens.
 */
export function obstacleOf(
  standing: RepositoryStanding,
  { owner, token }: RegistryPrincipal,
  now: number,
  passwordExemptUntil: number | null,
): MemberObstacle | undefined {
  const { policy, singleSignOn, terms } = standing;
  if (!policy || !owner || !isOfPeople(standing, owner)) return undefined;
  const { provenAt: singleSignOnProvenAt, endedAt: singleSignOnEndedAt } = singleSignOn;
  const { hasSecondFactor } = owner;
  const isSuspended = terms !== null && termsStanding(terms.accepted, policy, terms.notices, now) === 'suspended';
  const usesPassword = token === null;
  const proven = { singleSignOnProvenAt, singleSignOnEndedAt };
  const member = { hasSecondFactor, ...proven, isSuspended, usesPassword, passwordExemptUntil };
  return memberObstacle(policy, member, now);
}

/** The repositories that the access lets push to, and of which there is no record yet. */
function unrecordedPushes(access: readonly AccessEntry[], repositories: AskedRepositories): readonly string[] {
  const isUnrecorded = (name: string) => repositories.get(name)?.standing.repositoryId === null;
  return access.filter(({ name, actions }) => actions.includes('push') && isUnrecorded(name)).map(({ name }) => name);
}

type TokenUse = Omit<Use, 'at' | 'repository' | 'actions'>;

function recordUses({ usage, clock }: Services, use: TokenUse, access: readonly AccessEntry[]): void {
  const at = clock.now();
  if (access.length === 0) usage.record({ ...use, at, repository: null, actions: '' });
  for (const { name, actions } of access) usage.record({ ...use, at, repository: name, actions: actions.join(',') });
}

/** Only in organizations that the account belongs to, where a rule about passwords could stop them. */
function recordPasswordUses(
  { usage, clock }: Services,
  accountId: string,
  access: readonly AccessEntry[],
  repositories: AskedRepositories,
): void {
  for (const { name } of access) {
    const standing = repositories.get(name)?.standing;
    const namespace = parseRepositoryName(name)?.namespace;
    if (!standing?.policy || standing.role === null || namespace === undefined) continue;
    usage.recordPassword({ namespace, accountId, lastAt: clock.now() });
  }
}

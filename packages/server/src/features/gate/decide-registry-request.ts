import { DomainError } from '@lanyard/core/domain-error';
import { type Need, type RegistryRequest, readRegistryRequest } from '@lanyard/core/gate/registry-request';
import type { AccessEntry, RegistryScope } from '@lanyard/core/registry-tokens/registry-access';
import { fromZotAccess } from '@lanyard/core/registry-tokens/zot-catalog';
import { parseRepositoryName, type RepositoryName } from '@lanyard/core/repositories/repository';
import type { VerifiedRegistryToken } from '../../keys/verify-registry-token.ts';
import type { PassedPrincipal, Services } from '../../services.ts';
import type { Registry } from '../../store/records/registries/registries.ts';
import type { Source } from '../access/caller.ts';
import { type AskedRepositories, decideAccess } from '../registry-tokens/issue-registry-token.ts';
import { requireNoObstacle } from '../registry-tokens/refused-access.ts';
import { principalNow, type RegistryPrincipal } from '../registry-tokens/registry-principal.ts';
import { requireUnrestricted } from './require-unrestricted.ts';

/** A request on its way to a registry, as the client sent it. */
export interface RegistryRequestAsked {
  readonly registry: Registry;
  readonly method: string;
  /** The path with its query. */
  readonly target: string;
  /** The registry token. Undefined if the client sends none, or sends a text that is not one. */
  readonly token: string | undefined;
  /** Where the gate itself reaches the registry, if it knows a better address than the registry's record. */
  readonly upstream?: string;
  /** Names this request, if the gate asks again while it runs. */
  readonly pushId?: string;
}

export type GateAnswer =
  | {
      readonly allowed: true;
      readonly request: RegistryRequest;
      readonly principal: PassedPrincipal;
      /** Undefined if the database did not answer and this read was allowed anyway. */
      readonly checked: RegistryPrincipal | undefined;
      /** Whether the owner's policy lets nobody pull an image before its first scan. */
      readonly mustBeScanned: boolean;
    }
  | {
      readonly allowed: false;
      readonly error: DomainError;
      /** RFC 6750 3: sends the client to the token endpoint. Undefined if no token would help. */
      readonly challenge: string | undefined;
    };

/**
 * Decides whether this request may pass now. The registry token must be valid and name the request, and the credential
 * behind it must still allow the request. Only the result of the signature check is cached. Errors: `unavailable`.
 * Every refusal is an answer.
 */
export async function decideRegistryRequest(
  services: Services,
  source: Source,
  asked: RegistryRequestAsked,
): Promise<GateAnswer> {
  const { gateWatch } = services;
  try {
    const answer = await decideNow(services, source, asked);
    if (!answer.allowed) gateWatch.count('refused');
    else gateWatch.count(answer.checked ? 'allowed' : 'unchecked');
    return answer;
  } catch (error) {
    gateWatch.count('unavailable');
    throw error;
  }
}

async function decideNow(
  services: Services,
  source: Source,
  { registry, method, target, token, upstream, pushId }: RegistryRequestAsked,
): Promise<GateAnswer> {
  const request = readRegistryRequest(method, target);
  if (!request) return { allowed: false, error: UNREADABLE, challenge: undefined };
  const challenge = challengeOf(services, registry, request);
  const claims = token === undefined ? undefined : await services.registryTokens.verify(registry, token);
  if (!claims?.credential) return { allowed: false, error: new DomainError('unauthenticated', {}), challenge };
  const given = registry.kind === 'zot' ? claims.access.map(fromZotAccess) : claims.access;
  if (!isNamed(given, request)) {
    const byPolicy = await refusedByPolicy(services, source, claims.credential, request);
    const insufficient = `${challenge},error="insufficient_scope"`;
    return { allowed: false, error: byPolicy ?? new DomainError('unauthenticated', {}), challenge: insufficient };
  }
  try {
    const principal = await principalNow(services, source, claims.credential, firstRepository(request));
    if (principal.owner) services.gateWatch.noteAnswer();
    const repositories = await requireGivenNow(services, principal, request);
    const mustBeScanned = [...repositories.values()].some(({ standing }) => standing.policy?.requireFirstScan === true);
    await requireUnrestricted(services, { registry, upstream, pushId, mustBeScanned }, method, request);
    return { allowed: true, request, principal, checked: principal, mustBeScanned };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    if (error.code !== 'unavailable') return { allowed: false, error, challenge };
    if (!mayPassUnchecked(services, error) || !isPull(method, given, request)) throw error;
    return { allowed: true, request, principal: namedPrincipal(claims), checked: undefined, mustBeScanned: false };
  }
}

/**
 * Another registry token would not allow more. So the client gets the reason, and is not sent to the token endpoint.
 */
async function refusedByPolicy(
  services: Services,
  source: Source,
  credential: NonNullable<VerifiedRegistryToken['credential']>,
  request: RegistryRequest,
): Promise<DomainError | undefined> {
  try {
    const principal = await principalNow(services, source, credential, firstRepository(request));
    await requireGivenNow(services, principal, request);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    if (error.code === 'token-refused-by-policy') return error;
  }
  return undefined;
}

/** The repository whose standing is read together with the token. */
function firstRepository(request: RegistryRequest): RepositoryName | undefined {
  const [first] = request.type === 'repository' ? request.needs : [];
  return first && parseRepositoryName(first.name);
}

function mayPassUnchecked({ gateWatch, clock }: Services, { data }: DomainError): boolean {
  return 'what' in data && data.what === 'database' && gateWatch.mayReadUnchecked(clock.now());
}

/** Decides by the token alone. The catalogue and the state of an upload need the database. */
function isPull(method: string, given: readonly AccessEntry[], request: RegistryRequest): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false;
  if (request.type !== 'repository') return request.type === 'version';
  return request.needs.every(({ name, anyOf }) => anyOf.includes('pull') && isMet(given, { name, anyOf: ['pull'] }));
}

/** The principal that the token names, for the record that is written later. */
function namedPrincipal({ subject, credential }: VerifiedRegistryToken): PassedPrincipal {
  const id = credential?.type === 'password' ? credential.account : null;
  return {
    owner: subject === '' ? null : { id, name: subject },
    token: credential?.type === 'token' ? { id: credential.id } : null,
  };
}

const UNREADABLE = new DomainError('forbidden', {
  reason: 'the gate does not know this method and address as a request of a registry client',
});

/** The realm is the configured address, never the request's Host (R37). */
function challengeOf({ publicUrl }: Services, { service }: Registry, request: RegistryRequest): string {
  const scopes = scopesOf(request).map(({ type, name, actions }) => `${type}:${name}:${actions.join(',')}`);
  const bearer = `Bearer realm="${publicUrl}/token",service="${service}"`;
  return scopes.length === 0 ? bearer : `${bearer},scope="${scopes.join(' ')}"`;
}

/** The scopes that a client requests from the token endpoint. Registries also request pull for every upload. */
function scopesOf(request: RegistryRequest): readonly RegistryScope[] {
  if (request.type === 'version') return [];
  if (request.type === 'catalog') return [CATALOG];
  return request.needs.map(({ name, anyOf }) =>
    repositoryScope(name, anyOf.includes('pull') ? ['pull'] : withPull(anyOf)),
  );
}

const CATALOG: RegistryScope = { type: 'registry', resourceClass: undefined, name: 'catalog', actions: ['*'] };

function withPull(actions: readonly string[]): readonly string[] {
  return actions.includes('push') ? ['pull', 'push'] : actions;
}

function repositoryScope(name: string, actions: readonly string[]): RegistryScope {
  return { type: 'repository', resourceClass: undefined, name, actions };
}

/** Whether the token was issued for this request. */
function isNamed(access: readonly AccessEntry[], request: RegistryRequest): boolean {
  if (request.type === 'version') return true;
  if (request.type === 'catalog') return access.some(({ type, name }) => type === 'registry' && name === 'catalog');
  return request.needs.every((need) => isMet(access, need));
}

function isMet(access: readonly AccessEntry[], { name, anyOf }: Need): boolean {
  const entries = access.filter((entry) => entry.type === 'repository' && entry.name === name);
  return entries.some(({ actions }) => anyOf.some((action) => actions.includes(action)));
}

/** Uses the same decision as the token endpoint. Returns what it knows of the repositories. */
async function requireGivenNow(
  services: Services,
  principal: RegistryPrincipal,
  request: RegistryRequest,
): Promise<AskedRepositories> {
  if (request.type === 'version') return new Map();
  const needs = request.type === 'catalog' ? [] : request.needs;
  const asked = request.type === 'catalog' ? [CATALOG] : needs.map(({ name, anyOf }) => repositoryScope(name, anyOf));
  const { access, repositories } = await decideAccess(services, principal, asked);
  if (isNamed(access, request)) return repositories;
  requireNoObstacle(principal, asked, repositories);
  const [missing] = needs.filter((need) => !isMet(access, need));
  const what = missing ? `${missing.anyOf.join(' or ')} ${missing.name}` : 'list the catalogue';
  throw new DomainError('forbidden', { reason: `this credential may no longer ${what}` });
}

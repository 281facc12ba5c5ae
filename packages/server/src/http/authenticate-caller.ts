import { AUTO_TOKEN_SCOPE, isGranted } from '@lanyard/core/command-lines/client-scope';
import { DomainError } from '@lanyard/core/domain-error';
import type { FastifyRequest } from 'fastify';
import {
  authenticateApiToken,
  authenticateScim,
  authenticateSession,
  requireScimOrganization,
} from '../features/access/authenticate.ts';
import type { AccountCaller, OrganizationTokenCaller, ScimCaller, Source } from '../features/access/caller.ts';
import {
  requireAdministrator,
  requireFreshSignIn,
  requireMembership,
  requireOrganizationScope,
  requireOwnership,
  requireRepositoryScope,
} from '../features/access/permissions.ts';
import type { Services } from '../services.ts';
import { bearerToken } from './bearer-token.ts';
import { sessionCookie } from './cookies.ts';
import { statusOf } from './error-table.ts';
import type { CredentialKind, Route, RouteScope } from './route.ts';

type RouteCaller = AccountCaller | OrganizationTokenCaller | ScimCaller | undefined;
type Authenticate = (services: Services, source: Source, request: FastifyRequest) => Promise<RouteCaller>;

/** How to read each kind of credential. A request without one is unauthenticated. */
const AUTHENTICATE: Readonly<Record<CredentialKind, Authenticate>> = {
  none: async () => undefined,
  basic: async () => undefined,
  session: bySession,
  'optional-session': bySessionIfAny,
  bearer: byBearerOfAccount,
  'organization-bearer': byBearer,
  scim: byScimToken,
  account: (services, source, request) =>
    (request.headers.authorization === undefined ? bySession : byBearerOfAccount)(services, source, request),
};

/** Whether the caller is checked in any way before the handler runs. */
export function needsCaller({ credential, csrf, scope }: Route): boolean {
  return csrf !== 'none' || scope !== 'anyone' || (credential !== 'none' && credential !== 'basic');
}

/** Authenticates the caller of a route and checks the route's scope. */
export async function authenticateCaller(
  route: Route,
  services: Services,
  source: Source,
  request: FastifyRequest,
): Promise<RouteCaller> {
  if (route.csrf === 'browser') refuseOtherOrigin(request, services.publicUrl);
  const caller = await AUTHENTICATE[route.credential](services, source, request);
  if (route.csrf === 'origin' && caller?.type === 'account' && caller.credential === 'session')
    requireSameOrigin(request, services.publicUrl);
  if (route.scope !== 'anyone' && !caller) throw new DomainError('unauthenticated', {});
  const named = organizationOf(request);
  // A route can have another address without an organization. A directory always works for its own organization.
  if (caller?.type === 'scim' && named !== undefined) requireScimOrganization(caller, named);
  if (caller?.type === 'organization-token') await requireOpenToToken(route, services, caller, request);
  if (caller?.type === 'account') {
    requireClientScope(route, caller);
    await requireScope(route.scope, services, caller, request);
    if (needsFreshSignIn(route)) requireFreshSignIn({ caller, now: services.clock.now() });
  }
  return caller;
}

/**
 * The token's scope replaces a role and a fresh sign-in, because the person who gave it to the token had both. The use
 * case checks the scope again. Errors: `forbidden`, `not-found` for another organization (R25).
 */
async function requireOpenToToken(
  { scope, organizationScope, repositoryScope }: Route,
  services: Services,
  caller: OrganizationTokenCaller,
  request: FastifyRequest,
): Promise<void> {
  if (repositoryScope !== undefined) {
    const { namespace, repository } = request.params as Readonly<Record<'namespace' | 'repository', string>>;
    return requireRepositoryScope(caller, repositoryScope, { fullName: `${namespace}/${repository}` });
  }
  requireOrganizationScope(caller, organizationScope);
  const asked = { records: services.store.read, caller };
  const organization = organizationOf(request) ?? '';
  if (scope === 'member' || scope === 'owner') await requireOwnership(asked, organization, organizationScope);
}

/** Errors: `client-scope-required`. */
function requireClientScope({ clientScope }: Route, { clientScopes }: AccountCaller): void {
  if (clientScopes === null || isGranted(clientScopes, clientScope)) return;
  const isNamed = clientScope !== undefined && clientScope !== AUTO_TOKEN_SCOPE;
  throw new DomainError('client-scope-required', { scope: isNamed ? clientScope : null });
}

/** Whether the route refuses an account whose sign-in is too old. A GET changes nothing. */
export function needsFreshSignIn({ method, freshSignIn }: Pick<Route, 'method' | 'freshSignIn'>): boolean {
  return method !== 'GET' && freshSignIn === undefined;
}

async function requireScope(scope: RouteScope, services: Services, caller: AccountCaller, request: FastifyRequest) {
  const asked = { records: services.store.read, caller };
  if (scope === 'administrator') requireAdministrator(caller);
  // `requireCheckable` ensures that such a path contains one.
  const organization = organizationOf(request) ?? '';
  if (scope === 'member') await requireMembership(asked, organization);
  if (scope === 'owner') await requireOwnership(asked, organization);
}

function organizationOf({ params }: FastifyRequest): string | undefined {
  return (params as { readonly organization?: string }).organization;
}

/** A route whose scope cannot be checked is a programming error. */
export function requireCheckable(route: Route): void {
  const { method, path, alias = path, credential, scope, organizationScope, repositoryScope } = route;
  const scopes = [organizationScope, repositoryScope].filter((one) => one !== undefined).length;
  if (scopes !== (credential === 'organization-bearer' ? 1 : 0))
    throw new Error(`${method} ${path}: a token of an organization needs one scope, and nothing else has one`);
  if (repositoryScope !== undefined && ![path, alias].every((address) => address.includes('/:repository')))
    throw new Error(`${method} ${path} names no repository`);
  const hasRole = scope === 'member' || scope === 'owner';
  const addresses = hasRole ? [path, alias] : credential === 'scim' ? [path] : [];
  const isNamed = addresses.every((address) => address.includes('/:organization'));
  if (!isNamed) throw new Error(`${method} ${path} names no organization`);
  if (credential === 'scim' && scope !== 'own') throw new Error(`${method} ${path}: a directory has no role`);
}

async function bySession(services: Services, source: Source, request: FastifyRequest): Promise<AccountCaller> {
  const secret = sessionCookie.read(request);
  if (!secret) throw new DomainError('unauthenticated', {});
  return authenticateSession(services, source, secret);
}

/** For a page that also shows the sign-in to people who are not signed in. */
async function bySessionIfAny(services: Services, source: Source, request: FastifyRequest) {
  return bySession(services, source, request).catch((error: unknown) => {
    if (error instanceof DomainError && statusOf(error) === 401) return undefined;
    throw error;
  });
}

/** An organization's token can open only a route whose row says so. */
async function byBearerOfAccount(services: Services, source: Source, request: FastifyRequest): Promise<AccountCaller> {
  const caller = await byBearer(services, source, request);
  if (caller.type === 'account') return caller;
  requireOrganizationScope(caller, undefined);
  throw new DomainError('unauthenticated', {});
}

async function byBearer(
  services: Services,
  source: Source,
  request: FastifyRequest,
): Promise<AccountCaller | OrganizationTokenCaller> {
  const secret = bearerToken(request.headers.authorization, ['bearer', 'jwt']);
  if (!secret) throw new DomainError('unauthenticated', {});
  return authenticateApiToken(services, source, secret);
}

async function byScimToken(services: Services, source: Source, request: FastifyRequest): Promise<ScimCaller> {
  const secret = bearerToken(request.headers.authorization, ['bearer']);
  if (!secret) throw new DomainError('unauthenticated', {});
  return authenticateScim(services, source, secret);
}

/**
 * An unsafe request with a cookie must prove that it comes from our own pages, whatever its content type (R35, attack
 * 27). Browsers always send one of the two headers. A request with neither is refused.
 */
function requireSameOrigin(request: FastifyRequest, publicUrl: string): void {
  const { origin, 'sec-fetch-site': site } = request.headers;
  if (origin === undefined && site === undefined) throw refused('it names no origin');
  refuseOtherOrigin(request, publicUrl);
}

/** For the sign-in itself: another site must not sign in its visitor as somebody else, but a program may sign in. */
function refuseOtherOrigin(request: FastifyRequest, publicUrl: string): void {
  const { origin, 'sec-fetch-site': site } = request.headers;
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw refused('it was started by another site');
  // A form under `Referrer-Policy: no-referrer` has the origin `null`. Then the browser's own header about the site
  // decides.
  if (origin === 'null' && site === 'same-origin') return;
  if (origin !== undefined && origin !== new URL(publicUrl).origin) throw refused('it has another origin');
}

function refused(reason: string): DomainError {
  return new DomainError('csrf', { reason });
}

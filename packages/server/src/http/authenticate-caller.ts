import { DomainError } from '@lanyard/core/domain-error';
import type { FastifyRequest } from 'fastify';
import {
  authenticateApiToken,
  authenticateScim,
  authenticateSession,
  requireScimOrganization,
} from '../features/access/authenticate.ts';
import type { AccountCaller, ScimCaller, Source } from '../features/access/caller.ts';
import { requireAdministrator, requireMembership, requireOwnership } from '../features/access/permissions.ts';
import type { Services } from '../services.ts';
import { bearerToken } from './authorization-header.ts';
import { sessionCookie } from './cookies.ts';
import { statusOf } from './error-table.ts';
import type { CredentialKind, Route, RouteScope } from './route.ts';

type RouteCaller = AccountCaller | ScimCaller | undefined;
type Authenticate = (services: Services, source: Source, request: FastifyRequest) => Promise<RouteCaller>;

/** How each kind of credential is read. A request that carries none is unauthenticated. */
const AUTHENTICATE: Readonly<Record<CredentialKind, Authenticate>> = {
  none: async () => undefined,
  basic: async () => undefined,
  session: bySession,
  'optional-session': bySessionIfAny,
  bearer: byBearer,
  scim: byScimToken,
  account: (services, source, request) =>
    (request.headers.authorization === undefined ? bySession : byBearer)(services, source, request),
};

/** The caller of a route, proven and within the route's scope. */
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
  if (route.scope === 'anyone') return caller;
  if (!caller) throw new DomainError('unauthenticated', {});
  if (caller.type === 'scim') requireScimOrganization(caller, organizationOf(request));
  else await requireScope(route.scope, services, caller, request);
  return caller;
}

async function requireScope(scope: RouteScope, services: Services, caller: AccountCaller, request: FastifyRequest) {
  const asked = { records: services.store.read, caller };
  if (scope === 'administrator') requireAdministrator(caller);
  if (scope === 'member') await requireMembership(asked, organizationOf(request));
  if (scope === 'owner') await requireOwnership(asked, organizationOf(request));
}

function organizationOf({ params }: FastifyRequest): string {
  return (params as { readonly organization: string }).organization;
}

/** A route whose scope cannot be checked is a programming error. */
export function requireCheckable({ method, path, credential, scope }: Route): void {
  const isOfOrganization = credential === 'scim' || scope === 'member' || scope === 'owner';
  if (isOfOrganization && !path.includes('/:organization')) throw new Error(`${method} ${path} names no organization`);
  if (credential === 'scim' && scope !== 'own') throw new Error(`${method} ${path}: a directory has no role`);
}

async function bySession(services: Services, source: Source, request: FastifyRequest): Promise<AccountCaller> {
  const secret = sessionCookie.read(request);
  if (!secret) throw new DomainError('unauthenticated', {});
  return authenticateSession(services, source, secret);
}

/** For a page that also shows the way in to anyone who is not signed in. */
async function bySessionIfAny(services: Services, source: Source, request: FastifyRequest) {
  return bySession(services, source, request).catch((error: unknown) => {
    if (error instanceof DomainError && statusOf(error) === 401) return undefined;
    throw error;
  });
}

async function byBearer(services: Services, source: Source, request: FastifyRequest): Promise<AccountCaller> {
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
 * An unsafe request with a cookie must prove that it comes from our own pages, whatever its content type (R35, attack 27).
 * Browsers always send one of the two headers; a request with neither is refused.
 */
function requireSameOrigin(request: FastifyRequest, publicUrl: string): void {
  const { origin, 'sec-fetch-site': site } = request.headers;
  if (origin === undefined && site === undefined) throw refused('it names no origin');
  refuseOtherOrigin(request, publicUrl);
}

/** For sign-in itself: another site must not sign its visitor in as somebody else, but a program may sign in. */
function refuseOtherOrigin(request: FastifyRequest, publicUrl: string): void {
  const { origin, 'sec-fetch-site': site } = request.headers;
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw refused('it was started by another site');
  // A form under `Referrer-Policy: no-referrer` has the origin `null`; the browser's own word for the site then counts.
  if (origin === 'null' && site === 'same-origin') return;
  if (origin !== undefined && origin !== new URL(publicUrl).origin) throw refused('it has another origin');
}

function refused(reason: string): DomainError {
  return new DomainError('csrf', { reason });
}

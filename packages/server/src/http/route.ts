import type { IncomingHttpHeaders } from 'node:http';
import type { AuditAction } from '@lanyard/core/audit/audit-event';
import type { CommandLineScope } from '@lanyard/core/command-lines/client-scope';
import type { OrganizationScope } from '@lanyard/core/tokens/organization-scope';
import type { RepositoryScope } from '@lanyard/core/tokens/repository-scope';
import type { FastifyRequest } from 'fastify';
import type { ZodType, z } from 'zod';
import type { AccountCaller, OrganizationTokenCaller, ScimCaller, Source } from '../features/access/caller.ts';
import type { Services } from '../services.ts';
import type { Surface } from './surface.ts';

/**
 * - `none`: anyone
 * - `session`: only the browser's cookie
 * - `optional-session`: the cookie, or nobody
 * - `account`: the cookie or a Bearer API token
 * - `bearer`: only a Bearer API token
 * - `organization-bearer`: also an API token that came from an organization's own token
 * - `scim`: the Bearer token of an organization's directory
 * - `basic`: what a registry client sends, which the use case checks
 */
export type CredentialKind =
  | 'none'
  | 'session'
  | 'optional-session'
  | 'account'
  | 'bearer'
  | 'organization-bearer'
  | 'basic'
  | 'scim';

/**
 * The limits that can make a request wait (429): failed sign-ins of an account or a network, requested mails, wrong
 * codes of command lines, codes that wait for a person, invitations of a sender and those that wait, sign-ins that a
 * network begins at a provider or with a passkey, and the number of things that an account creates.
 */
export type Limiter =
  | 'failed-sign-ins'
  | 'mails'
  | 'code-guesses'
  | 'waiting-codes'
  | 'invitations'
  | 'begun-sign-ins'
  | 'new-rows';

/**
 * Who may call the route. `own` is any authenticated account, and the use case checks whose things it may use. The
 * others are anyone, an administrator of the server, and a member or an owner of the organization that `:organization`
 * in the path names. A directory (credential `scim`) always calls for the organization in the path. The use case checks
 * a role again in its transaction.
 */
export type RouteScope = 'anyone' | 'own' | 'administrator' | 'member' | 'owner';

export interface RouteRequest<Params = unknown, Query = unknown, Body = unknown, Caller = AccountCaller | undefined> {
  readonly services: Services;
  readonly source: Source;
  readonly caller: Caller;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly headers: IncomingHttpHeaders;
  readonly raw: FastifyRequest;
}

/** What a hot route gets. It has no caller, path parameters or body, and Fastify does not know the request. */
export type HotRequest<Query = unknown> = Pick<
  RouteRequest<unknown, Query>,
  'services' | 'source' | 'query' | 'headers'
>;

export interface Answer {
  readonly status: number;
  /** JSON, or the text of a page. */
  readonly body?: unknown;
  /** Several cookies need several lines. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
}

/**
 * A row of the route table. Every column is required or has a default that refuses, so that nothing is open by mistake
 * (attack 6).
 */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** Another address of the same route, which some of its clients use. */
  readonly alias?: string;
  readonly surface: Surface;
  readonly summary: string;
  readonly credential: CredentialKind;
  readonly scope: RouteScope;
  /**
   * `origin`: an unsafe request with a cookie must prove that it comes from our own pages. `browser`: the same, but a
   * program that sends no origin may continue, because it has no cookie yet. `none`: no cookie counts, or nothing
   * changes.
   */
  readonly csrf: 'origin' | 'browser' | 'none';
  /**
   * R48: the scope for which a command line must be approved. Without this field, no command line can open the route.
   * So a client can do only what the page of approval says (attack 44).
   */
  readonly clientScope?: CommandLineScope;
  /**
   * The scope that an organization's token needs to open the route. Only `organization-bearer` rows have one (attack
   * 6).
   */
  readonly organizationScope?: OrganizationScope;
  /** The same for a route about one repository, which `:namespace/:repository` in the path names. */
  readonly repositoryScope?: RepositoryScope;
  /**
   * R34: without this field, a change needs a sign-in from the last minutes. A row that needs none says why: it only
   * removes something, or its use case checks freshness in the cases that add something.
   */
  readonly freshSignIn?: { readonly notNeeded: string };
  /**
   * The limiters that a request can use. A test fails if a route uses one that is not listed, or never uses a listed
   * one. The limit of `requireRoomForChanges` is in no row, because every change counts in it.
   */
  readonly rate: 'none' | readonly Limiter[];
  /** The events that a request can record. Tests check this list in the same way. */
  readonly audit: readonly AuditAction[];
  readonly cache: 'no-store' | 'public';
  readonly request: { readonly params?: ZodType; readonly query?: ZodType; readonly body?: ZodType };
  readonly answers: Readonly<Record<number, ZodType>>;
  readonly handle: (request: RouteRequest<never, never, never, never>) => Promise<Answer>;
}

/** A row that is also served without Fastify: see `hot-routes.ts`. */
export interface HotRoute extends Route {
  readonly method: 'GET';
  readonly credential: 'basic';
  readonly request: { readonly query: ZodType };
  readonly handle: (request: HotRequest<never>) => Promise<Answer>;
  readonly isHot: true;
}

type Output<Schema> = Schema extends ZodType ? z.output<Schema> : undefined;
type CallerOf<Kind extends CredentialKind> = Kind extends 'none' | 'basic'
  ? undefined
  : Kind extends 'optional-session'
    ? AccountCaller | undefined
    : Kind extends 'scim'
      ? ScimCaller
      : Kind extends 'organization-bearer'
        ? AccountCaller | OrganizationTokenCaller
        : AccountCaller;

/** A row whose handler gets its types from the columns. */
export function defineRoute<
  Kind extends CredentialKind,
  const Request extends { readonly params?: ZodType; readonly query?: ZodType; readonly body?: ZodType },
>(
  route: Omit<Route, 'credential' | 'request' | 'handle'> & {
    readonly credential: Kind;
    readonly request: Request;
    readonly handle: (
      request: RouteRequest<
        Output<Request['params']>,
        Output<Request['query']>,
        Output<Request['body']>,
        CallerOf<Kind>
      >,
    ) => Promise<Answer>;
  },
): Route {
  return route as Route;
}

/** The same for a hot row. */
export function defineHotRoute<Query extends ZodType>(
  route: Omit<HotRoute, 'isHot' | 'request' | 'handle'> & {
    readonly request: { readonly query: Query };
    readonly handle: (request: HotRequest<z.output<Query>>) => Promise<Answer>;
  },
): HotRoute {
  return { ...route, isHot: true };
}

export function isHot(route: Route): route is HotRoute {
  return 'isHot' in route;
}

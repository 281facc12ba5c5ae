import type { AuditAction } from '@lanyard/core/audit/audit-event';
import type { CommandLineScope } from '@lanyard/core/command-lines/client-scope';
import type { OrganizationScope } from '@lanyard/core/tokens/organization-scope';
import type { FastifyRequest } from 'fastify';
import type { ZodType, z } from 'zod';
import type { AccountCaller, OrganizationTokenCaller, ScimCaller, Source } from '../features/access/caller.ts';
import type { Services } from '../services.ts';
import type { Surface } from './surface.ts';

/**
 * `none`: anyone; `session`: only the browser's cookie; `optional-session`: the cookie, or nobody; `account`: the cookie or a Bearer API token;
 * `bearer`: only a Bearer API token; `organization-bearer`: also one that an organization's own token signed in for; `scim`: the Bearer token of an organization's directory; `basic`: what a registry client sends, checked by the use case.
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
 * What makes a request wait (429): failed sign-ins of an account or a network, mails asked for, wrong codes of command
 * lines, how many of these codes wait for a person, invitations of a sender and those that wait, sign-ins that a network
 * begins at a provider or with a passkey, or how often an account makes something that is kept.
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
 * Who may call: anyone; `own`: an account that is proven (the use case checks whose things); an administrator of the
 * server; a member or an owner of the organization that `:organization` in the path names. A directory (credential
 * `scim`) always calls for the organization in the path. The use case proves a role again, in its transaction.
 */
export type RouteScope = 'anyone' | 'own' | 'administrator' | 'member' | 'owner';

export interface RouteRequest<Params = unknown, Query = unknown, Body = unknown, Caller = AccountCaller | undefined> {
  readonly services: Services;
  readonly source: Source;
  readonly caller: Caller;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly raw: FastifyRequest;
}

export interface Answer {
  readonly status: number;
  /** JSON, or the text of a page. */
  readonly body?: unknown;
  /** Several cookies are several lines. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
}

/** A row of the route table. Every column is mandatory, or has a default that refuses: what is not said is not served (attack 6). */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** Another address of the same route, which some of its clients know it by. */
  readonly alias?: string;
  readonly surface: Surface;
  readonly summary: string;
  readonly credential: CredentialKind;
  readonly scope: RouteScope;
  /**
   * `origin`: an unsafe request with a cookie must prove that it comes from our own pages; `browser`: the same, but a
   * program that names no origin may go on, because it has no cookie yet; `none` where no cookie counts or nothing changes.
   */
  readonly csrf: 'origin' | 'browser' | 'none';
  /**
   * R48: what a command line must have been approved for. Where this is left out, no command line opens the route: what
   * the page of approval does not say, a client cannot do (attack 44).
   */
  readonly clientScope?: CommandLineScope;
  /** What an organization's token must have to open the route. Only `organization-bearer` rows say one (attack 6). */
  readonly organizationScope?: OrganizationScope;
  /**
   * R34: where this is left out, anyone who changes something must have signed in within the last minutes. A row that asks
   * for less says why: it takes something away, or its use case asks in the cases that give something.
   */
  readonly freshSignIn?: { readonly notNeeded: string };
  /** The limiters that a request may ask. The tests fail where one is asked that is not listed, or listed and never asked. */
  readonly rate: 'none' | readonly Limiter[];
  /** The events that a request may leave, held by the tests in the same way. */
  readonly audit: readonly AuditAction[];
  readonly cache: 'no-store' | 'public';
  readonly request: { readonly params?: ZodType; readonly query?: ZodType; readonly body?: ZodType };
  readonly answers: Readonly<Record<number, ZodType>>;
  readonly handle: (request: RouteRequest<never, never, never, never>) => Promise<Answer>;
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

/** A row whose handler's types follow from its columns. */
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

import type { IncomingHttpHeaders } from 'node:http';
import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import { DomainError, type DomainErrorCode } from '@lanyard/core/domain-error';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify';
import type { Source } from '../features/access/caller.ts';
import type { Services } from '../services.ts';
import { authenticateCaller, needsCaller, requireCheckable } from './authenticate-caller.ts';
import { deviceCookie } from './cookies.ts';
import type { RequestLimit } from './limit-requests.ts';
import { noteRequest } from './observe-requests.ts';
import type { Answer, Route, RouteRequest } from './route.ts';
import type { SurfaceForm, SurfaceForms } from './surface.ts';

const MAXIMUM_CLIENT_LENGTH = 256;
export const CACHE_CONTROL = { 'no-store': 'no-store', public: 'public, max-age=300' } as const;

/** Does the work of one request. */
export type Around = <Result>(route: Route, work: () => Promise<Result>) => Promise<Result>;

export interface RouteTable {
  readonly routes: readonly Route[];
  readonly surfaces: SurfaceForms;
  readonly around: Around | undefined;
  /** The answer to an address that no route serves. Undefined for "not available". It reads no body. */
  readonly unserved: (services: Services, url: string) => Promise<Answer | undefined>;
}

/** Serves the route table. Routes cannot be added in any other way. */
export async function registerRoutes(
  app: FastifyInstance,
  services: Services,
  { routes, surfaces, around }: RouteTable,
  limit: RequestLimit,
): Promise<void> {
  for (const [surface, form] of Object.entries(surfaces)) {
    const { json, formBytes, readsCookies, requestsPerMinute } = form;
    await app.register(async (child) => {
      if (requestsPerMinute !== undefined)
        child.addHook('onRequest', (request, reply, done) => done(limit(request, reply, requestsPerMinute)));
      child.removeContentTypeParser(['application/json', 'text/plain']);
      if (json.length > 0) readJson(child, [...json]);
      if (formBytes > 0) await child.register(formbody, { bodyLimit: formBytes });
      if (readsCookies) await child.register(cookie);
      for (const route of routes.filter((one) => one.surface === surface)) {
        requireCheckable(route);
        const serve = serverOf(route, services, readsCookies);
        const handler: Serve = (request, reply) =>
          around ? around(route, () => serve(request, reply)) : serve(request, reply);
        registerRoute(child, route, form, handler);
      }
    });
  }
}

/** An empty body counts as no body, whatever its Content-Type is, because Go's clients always send one. */
function readJson(app: FastifyInstance, mediaTypes: string[]): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser(mediaTypes, { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined);
    else parse(request, body as string, done);
  });
}

function registerRoute(
  app: FastifyInstance,
  route: Route,
  { errors, eitherSlash = false }: SurfaceForm,
  handler: RouteHandlerMethod,
): void {
  const { method, path, alias, surface, summary, answers } = route;
  const { params, query, body } = route.request;
  const schema = {
    summary,
    tags: [surface],
    response: { '4xx': errors, '5xx': errors, ...answers },
    ...(params && { params }),
    ...(query && { querystring: query }),
    ...(body && { body }),
  };
  const config = { surface };
  for (const address of alias === undefined ? [path] : [path, alias]) {
    app.route({ method, url: address, schema, config, handler });
    if (eitherSlash) app.route({ method, url: `${address}/`, schema: { ...schema, hide: true }, config, handler });
  }
}

declare module 'fastify' {
  interface FastifyContextConfig {
    surface?: Route['surface'];
  }
}

type Serve = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

/** Does exactly the checks of the row, in this order. */
function serverOf(route: Route, services: Services, readsCookies: boolean): Serve {
  const cacheControl = CACHE_CONTROL[route.cache];
  const asksWhoCalls = needsCaller(route);
  return async (request, reply) => {
    reply.header('Cache-Control', cacheControl);
    const { params, query, body } = request;
    for (const part of [params, query, body]) requireStorableText(part, '');
    const source = sourceOf(request.ip, request.headers, readsCookies ? deviceCookie.read(request) : undefined);
    const caller = asksWhoCalls ? await authenticateCaller(route, services, source, request) : undefined;
    if (caller?.type === 'account') noteRequest(request, { account: caller.account.name });
    const routeRequest: RouteRequest<unknown, unknown, unknown, typeof caller> = {
      services,
      source,
      caller,
      params,
      query,
      body,
      headers: request.headers,
      raw: request,
    };
    const answer = route.handle(routeRequest as RouteRequest<never, never, never, never>);
    if (!caller || route.method === 'GET') return send(reply, await answer);
    const asLater = async (error: unknown) => {
      if (mayBeOfAnEnd(error)) await authenticateCaller(route, services, source, request);
      throw error;
    };
    return send(reply, await answer.catch(asLater));
  };
}

const MAY_BE_OF_AN_END: readonly DomainErrorCode[] = ['not-found', 'forbidden', 'conflict'];

/**
 * Whether the account or its rights may have ended while the change waited for a lock. Then the answer must be that of
 * a request that begins later (R50), and never speak of something else that is missing.
 */
function mayBeOfAnEnd(error: unknown): boolean {
  return error instanceof DomainError && MAY_BE_OF_AN_END.includes(error.code);
}

export function send(reply: FastifyReply, { status, body, headers }: Answer): FastifyReply {
  if (headers) reply.headers({ ...headers } as Record<string, string | string[]>);
  return reply.code(status).send(body);
}

/** The address of the peer, or the one that a listed proxy reports. Fastify's `trustProxy` decides (R37). */
export function sourceOf(address: string, headers: IncomingHttpHeaders, device: Source['device']): Source {
  const agent = headers['user-agent'] ?? '';
  return { address, client: agent.slice(0, MAXIMUM_CLIENT_LENGTH).replace(/[^\x20-\x7e]/g, '?'), device };
}

/** PostgreSQL cannot store a NUL, and half a surrogate pair comes back as another character. */
export function requireStorableText(value: unknown, field: string): void {
  if (typeof value === 'string') requireStorable(value, field);
  else if (typeof value === 'object' && value !== null) requireStorableFields(value, field);
}

function requireStorableFields(value: object, field: string): void {
  for (const [name, part] of Object.entries(value)) requireStorableText(part, field === '' ? name : `${field}.${name}`);
}

function requireStorable(text: string, field: string): void {
  if (!text.includes('\0') && text.isWellFormed()) return;
  throw new DomainError('invalid-input', { field, reason: 'contains a character that cannot be stored' });
}

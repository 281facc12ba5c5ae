import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import { DomainError } from '@lanyard/core/domain-error';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify';
import type { ZodType } from 'zod';
import type { Source } from '../features/access/caller.ts';
import type { Services } from '../services.ts';
import { authenticateCaller, requireCheckable } from './authenticate-caller.ts';
import type { Answer, Route, RouteRequest } from './route.ts';
import type { SurfaceForms } from './surface.ts';

const MAXIMUM_CLIENT_LENGTH = 256;
const CACHE_CONTROL = { 'no-store': 'no-store', public: 'public, max-age=300' } as const;

/** Does the work of one request. */
export type Around = <Result>(route: Route, work: () => Promise<Result>) => Promise<Result>;

export interface RouteTable {
  readonly routes: readonly Route[];
  readonly surfaces: SurfaceForms;
  readonly around: Around | undefined;
}

/** Serves the route table; there is no other way to add a route. */
export async function registerRoutes(
  app: FastifyInstance,
  services: Services,
  { routes, surfaces, around = (_route, work) => work() }: RouteTable,
): Promise<void> {
  for (const [surface, { json, formBytes, readsCookies, errors }] of Object.entries(surfaces)) {
    await app.register(async (child) => {
      child.removeContentTypeParser(['application/json', 'text/plain']);
      if (json.length > 0) readJson(child, [...json]);
      if (formBytes > 0) await child.register(formbody, { bodyLimit: formBytes });
      if (readsCookies) await child.register(cookie);
      for (const route of routes.filter((one) => one.surface === surface)) {
        requireCheckable(route);
        registerRoute(child, route, errors, (request, reply) =>
          around(route, () => serve(route, services, request, reply)),
        );
      }
    });
  }
}

/** An empty body counts as none, whatever its Content-Type says: Go's clients always send one. */
function readJson(app: FastifyInstance, mediaTypes: string[]): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser(mediaTypes, { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined);
    else parse(request, body as string, done);
  });
}

function registerRoute(app: FastifyInstance, route: Route, errors: ZodType, handler: RouteHandlerMethod): void {
  const { method, path, surface, summary, answers } = route;
  const { params, query, body } = route.request;
  const schema = {
    summary,
    tags: [surface],
    response: { '4xx': errors, '5xx': errors, ...answers },
    ...(params && { params }),
    ...(query && { querystring: query }),
    ...(body && { body }),
  };
  app.route({ method, url: path, schema, config: { surface }, handler });
}

declare module 'fastify' {
  interface FastifyContextConfig {
    surface?: Route['surface'];
  }
}

async function serve(route: Route, services: Services, request: FastifyRequest, reply: FastifyReply) {
  reply.header('Cache-Control', CACHE_CONTROL[route.cache]);
  for (const part of [request.params, request.query, request.body]) requireStorableText(part, '');
  const source = sourceOf(request);
  const caller = await authenticateCaller(route, services, source, request);
  const { params, query, body } = request;
  const routeRequest: RouteRequest<unknown, unknown, unknown, typeof caller> = {
    services,
    source,
    caller,
    params,
    query,
    body,
    raw: request,
  };
  return send(reply, await route.handle(routeRequest as RouteRequest<never, never, never, never>));
}

export function send(reply: FastifyReply, { status, body, headers }: Answer): FastifyReply {
  if (headers) reply.headers({ ...headers } as Record<string, string | string[]>);
  return reply.code(status).send(body);
}

/** The address is the peer's, or a listed proxy's word for it: Fastify's `trustProxy` decides (R37). */
function sourceOf(request: FastifyRequest): Source {
  const agent = request.headers['user-agent'] ?? '';
  return { address: request.ip, client: agent.slice(0, MAXIMUM_CLIENT_LENGTH).replace(/[^\x20-\x7e]/g, '?') };
}

/** PostgreSQL cannot keep a NUL, and half a surrogate pair comes back as another letter. */
function requireStorableText(value: unknown, field: string): void {
  if (typeof value === 'string') requireStorable(value, field);
  else if (typeof value === 'object' && value !== null) requireStorableFields(value, field);
}

function requireStorableFields(value: object, field: string): void {
  for (const [name, part] of Object.entries(value)) requireStorableText(part, field === '' ? name : `${field}.${name}`);
}

function requireStorable(text: string, field: string): void {
  if (!text.includes('\0') && text.isWellFormed()) return;
  throw new DomainError('invalid-input', { field, reason: 'holds a character that cannot be stored' });
}

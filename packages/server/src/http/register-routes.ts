import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ROUTES } from '../app/route-table.ts';
import { SCIM_MEDIA_TYPE } from '../protocols/scim/scim-schema.ts';
import type { Services } from '../services.ts';
import { authenticateCaller } from './authenticate-caller.ts';
import { requireStorableText } from './require-storable-text.ts';
import type { Answer, Route, RouteRequest, Surface } from './route.ts';
import { sourceOf } from './source-of.ts';

const FORM_LIMIT_BYTES = 64 * 1024;
/** Assertions of people in hundreds of groups come as forms. */
const ASSERTION_LIMIT_BYTES = 400 * 1024;

/** What each surface reads, forms up to so many bytes: a body of another kind is refused before any route sees it (attack 28). */
const READS: Readonly<Record<Surface, { readonly forms: number | false; readonly cookies: boolean }>> = {
  registry: { forms: FORM_LIMIT_BYTES, cookies: false },
  oauth: { forms: FORM_LIMIT_BYTES, cookies: false },
  page: { forms: ASSERTION_LIMIT_BYTES, cookies: true },
  hub: { forms: false, cookies: false },
  api: { forms: false, cookies: true },
  scim: { forms: false, cookies: false },
  plain: { forms: false, cookies: false },
};

/** Serves the route table; there is no other way to add a route. */
export async function registerRoutes(app: FastifyInstance, services: Services): Promise<void> {
  for (const [surface, { forms, cookies }] of Object.entries(READS)) {
    await app.register(async (child) => {
      child.removeContentTypeParser(['application/json', 'text/plain']);
      if (!forms) readJson(child, mediaTypesOf(surface));
      if (forms) await child.register(formbody, { bodyLimit: forms });
      if (cookies) await child.register(cookie);
      for (const route of ROUTES.filter((one) => one.surface === surface)) registerRoute(child, services, route);
    });
  }
}

function mediaTypesOf(surface: string): string[] {
  return surface === 'scim' ? ['application/json', SCIM_MEDIA_TYPE] : ['application/json'];
}

/** An empty body is none, whatever its Content-Type says: Go's clients name one all the same. */
function readJson(app: FastifyInstance, mediaTypes: string[]): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser(mediaTypes, { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined);
    else parse(request, body as string, done);
  });
}

function registerRoute(app: FastifyInstance, services: Services, route: Route): void {
  app.route({
    method: route.method,
    url: route.path,
    schema: schemaOf(route),
    config: { surface: route.surface },
    handler: (request, reply) => serve(route, services, request, reply),
  });
}

declare module 'fastify' {
  interface FastifyContextConfig {
    surface?: Route['surface'];
  }
}

async function serve(route: Route, services: Services, request: FastifyRequest, reply: FastifyReply) {
  if (route.cache === 'no-store') reply.header('Cache-Control', 'no-store');
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

function schemaOf(route: Route): Record<string, unknown> {
  const { params, query, body } = route.request;
  return {
    summary: route.summary,
    tags: [route.surface],
    response: route.answers,
    ...(params && { params }),
    ...(query && { querystring: query }),
    ...(body && { body }),
  };
}

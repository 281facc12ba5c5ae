import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Services } from '../ports/services.ts';
import { authenticateCaller } from './authenticate-caller.ts';
import { requireStorableText } from './require-storable-text.ts';
import type { Answer, Route, RouteRequest } from './route.ts';
import { ROUTES } from './route-table.ts';
import { sourceOf } from './source-of.ts';

/** Serves the route table; there is no other way to add a route. Forms are read where registry clients send them alone. */
export async function registerRoutes(app: FastifyInstance, services: Services): Promise<void> {
  const takesForms = (route: Route) => route.surface === 'registry';
  await app.register(async (forms) => {
    forms.removeContentTypeParser(['application/json', 'text/plain']);
    await forms.register(formbody, { bodyLimit: FORM_LIMIT_BYTES });
    for (const route of ROUTES.filter(takesForms)) registerRoute(forms, services, route);
  });
  await app.register(async (pages) => {
    pages.removeContentTypeParser('text/plain');
    await pages.register(cookie);
    for (const route of ROUTES.filter((other) => !takesForms(other))) registerRoute(pages, services, route);
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

const FORM_LIMIT_BYTES = 64 * 1024;

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
  const routeRequest: RouteRequest = { services, source, caller, params, query, body, raw: request };
  return send(reply, await route.handle(routeRequest as RouteRequest<never, never, never, never>));
}

export function send(reply: FastifyReply, { status, body, headers }: Answer): FastifyReply {
  if (headers) reply.headers(headers);
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

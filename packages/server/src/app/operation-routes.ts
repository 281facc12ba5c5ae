import { z } from 'zod';
import { plainSurface } from '../http/api-schema.ts';
import { defineRoute, type Route } from '../http/route.ts';

const common = {
  method: 'GET',
  surface: 'plain',
  credential: 'none',
  scope: 'anyone',
  csrf: 'none',
  rate: 'none',
  audit: [],
  request: {},
} as const;

const status = z.object({ status: z.string() });

/** Routes for the server's surroundings: probes and public keys. `/metrics` is not here, because it is not JSON. */
export const operationRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    path: '/healthz',
    summary: 'Check that the process runs',
    cache: 'no-store',
    answers: { 200: z.object({ status: z.string() }) },
    handle: async () => ({ status: 200, body: { status: 'ok' } }),
  }),
  defineRoute({
    ...common,
    path: '/readyz',
    summary: 'Check that the database answers, takes writes, and that the server is not about to stop',
    cache: 'no-store',
    answers: { 200: status, 503: z.union([status, plainSurface.errors]) },
    handle: async ({ services }) => {
      if (services.isStopping()) return { status: 503, body: { status: 'stopping' } };
      await services.store.ping();
      return { status: 200, body: { status: 'ready' } };
    },
  }),
  defineRoute({
    ...common,
    path: '/.well-known/jwks.json',
    summary: 'Get the public keys of API tokens and of registries with a fixed key (RFC 7517)',
    cache: 'public',
    answers: { 200: z.object({ keys: z.array(z.record(z.string(), z.unknown())) }) },
    handle: async ({ services }) => ({ status: 200, body: await services.apiTokens.publicKeys() }),
  }),
];

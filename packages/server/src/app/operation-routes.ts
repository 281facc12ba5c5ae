import { z } from 'zod';
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

/** What runs around the server: probes and public keys. `/metrics` stands beside, as it is no JSON. */
export const operationRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    path: '/healthz',
    summary: 'The process runs',
    cache: 'no-store',
    answers: { 200: z.object({ status: z.string() }) },
    handle: async () => ({ status: 200, body: { status: 'ok' } }),
  }),
  defineRoute({
    ...common,
    path: '/readyz',
    summary: 'The database answers',
    cache: 'no-store',
    answers: { 200: z.object({ status: z.string() }) },
    handle: async ({ services }) => {
      await services.store.ping();
      return { status: 200, body: { status: 'ready' } };
    },
  }),
  defineRoute({
    ...common,
    path: '/.well-known/jwks.json',
    summary: 'The public keys of API tokens and of registries with a fixed key (RFC 7517)',
    cache: 'public',
    answers: { 200: z.object({ keys: z.array(z.record(z.string(), z.unknown())) }) },
    handle: async ({ services }) => ({ status: 200, body: services.apiTokens.publicKeys() }),
  }),
];

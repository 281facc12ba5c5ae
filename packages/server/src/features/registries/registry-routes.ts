import { z } from 'zod';
import { isoTime } from '../../http/api-schema.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import type { Registry } from '../../store/records/registries.ts';

import {
  createRegistry,
  DEFAULT_TTL_SECONDS,
  listRegistries,
  MAXIMUM_TTL_SECONDS,
  MINIMUM_TTL_SECONDS,
  REGISTRY_KINDS,
  rotateRegistryKeys,
  showRegistry,
} from './registries.ts';
import { DEFAULT_CERTIFICATE_PATH, REGISTRY_PRODUCTS, showRegistryConfiguration } from './registry-configuration.ts';

const common = {
  surface: 'api',
  credential: 'account',
  scope: 'administrator',
  rate: 'none',
  cache: 'no-store',
} as const;
const registryParams = z.strictObject({ name: z.string().max(100) });

const registrySchema = z.object({
  name: z.string(),
  service: z.string(),
  kind: z.enum(REGISTRY_KINDS),
  tokenTtlSeconds: z.number(),
  createdAt: z.string(),
});

const registryConfigurationSchema = z.object({
  /** YAML of Distribution, JSON of zot. */
  configuration: z.string(),
  /** Where the configuration has the registry look for the certificate. */
  certificatePath: z.string(),
  trustedCertificate: z.string(),
});

/** It is written into a comment and into a value: one line of printable text. */
const certificatePath = z.string().regex(/^\P{C}{1,500}$/u, 'must be one line of 1 to 500 characters');

export const registryRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    method: 'GET',
    path: '/api/registries',
    summary: 'List the registries that this server issues tokens for',
    csrf: 'none',
    audit: [],
    request: {},
    answers: { 200: z.object({ registries: z.array(registrySchema) }) },
    handle: async ({ services, caller }) => {
      const registries = await listRegistries(services, caller);
      return { status: 200, body: { registries: registries.map(registryBody) } };
    },
  }),
  defineRoute({
    ...common,
    method: 'POST',
    path: '/api/registries',
    summary: 'Add a registry; it gets a signing chain of its own',
    csrf: 'origin',
    audit: ['registry.created'],
    request: {
      body: z.strictObject({
        name: z.string().max(100),
        service: z.string().max(128),
        kind: z.enum(REGISTRY_KINDS).default('distribution'),
        tokenTtlSeconds: z.int().min(MINIMUM_TTL_SECONDS).max(MAXIMUM_TTL_SECONDS).default(DEFAULT_TTL_SECONDS),
      }),
    },
    answers: { 201: registrySchema },
    handle: async ({ services, caller, body }) => {
      return { status: 201, body: registryBody(await createRegistry(services, caller, body)) };
    },
  }),
  defineRoute({
    ...common,
    method: 'GET',
    path: '/api/registries/:name',
    summary: 'Show a registry with the certificate that it must trust, as PEM',
    csrf: 'none',
    audit: [],
    request: { params: registryParams },
    answers: { 200: registrySchema.extend({ trustedCertificate: z.string() }) },
    handle: async ({ services, caller, params }) => {
      const { registry, trustedCertificatePem } = await showRegistry(services, caller, params.name);
      return { status: 200, body: { ...registryBody(registry), trustedCertificate: trustedCertificatePem } };
    },
  }),
  defineRoute({
    ...common,
    method: 'GET',
    path: '/api/registries/:name/configuration',
    summary: 'Get the configuration that makes a registry trust this server, ready to paste',
    csrf: 'none',
    audit: [],
    request: {
      params: registryParams,
      query: z.strictObject({ for: z.enum(REGISTRY_PRODUCTS), certificatePath: certificatePath.optional() }),
    },
    answers: { 200: registryConfigurationSchema },
    handle: async ({ services, caller, params, query }) => {
      const place = { certificatePath: query.certificatePath ?? DEFAULT_CERTIFICATE_PATH };
      const input = { name: params.name, product: query.for, ...place };
      const { configuration, trustedCertificatePem } = await showRegistryConfiguration(services, caller, input);
      return { status: 200, body: { configuration, ...place, trustedCertificate: trustedCertificatePem } };
    },
  }),
  defineRoute({
    ...common,
    method: 'POST',
    path: '/api/registries/:name/rotate',
    summary: 'Replace the signing leaf at once; the registry needs no restart',
    csrf: 'origin',
    audit: ['registry.keys-rotated'],
    request: { params: registryParams },
    answers: { 200: registrySchema },
    handle: async ({ services, caller, params }) => {
      return { status: 200, body: registryBody(await rotateRegistryKeys(services, caller, params.name)) };
    },
  }),
];

function registryBody({ createdAt, ...registry }: Registry): z.input<typeof registrySchema> {
  const { name, service, kind, tokenTtlSeconds } = registry;
  return { name, service, kind, tokenTtlSeconds, createdAt: isoTime(createdAt) };
}

import {
  MAXIMUM_GUARDED_PUSH_TTL_SECONDS,
  MAXIMUM_TTL_SECONDS,
  MINIMUM_TTL_SECONDS,
} from '@lanyard/core/registries/token-lifetimes';
import { z } from 'zod';
import { isoTime } from '../../http/api-schema.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import type { Registry } from '../../store/records/registries/registries.ts';

import { changeRegistry } from './reach-registry.ts';
import {
  createRegistry,
  DEFAULT_TTL_SECONDS,
  listRegistries,
  REGISTRY_KINDS,
  rotateRegistryKeys,
  showRegistry,
} from './registries.ts';
import { DEFAULT_CERTIFICATE_PATH, REGISTRY_PRODUCTS, showRegistryConfiguration } from './registry-configuration.ts';
import { listRegistryAddresses } from './registry-hosts.ts';
import { testStoredRegistry } from './test-registry.ts';

const common = {
  surface: 'api',
  credential: 'account',
  scope: 'administrator',
  rate: 'none',
  cache: 'no-store',
} as const;
const registryParams = z.strictObject({ name: z.string().max(100) });

const hostsField = z.array(z.string().max(300)).max(20);

const internalUrlField = z.string().max(300).nullable();

const ttl = z.int().min(MINIMUM_TTL_SECONDS).max(MAXIMUM_TTL_SECONDS);
/** The use case checks that more than 900 s need a gate. */
const pushTtl = z.int().min(MINIMUM_TTL_SECONDS).max(MAXIMUM_GUARDED_PUSH_TTL_SECONDS).nullable();

const registrySchema = z.object({
  name: z.string(),
  service: z.string(),
  kind: z.enum(REGISTRY_KINDS),
  tokenTtlSeconds: z.number(),
  /** For tokens that allow push. Null if they live as long as other tokens. */
  pushTokenTtlSeconds: z.number().nullable(),
  /** `host` or `host:port`, where clients reach it. */
  hosts: z.array(z.string()),
  /** Where this server reaches it. Null for its first host. */
  internalUrl: z.string().nullable(),
  /** Whether a gate in front of it asks this server about every request. */
  hasGate: z.boolean(),
  /** Whether a test found that clients can bypass the gate. */
  isGatePassedBy: z.boolean(),
  /** When a token was last used for it, up to a minute late. Null if never. */
  lastUsedAt: z.string().nullable(),
  createdAt: z.string(),
});

const registryConfigurationSchema = z.object({
  /** YAML for Distribution, JSON for zot. */
  configuration: z.string(),
  /** The path of the certificate in this configuration. */
  certificatePath: z.string(),
  trustedCertificate: z.string(),
});

const registryTestSchema = z.object({
  /** The address that was tested. */
  address: z.string(),
  checks: z.array(
    z.object({
      what: z.string(),
      /** Null if the check passed. */
      fault: z.string().nullable(),
      /** Information that is not a fault. */
      note: z.string().nullable(),
    }),
  ),
});

/** The path is written into a comment and into a value, so it must be one line of printable text. */
const certificatePath = z.string().regex(/^\P{C}{1,500}$/u, 'must be one line of 1 to 500 characters');

export const registryRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    scope: 'own',
    method: 'GET',
    path: '/api/registry-hosts',
    summary: 'List where people reach the registries of this server, for docker login and docker pull',
    csrf: 'none',
    audit: [],
    request: {},
    answers: { 200: z.object({ registries: z.array(z.object({ name: z.string(), host: z.string().nullable() })) }) },
    handle: async ({ services, caller }) => {
      return { status: 200, body: { registries: [...(await listRegistryAddresses(services, caller))] } };
    },
  }),
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
        tokenTtlSeconds: ttl.default(DEFAULT_TTL_SECONDS),
        pushTokenTtlSeconds: pushTtl.default(null),
        hosts: hostsField.default([]),
        internalUrl: internalUrlField.default(null),
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
    method: 'PATCH',
    path: '/api/registries/:name',
    summary:
      'Set where clients and this server reach a registry, and how long its tokens are valid; once every registry has a host, command lines sign in only for these hosts',
    csrf: 'origin',
    audit: ['registry.changed'],
    request: {
      params: registryParams,
      body: z
        .strictObject({
          hosts: hostsField,
          internalUrl: internalUrlField,
          tokenTtlSeconds: ttl,
          pushTokenTtlSeconds: pushTtl,
        })
        .partial(),
    },
    answers: { 200: registrySchema },
    handle: async ({ services, caller, params, body }) => {
      return { status: 200, body: registryBody(await changeRegistry(services, caller, params.name, body)) };
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
    path: '/api/registries/:name/test',
    summary: 'Test whether a registry sends its clients here and accepts what this server signs',
    csrf: 'origin',
    audit: ['registry.gate-tested'],
    request: { params: registryParams },
    answers: { 200: registryTestSchema },
    handle: async ({ services, caller, params }) => {
      const { address, checks } = await testStoredRegistry(services, caller, params.name);
      const shown = checks.map(({ what, fault = null, note = null }) => ({ what, fault, note }));
      return { status: 200, body: { address, checks: shown } };
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
  const { name, service, kind, tokenTtlSeconds, pushTokenTtlSeconds, hosts, internalUrl, lastUsedAt } = registry;
  const ttls = { tokenTtlSeconds, pushTokenTtlSeconds };
  const addresses = { hosts: [...hosts], internalUrl, hasGate: registry.gateSecretMadeAt !== null };
  const isGatePassedBy = registry.pastGateSeenAt !== null;
  const times = { lastUsedAt: lastUsedAt === null ? null : isoTime(lastUsedAt), createdAt: isoTime(createdAt) };
  return { name, service, kind, ...ttls, ...addresses, isGatePassedBy, ...times };
}

import { z } from 'zod';
import { isoTime, pagingQuery } from '../../http/api-schema.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { listGuardedRegistries, listQuarantines, quarantineByOwner, releaseByOwner } from './quarantine.ts';

const common = {
  surface: 'api',
  credential: 'account',
  scope: 'own',
  rate: 'none',
  cache: 'no-store',
  path: '/api/repository/quarantines',
} as const;

/** The repository, as `namespace/name`. */
const nameField = z.string().max(255);
const image = { registry: z.string().max(100), digest: z.string().max(400) };

const quarantineSchema = z.object({
  registry: z.string(),
  digest: z.string(),
  reason: z.string(),
  /** `owner`, or the part of the server whose rule it is. */
  source: z.string(),
  madeBy: z.string().nullable(),
  createdAt: z.string(),
});

export const quarantineRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    method: 'GET',
    summary: 'List the images of a repository that are in quarantine, newest first',
    csrf: 'none',
    audit: [],
    request: { query: z.strictObject({ ...pagingQuery, name: nameField }) },
    answers: {
      200: z.object({
        total: z.number(),
        quarantines: z.array(quarantineSchema),
        /** The registries whose gate can refuse images, so where a quarantine is possible. */
        registries: z.array(z.string()),
      }),
    },
    handle: async ({ services, caller, query: { name, ...page } }) => {
      const { total, items } = await listQuarantines(services, caller, name, page);
      const quarantines = items.map(({ registryId: _id, repository: _name, createdAt, ...quarantine }) => ({
        ...quarantine,
        createdAt: isoTime(createdAt),
      }));
      const registries = (await listGuardedRegistries(services)).map((registry) => registry.name);
      return { status: 200, body: { total, quarantines, registries } };
    },
  }),
  defineRoute({
    ...common,
    method: 'POST',
    summary: 'Put an image in quarantine: nobody can pull it, or an index that contains it',
    csrf: 'origin',
    audit: ['image.quarantined'],
    request: {
      query: z.strictObject({ name: nameField }),
      body: z.strictObject({ ...image, reason: z.string().max(1000) }),
    },
    answers: { 204: z.undefined() },
    handle: async ({ services, caller, query, body }) => {
      await quarantineByOwner(services, caller, query.name, body);
      return { status: 204 };
    },
  }),
  defineRoute({
    ...common,
    method: 'DELETE',
    summary: 'Take an image out of quarantine',
    csrf: 'origin',
    audit: ['image.released'],
    request: { query: z.strictObject({ name: nameField, ...image }) },
    answers: { 204: z.undefined() },
    handle: async ({ services, caller, query: { name, ...which } }) => {
      await releaseByOwner(services, caller, name, which);
      return { status: 204 };
    },
  }),
];

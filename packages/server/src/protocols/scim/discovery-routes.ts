import { DomainError } from '@lanyard/core/domain-error';
import { z } from 'zod';

import type { ScimCaller } from '../../features/access/caller.ts';
import { type Answer, defineRoute, type Route } from '../../http/route.ts';
import type { Services } from '../../services.ts';
import {
  configBody,
  configSchema,
  resourceTypeBodies,
  resourceTypeSchema,
  schemaBodies,
  schemaSchema,
} from './discovery-body.ts';
import { RESOURCE_SCHEMAS } from './resource-schemas.ts';
import {
  common,
  listBody,
  listSchema,
  placeParams,
  resourceParams,
  scimAddress,
  scimHeaders,
  scimPlace,
} from './scim-schema.ts';

const row = { ...common, method: 'GET', audit: [] } as const;
/** RFC 7644, section 4: these lists have no filters and pages. */
const discoveryQuery = z.object({ filter: z.string().max(500).optional() });

/** The same for every organization, but only its directory can read it. */
export const scimDiscoveryRoutes: readonly Route[] = [
  defineRoute({
    ...row,
    ...scimAddress('ServiceProviderConfig'),
    summary: 'Show what parts of SCIM are supported',
    request: { params: placeParams, query: discoveryQuery },
    answers: { 200: configSchema },
    handle: async ({ services, caller, query }) => answer(configBody(placeOf(services, caller, query.filter))),
  }),
  defineRoute({
    ...row,
    ...scimAddress('ResourceTypes'),
    summary: 'List the kinds of resources',
    request: { params: placeParams, query: discoveryQuery },
    answers: { 200: listSchema(resourceTypeSchema) },
    handle: async ({ services, caller, query }) =>
      listAnswer(resourceTypeBodies(placeOf(services, caller, query.filter))),
  }),
  defineRoute({
    ...row,
    ...scimAddress('ResourceTypes/:id'),
    summary: 'Show one kind of resource',
    request: { params: resourceParams },
    answers: { 200: resourceTypeSchema },
    handle: async ({ services, caller, params }) =>
      answerOfId('resource type', params.id, resourceTypeBodies(placeOf(services, caller))),
  }),
  defineRoute({
    ...row,
    ...scimAddress('Schemas'),
    summary: 'List the attributes of every kind of resource',
    request: { params: placeParams, query: discoveryQuery },
    answers: { 200: listSchema(schemaSchema) },
    handle: async ({ services, caller, query }) =>
      listAnswer(schemaBodies(placeOf(services, caller, query.filter), RESOURCE_SCHEMAS)),
  }),
  defineRoute({
    ...row,
    ...scimAddress('Schemas/:id'),
    summary: 'Show the attributes of one kind of resource',
    request: { params: resourceParams },
    answers: { 200: schemaSchema },
    handle: async ({ services, caller, params }) =>
      answerOfId('schema', params.id, schemaBodies(placeOf(services, caller), RESOURCE_SCHEMAS)),
  }),
];

function placeOf(services: Services, caller: ScimCaller, filter?: string): string {
  if (filter === undefined) return scimPlace(services, caller);
  throw new DomainError('forbidden', { reason: 'this cannot be filtered' });
}

function answer(body: unknown): Answer {
  return { status: 200, headers: scimHeaders, body };
}

function listAnswer(bodies: readonly unknown[]): Answer {
  return answer(listBody(bodies.length, 0, bodies));
}

function answerOfId(what: string, id: string, bodies: readonly { readonly id: string }[]): Answer {
  const body = bodies.find((one) => one.id === id);
  if (body) return answer(body);
  throw new DomainError('not-found', { what });
}

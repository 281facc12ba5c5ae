import type { AuditAction } from '@lanyard/core/audit/audit-event';
import type { ScimOperation } from '@lanyard/core/directory/scim-patch';
import { z } from 'zod';
import type { ScimCaller } from '../../features/access/caller.ts';
import { type Answer, defineRoute, type Route } from '../../http/route.ts';
import type { Services } from '../../services.ts';
import {
  common,
  listBody,
  listQuery,
  listSchema,
  patchBody,
  placeParams,
  resourceParams,
  resourceQuery,
  scimAddress,
  scimHeaders,
  windowOf,
} from './scim-schema.ts';

type Window = ReturnType<typeof windowOf>;
type Changing = 'create' | 'replace' | 'change' | 'delete';
type By = readonly [services: Services, caller: ScimCaller];

/**
 * One kind of resource. `Item` is its form in the use cases, and `Written` is the complete form that a client sends.
 */
export interface ScimCollection<Item, Written> {
  readonly path: 'Users' | 'Groups';
  /** The limiters of a creation. */
  readonly rate: Route['rate'];
  readonly summary: Readonly<Record<Changing | 'list' | 'show', string>>;
  readonly audit: Readonly<Record<Changing, readonly AuditAction[]>>;
  readonly schema: z.ZodType;
  readonly written: z.ZodType<Written>;
  readonly list: (...by: [...By, window: Window, filter: string | undefined]) => Promise<Found<Item>>;
  readonly show: (...by: [...By, id: string]) => Promise<Item>;
  readonly create: (...by: [...By, written: Written]) => Promise<Item>;
  readonly replace: (...by: [...By, id: string, written: Written]) => Promise<Item>;
  readonly change: (...by: [...By, id: string, operations: readonly ScimOperation[]]) => Promise<Item>;
  readonly delete: (...by: [...By, id: string]) => Promise<void>;
  readonly bodies: (...by: [...By, items: readonly Item[], query: ResourceQuery]) => Promise<readonly Body[]>;
}

export type ResourceQuery = z.output<typeof resourceQuery>;

interface Found<Item> {
  readonly total: number;
  readonly items: readonly Item[];
}

interface Body {
  readonly meta: { readonly location: string };
}

/** The routes for one kind of resource (RFC 7644, section 3.2). */
export function scimCollection<Item, Written>(kind: ScimCollection<Item, Written>): readonly Route[] {
  const { summary, audit, schema, written } = kind;
  const whole = { ...common, ...scimAddress(kind.path) } as const;
  const one = { ...common, ...scimAddress(`${kind.path}/:id`) } as const;
  const answer = async (status: number, [services, caller]: By, item: Item, query: ResourceQuery): Promise<Answer> => {
    const [body] = await kind.bodies(services, caller, [item], query);
    return { status, headers: { ...scimHeaders, Location: body?.meta.location ?? '' }, body };
  };
  return [
    defineRoute({
      ...whole,
      method: 'GET',
      summary: summary.list,
      audit: [],
      request: { params: placeParams, query: listQuery },
      answers: { 200: listSchema(schema) },
      handle: async ({ services, caller, query }) => {
        const window = windowOf(query);
        const { total, items } = await kind.list(services, caller, window, query.filter);
        const bodies = await kind.bodies(services, caller, items, query);
        return { status: 200, headers: scimHeaders, body: listBody(total, window.offset, bodies) };
      },
    }),
    defineRoute({
      ...whole,
      method: 'POST',
      rate: kind.rate,
      summary: summary.create,
      audit: audit.create,
      request: { params: placeParams, query: resourceQuery, body: written },
      answers: { 201: schema },
      handle: async ({ services, caller, query, body }) =>
        answer(201, [services, caller], await kind.create(services, caller, body), query),
    }),
    defineRoute({
      ...one,
      method: 'GET',
      summary: summary.show,
      audit: [],
      request: { params: resourceParams, query: resourceQuery },
      answers: { 200: schema },
      handle: async ({ services, caller, params, query }) =>
        answer(200, [services, caller], await kind.show(services, caller, params.id), query),
    }),
    defineRoute({
      ...one,
      method: 'PUT',
      summary: summary.replace,
      audit: audit.replace,
      request: { params: resourceParams, query: resourceQuery, body: written },
      answers: { 200: schema },
      handle: async ({ services, caller, params, query, body }) =>
        answer(200, [services, caller], await kind.replace(services, caller, params.id, body), query),
    }),
    defineRoute({
      ...one,
      method: 'PATCH',
      summary: summary.change,
      audit: audit.change,
      request: { params: resourceParams, query: resourceQuery, body: patchBody },
      answers: { 200: schema },
      handle: async ({ services, caller, params, query, body }) =>
        answer(200, [services, caller], await kind.change(services, caller, params.id, body.Operations), query),
    }),
    defineRoute({
      ...one,
      method: 'DELETE',
      summary: summary.delete,
      audit: audit.delete,
      request: { params: resourceParams },
      answers: { 204: z.undefined() },
      handle: async ({ services, caller, params }) => {
        await kind.delete(services, caller, params.id);
        return { status: 204 };
      },
    }),
  ];
}

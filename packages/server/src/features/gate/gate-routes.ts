import { z } from 'zod';
import { isoTime, pagingQuery } from '../../http/api-schema.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import type { AccountCaller } from '../access/caller.ts';
import { GATE_PROXIES } from './gate-configuration.ts';
import { setUpGate } from './set-up-gate.ts';
import { type RecordOf, showPassageDays, showPassages } from './show-record.ts';

const address = z.string().max(300);

const gateSetUpRoute: Route = defineRoute({
  method: 'POST',
  path: '/api/registries/:name/gate',
  surface: 'api',
  summary:
    'Set up a gate for a registry, and get the configuration of the proxy in front of it, with the secret of the gate',
  credential: 'account',
  scope: 'administrator',
  csrf: 'origin',
  rate: 'none',
  audit: ['registry.gate-secret-made'],
  cache: 'no-store',
  request: {
    params: z.strictObject({ name: z.string().max(100) }),
    body: z.strictObject({
      for: z.enum(GATE_PROXIES),
      /** Where the proxy reaches the registry: `http://HOST:PORT`. */
      upstream: address,
      /** Where the proxy reaches this server. Default: the public address. */
      lanyard: address.optional(),
      /** Where clients reach the registry. Default: its first host. */
      host: address.optional(),
      /** The registry has no authentication of its own. */
      alone: z.boolean().default(false),
      renewSecret: z.boolean().default(false),
    }),
  },
  answers: { 200: z.object({ configuration: z.string() }) },
  handle: async ({ services, caller, params, body }) => {
    const { for: proxy, lanyard = services.publicUrl, host, ...input } = body;
    const configuration = await setUpGate(services, caller, { ...input, name: params.name, proxy, lanyard, host });
    return { status: 200, body: { configuration } };
  },
});

const reading = {
  surface: 'api',
  credential: 'account',
  scope: 'own',
  csrf: 'none',
  rate: 'none',
  audit: [],
  cache: 'no-store',
  method: 'GET',
} as const;

const filter = {
  ...pagingQuery,
  /** A tag or a digest. */
  reference: z.string().max(300).optional(),
  action: z.enum(['pull', 'push', 'delete']).optional(),
  /** RFC 3339. */
  before: z.iso.datetime({ offset: true }).transform(Date.parse).optional(),
};
const repositoryQuery = z.strictObject({ ...filter, name: z.string().max(255) });

const what = {
  registry: z.string(),
  repository: z.string(),
  action: z.enum(['pull', 'push', 'delete']),
  reference: z.string(),
  digest: z.string().nullable(),
  tokenId: z.string().nullable(),
  /** An account or organization. Null for a request without a credential. */
  holder: z.string().nullable(),
  count: z.number(),
};
const passagesSchema = z.object({
  total: z.number(),
  passages: z.array(
    z.object({
      ...what,
      at: z.string(),
      address: z.string(),
      client: z.string(),
      status: z.number().nullable(),
      bytes: z.number().nullable(),
    }),
  ),
});
const daysSchema = z.object({ total: z.number(), days: z.array(z.object({ ...what, day: z.string() })) });

interface RecordPlace<Params, Query> {
  readonly path: string;
  readonly whose: string;
  readonly params?: z.ZodType<Params>;
  readonly query: z.ZodType<Query & { page: number; pageSize: number }>;
  readonly of: (caller: AccountCaller, params: Params, query: Query) => RecordOf;
}

/**
 * The same routes serve two records: that of a repository for those who govern it, and that of a token for its owner.
 */
function recordRoutes<Params, Query>({ path, whose, params, query, of }: RecordPlace<Params, Query>): readonly Route[] {
  const request = { query, ...(params && { params }) };
  type Asked = Query & { page: number; pageSize: number; name?: string };
  const filterOf = ({ name: _name, ...others }: Asked) => others;
  return [
    defineRoute({
      ...reading,
      path,
      summary: `List the requests that passed the gate ${whose}, newest first; kept for 90 days`,
      request,
      answers: { 200: passagesSchema },
      handle: async ({ services, caller, ...asked }) => {
        const place = of(caller, asked.params as Params, asked.query as Query);
        const { total, items } = await showPassages(services, caller, place, filterOf(asked.query as Asked));
        const passages = items.map(({ id: _id, holderId: _holder, ...row }) => ({ ...row, at: isoTime(row.at) }));
        return { status: 200, body: { total, passages } };
      },
    }),
    defineRoute({
      ...reading,
      path: `${path}-by-day`,
      summary: `Count the requests that passed the gate ${whose} more than 90 days ago, by day`,
      request,
      answers: { 200: daysSchema },
      handle: async ({ services, caller, ...asked }) => {
        const place = of(caller, asked.params as Params, asked.query as Query);
        const { total, items } = await showPassageDays(services, caller, place, filterOf(asked.query as Asked));
        const days = items.map(({ holderId: _holder, ...row }) => ({ ...row, day: isoTime(row.day) }));
        return { status: 200, body: { total, days } };
      },
    }),
  ];
}

export const gateApiRoutes: readonly Route[] = [
  gateSetUpRoute,
  ...recordRoutes({
    path: '/api/repository/passages',
    whose: 'to and from a repository',
    query: repositoryQuery,
    of: (_caller, _params: unknown, { name }: z.output<typeof repositoryQuery>) => ({ repository: name }),
  }),
  ...recordRoutes({
    path: '/api/tokens/:id/passages',
    whose: 'with an access token of yours',
    params: z.strictObject({ id: z.string().max(64) }),
    query: z.strictObject(filter),
    of: ({ account }, { id }: { readonly id: string }) => ({ token: { account, id } }),
  }),
];

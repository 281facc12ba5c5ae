import type { AccessToken, TokenOrigin, TokenStatus } from '@lanyard/core/tokens/access-token';
import { type ExpressionBuilder, type RawBuilder, type SelectQueryBuilder, type SqlBool, sql } from 'kysely';
import { columnsOf, json, jsonOrNull, type RowOf } from '../../columns.ts';
import { countOf, isLike, limitsOf, type Page, type Paged, searchText } from '../../paged.ts';
import type { Connection, Schema } from '../../schema.ts';

export type TokenSort = 'created' | 'lastUsed' | 'description' | 'expires';

export interface TokenFilter extends Page {
  readonly ownerId: string;
  readonly now: number;
  readonly origin?: TokenOrigin | undefined;
  readonly status?: TokenStatus | undefined;
  /** Only tokens with a grant for push without pull, which was possible before decision 25. */
  readonly pushWithoutPull?: boolean | undefined;
  /**
   * A part of the description, of a repository in its grants, or of the program that created or last used it. Upper and
   * lower case count as equal.
   */
  readonly search?: string | undefined;
  /** Default: `created`. */
  readonly sort?: TokenSort | undefined;
  /** Default: `desc`. */
  readonly order?: 'asc' | 'desc' | undefined;
}

/** How many tokens have each status. The filter applies, except for its status. */
export interface TokenCounts {
  readonly active: number;
  readonly inactive: number;
  readonly expired: number;
  /** How many tokens of the owner have a grant of push without pull. The filter does not apply. */
  readonly pushWithoutPull: number;
}

/** Fields of a token that can change after its creation. */
export type TokenChanges = Partial<
  Pick<
    AccessToken,
    | 'description'
    | 'grants'
    | 'hubScopes'
    | 'expiresAt'
    | 'expiresAtText'
    | 'hubResources'
    | 'organizationScopes'
    | 'hubDescription'
    | 'widenedAt'
    | 'deactivatedAt'
    | 'deletedAt'
    | 'deletedBecause'
    | 'keptThen'
  >
>;

export interface TokenAttention {
  readonly now: number;
  /** Tokens that expire before this time count as expiring. */
  readonly until: number;
  /** Tokens that were created before this time and not used since count as unused. */
  readonly unusedSince: number;
}

type Counted = Pick<AccessToken, 'kind' | 'origin'> & { readonly status: TokenStatus; readonly tokens: number };
type CountedRow = Counted & { readonly last: string };

export interface Population {
  readonly counts: readonly Counted[];
  readonly last: string | undefined;
}

const TOKEN = columnsOf<AccessToken>()(
  { grants: json(), hubScopes: jsonOrNull(), hubResources: jsonOrNull(), organizationScopes: jsonOrNull() },
  ['digest', 'searchText'],
);

declare module '../../schema.ts' {
  interface Schema {
    /** `searchText` is the description in lower case, because the databases convert letters differently. */
    accessTokens: RowOf<typeof TOKEN> & { digest: string; searchText: string };
  }
}

export function tokenReads(connection: Connection) {
  const { database, lists } = connection;
  return {
    /** Never a deleted token. */
    byId: async (id: string): Promise<AccessToken | undefined> => {
      const query = database.selectFrom('accessTokens').selectAll().where('id', '=', id);
      return TOKEN.read(await query.where('deletedAt', 'is', null).executeTakeFirst());
    },
    /** Can be a deleted token. */
    anyById: async (id: string): Promise<AccessToken | undefined> =>
      TOKEN.read(await database.selectFrom('accessTokens').selectAll().where('id', '=', id).executeTakeFirst()),
    /**
     * Never deleted tokens. In both orders, tokens without a time in the sort column come last. Ties are sorted by id.
     */
    list: (filter: TokenFilter): Promise<Paged<AccessToken>> => list(connection, filter),
    counts: (filter: Omit<TokenFilter, keyof Page>): Promise<TokenCounts> => counts(connection, filter),
    /**
     * Tokens that these command-line logins created and that are not deleted, including the auto-generated ones, oldest
     * first.
     */
    ofCommandLines: async (commandLineIds: readonly string[]): Promise<readonly AccessToken[]> => {
      if (commandLineIds.length === 0) return [];
      const query = database.selectFrom('accessTokens').selectAll().where('commandLineId', 'in', commandLineIds);
      const rows = await query.where('deletedAt', 'is', null).orderBy('createdAt').orderBy('id').execute();
      return rows.map(TOKEN.read);
    },
    /**
     * Tokens of this organization (default: of any) that this account generated and that are not deleted, oldest first.
     */
    madeBy: async (createdBy: string, organizationId?: string): Promise<readonly AccessToken[]> => {
      const query = database.selectFrom('accessTokens').selectAll().where('createdBy', '=', createdBy);
      const rows = await query
        .where('ownerId', 'in', database.selectFrom('organizations').select('id'))
        .where('deletedAt', 'is', null)
        .$if(organizationId !== undefined, (some) => some.where('ownerId', '=', organizationId ?? ''))
        .orderBy('createdAt')
        .execute();
      return rows.map(TOKEN.read);
    },
    /** Manual tokens that work and expire between these times. Sorted by owner, the oldest first. */
    expiring: async (after: number, until: number): Promise<readonly AccessToken[]> => {
      const query = database.selectFrom('accessTokens').selectAll().where('expiresAt', '>', after);
      const rows = await query
        .where('expiresAt', '<=', until)
        .where('origin', '=', 'manual')
        .where('deletedAt', 'is', null)
        .where('deactivatedAt', 'is', null)
        .orderBy('ownerId')
        .orderBy('expiresAt')
        .orderBy('id')
        .execute();
      return rows.map(TOKEN.read);
    },
    /** Tokens that work and need the owner's attention. */
    attention: async (ownerId: string, { now, until, unusedSince }: TokenAttention) => {
      const count = (condition: unknown) => sql<number>`coalesce(sum(case when ${condition} then 1 else 0 end), 0)`;
      const row = await lists
        .selectFrom('accessTokens')
        .select([
          count(sql`origin = 'manual' and expires_at is not null and expires_at <= ${until}`).as('expiring'),
          count(sql`origin = 'manual' and coalesce(last_used_at, created_at) < ${unusedSince}`).as('unused'),
          count(sql`origin = 'auto'`).as('auto'),
        ])
        .where('ownerId', '=', ownerId)
        .where('deletedAt', 'is', null)
        .where('deactivatedAt', 'is', null)
        .where(({ not }) => not(isEnded(now)))
        .executeTakeFirstOrThrow();
      return { expiring: Number(row.expiring), unused: Number(row.unused), auto: Number(row.auto) };
    },
    /**
     * How many of the next `limit` tokens have each origin and status, in the order of their ids. `last` is the id to
     * go on after; undefined if there are no more.
     */
    population: async (after: string, limit: number, now: number): Promise<Population> => {
      const some = sql`select id, kind, origin, deleted_at,
          case when ${isEnded(now)} then 'expired' when deactivated_at is null then 'active' else 'inactive' end as status
        from access_tokens where id > ${after} order by id limit ${limit}`;
      const { rows } = await sql<CountedRow>`select kind, origin, status, max(id) as last,
          sum(case when deleted_at is null then 1 else 0 end) as tokens
        from (${some}) as some group by kind, origin, status`.execute(lists);
      const counts = rows.map(({ kind, origin, status, tokens }) => ({ kind, origin, status, tokens: Number(tokens) }));
      return {
        counts,
        last: rows
          .map(({ last }) => last)
          .toSorted()
          .at(-1),
      };
    },
    /** Every auto-generated token of the owner that is not deleted, unsorted. */
    auto: async (ownerId: string): Promise<readonly AccessToken[]> => {
      const query = database.selectFrom('accessTokens').selectAll().where('ownerId', '=', ownerId);
      const rows = await query.where('origin', '=', 'auto').where('deletedAt', 'is', null).execute();
      return rows.map(TOKEN.read);
    },
  };
}

export function tokenRecords(connection: Connection) {
  const { database } = connection;
  return {
    ...tokenReads(connection),
    insert: async (token: AccessToken, digest: string) => {
      const row = { ...TOKEN.keep(token), digest, searchText: searchText(token.description) };
      await database.insertInto('accessTokens').values(row).execute();
    },
    /** Deletes all that are not deleted yet. Returns how many. */
    deleteOfOwner: async (ownerId: string, deletedAt: number): Promise<number> => {
      const update = database.updateTable('accessTokens').set({ deletedAt, deletedBecause: 'deleted' });
      const result = await update.where('ownerId', '=', ownerId).where('deletedAt', 'is', null).executeTakeFirst();
      return Number(result.numUpdatedRows);
    },
    update: async (id: string, changes: TokenChanges) => {
      if (Object.keys(changes).length === 0) return;
      const { description } = changes;
      const search = description === undefined ? {} : { searchText: searchText(description) };
      const row = { ...TOKEN.keep(changes), ...search };
      await database.updateTable('accessTokens').set(row).where('id', '=', id).execute();
    },
  };
}

async function list(connection: Connection, { sort = 'created', order = 'desc', ...filter }: TokenFilter) {
  const { now, status } = filter;
  let query = matching(connection, filter);
  if (status !== undefined) query = query.where((row) => hasStatus(row, status, now));
  const { limit, offset } = limitsOf(filter);
  const total = await countOf(query);
  const ids = inOrder(query.select('id'), sort, order).limit(limit).offset(offset);
  // Reads the ids first. A sort of whole rows would copy 10,000 of them for the 25 that are shown.
  const rows = connection.lists.selectFrom('accessTokens').where('id', 'in', ids).selectAll();
  return { total, items: (await inOrder(rows, sort, order).execute()).map(TOKEN.read) };
}

type Matched = Pick<TokenFilter, 'ownerId' | 'origin' | 'pushWithoutPull' | 'search'>;

/** The condition of the filter, without its status. */
function matching(connection: Connection, { ownerId, origin, pushWithoutPull, search }: Matched) {
  let query = connection.lists.selectFrom('accessTokens').where('ownerId', '=', ownerId).where('deletedAt', 'is', null);
  if (origin !== undefined) query = query.where('origin', '=', origin);
  if (search !== undefined) query = query.where(isFoundBy(connection, search));
  if (pushWithoutPull) query = query.where(HAS_PUSH_WITHOUT_PULL);
  return query;
}

/**
 * Grants are JSON in a text column, and each database reads JSON in its own way. The client of a manual token is a
 * browser, so it is not searched.
 */
function isFoundBy({ locksRows }: Connection, part: string): RawBuilder<SqlBool> {
  const grants = locksRows ? sql`json_array_elements(grants::json) as g(value)` : sql`json_each(grants) as g`;
  return sql`(${isLike(sql.ref('searchText'), part)}
    or exists (select 1 from ${grants} where ${isLike(sql`(g.value ->> 'pattern')`, part)})
    or ${isLike(sql`lower(last_used_client)`, part)}
    or (origin = 'auto' and ${isLike(sql`lower(created_client)`, part)}))`;
}

/** The actions of a grant are stored in one order, pull first. */
const HAS_PUSH_WITHOUT_PULL = sql<SqlBool>`grants like '%"actions":["push"%'`;

type Rows<Row> = SelectQueryBuilder<Schema, 'accessTokens', Row>;

function inOrder<Row>(rows: Rows<Row>, sort: TokenSort, order: 'asc' | 'desc'): Rows<Row> {
  const { column, isNullable } = SORTS[sort];
  // If a column cannot be null, `nulls last` would keep PostgreSQL from using the index.
  return rows.orderBy(column, (by) => (isNullable ? by[order]().nullsLast() : by[order]())).orderBy('id', order);
}

/** The description as search text, because the databases sort letters differently. */
const SORTS = {
  created: { column: 'createdAt', isNullable: false },
  lastUsed: { column: 'lastUsedAt', isNullable: true },
  description: { column: 'searchText', isNullable: false },
  expires: { column: 'expiresAt', isNullable: true },
} as const satisfies Readonly<Record<TokenSort, { column: keyof Schema['accessTokens']; isNullable: boolean }>>;

/** The same rule as core's `tokenStatus`, in SQL. */
const isEnded = (now: number) => sql<SqlBool>`((expires_at is not null and expires_at <= ${now}) or
  (idle_seconds is not null and coalesce(last_used_at, created_at) + idle_seconds * 1000 <= ${now}))`;

function hasStatus(
  row: ExpressionBuilder<Schema, 'accessTokens'>,
  status: NonNullable<TokenFilter['status']>,
  now: number,
) {
  if (status === 'expired') return isEnded(now);
  return row.and([row.not(isEnded(now)), row('deactivatedAt', status === 'active' ? 'is' : 'is not', null)]);
}

async function counts(connection: Connection, { now, ...filter }: Omit<TokenFilter, keyof Page>): Promise<TokenCounts> {
  const expired = isEnded(now);
  const count = (condition: unknown) => sql<number>`coalesce(sum(case when ${condition} then 1 else 0 end), 0)`;
  const [row, all] = await Promise.all([
    matching(connection, filter)
      .select([
        count(expired).as('expired'),
        count(sql`not ${expired} and deactivated_at is null`).as('active'),
        count(sql`not ${expired} and deactivated_at is not null`).as('inactive'),
      ])
      .executeTakeFirstOrThrow(),
    matching(connection, { ownerId: filter.ownerId })
      .select(count(HAS_PUSH_WITHOUT_PULL).as('pushWithoutPull'))
      .executeTakeFirstOrThrow(),
  ]);
  return {
    active: Number(row.active),
    inactive: Number(row.inactive),
    expired: Number(row.expired),
    pushWithoutPull: Number(all.pushWithoutPull),
  };
}

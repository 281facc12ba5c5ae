import type { AccessToken, TokenOrigin, TokenStatus } from '@lanyard/core/tokens/access-token';
import { type ExpressionBuilder, type SelectQueryBuilder, type SqlBool, sql } from 'kysely';
import { columnsOf, json, jsonOrNull, type RowOf } from '../columns.ts';
import type { HotQueries } from '../hot-queries.ts';
import { likePattern, searchText } from '../like-pattern.ts';
import { countOf, limitsOf, type Page, type Paged } from '../paged.ts';
import type { Database, Schema } from '../schema.ts';

/** Whose token it is, as the one look-up by digest brings it. */
export interface TokenOwner {
  readonly type: 'account' | 'organization';
  readonly id: string;
  readonly name: string;
  readonly isAdministrator: boolean;
  readonly disabledAt: number | null;
  /** False for an organization. */
  readonly hasSecondFactor: boolean;
}

/** As much of a token as decides whether it is good and for what. */
export type CredentialToken = Pick<
  AccessToken,
  | 'id'
  | 'origin'
  | 'grants'
  | 'createdAt'
  | 'expiresAt'
  | 'idleSeconds'
  | 'lastUsedAt'
  | 'deactivatedAt'
  | 'deletedAt'
  | 'deletedBecause'
  | 'keptThen'
>;

export interface Credential {
  readonly token: CredentialToken;
  readonly owner: TokenOwner;
}

export type TokenSort = 'created' | 'lastUsed' | 'description' | 'expires';

export interface TokenFilter extends Page {
  readonly ownerId: string;
  readonly now: number;
  readonly origin?: TokenOrigin | undefined;
  readonly status?: TokenStatus | undefined;
  /** Part of the description, in any case. */
  readonly search?: string | undefined;
  /** `created` where it is left out. */
  readonly sort?: TokenSort | undefined;
  /** `desc` where it is left out. */
  readonly order?: 'asc' | 'desc' | undefined;
}

export interface TokenCounts {
  readonly active: number;
  readonly inactive: number;
  readonly expired: number;
}

/** Fields of a token that may change after it was made. */
export type TokenChanges = Partial<
  Pick<
    AccessToken,
    | 'description'
    | 'grants'
    | 'hubResources'
    | 'hubDescription'
    | 'deactivatedAt'
    | 'deletedAt'
    | 'deletedBecause'
    | 'keptThen'
  >
>;

const TOKEN = columnsOf<AccessToken>()({ grants: json(), hubScopes: jsonOrNull(), hubResources: jsonOrNull() }, [
  'digest',
  'searchText',
]);

declare module '../schema.ts' {
  interface Schema {
    /** `searchText` is the description in lower case: the databases fold letters differently. */
    accessTokens: RowOf<typeof TOKEN> & { digest: string; searchText: string };
  }
}

export interface TokenReads {
  /** By HMAC digest through a unique index; deleted ones too, so that their holder can be told why. */
  findCredential(digest: string): Promise<Credential | undefined>;
  /** Never a deleted one. */
  byId(id: string): Promise<AccessToken | undefined>;
  /** Those without the time that is sorted by come last in either order; equals by id. Never deleted ones. */
  list(filter: TokenFilter): Promise<Paged<AccessToken>>;
  counts(ownerId: string, now: number): Promise<TokenCounts>;
  /** All auto-generated ones of the owner, deactivated and expired ones too, in no order. */
  auto(ownerId: string): Promise<readonly AccessToken[]>;
}

export interface TokenRecords extends TokenReads {
  insert(token: AccessToken, digest: string): Promise<void>;
  update(id: string, changes: TokenChanges): Promise<void>;
}

export function tokenRecords(database: Database, hot: Pick<HotQueries, 'findCredential'>): TokenRecords {
  return {
    findCredential: hot.findCredential,
    byId: async (id) => {
      const query = database.selectFrom('accessTokens').selectAll().where('id', '=', id);
      return TOKEN.read(await query.where('deletedAt', 'is', null).executeTakeFirst());
    },
    list: (filter) => list(database, filter),
    auto: async (ownerId) => {
      const query = database.selectFrom('accessTokens').selectAll().where('ownerId', '=', ownerId);
      const rows = await query.where('origin', '=', 'auto').where('deletedAt', 'is', null).execute();
      return rows.map(TOKEN.read);
    },
    counts: (ownerId, now) => counts(database, ownerId, now),
    insert: async (token, digest) => {
      await database
        .insertInto('accessTokens')
        .values({ ...TOKEN.keep(token), digest, searchText: searchText(token.description) })
        .execute();
    },
    update: async (id, changes) => {
      if (Object.keys(changes).length === 0) return;
      const { description } = changes;
      const search = description === undefined ? {} : { searchText: searchText(description) };
      const row = { ...TOKEN.keep(changes), ...search };
      await database.updateTable('accessTokens').set(row).where('id', '=', id).execute();
    },
  };
}

async function list(database: Database, { sort = 'created', order = 'desc', ...filter }: TokenFilter) {
  const { ownerId, now, origin, status, search, ...page } = filter;
  let query = database.selectFrom('accessTokens').where('ownerId', '=', ownerId).where('deletedAt', 'is', null);
  if (origin !== undefined) query = query.where('origin', '=', origin);
  if (search !== undefined) query = query.where(likePattern('searchText', search));
  if (status !== undefined) query = query.where((row) => hasStatus(row, status, now));
  const { limit, offset } = limitsOf(page);
  const total = await countOf(query);
  const ids = inOrder(query.select('id'), sort, order).limit(limit).offset(offset);
  // The ids first: a sort of whole rows would carry each of 10,000 along for the 25 that are shown.
  const rows = database.selectFrom('accessTokens').where('id', 'in', ids).selectAll();
  return { total, items: (await inOrder(rows, sort, order).execute()).map(TOKEN.read) };
}

type Rows<Row> = SelectQueryBuilder<Schema, 'accessTokens', Row>;

function inOrder<Row>(rows: Rows<Row>, sort: TokenSort, order: 'asc' | 'desc'): Rows<Row> {
  const { column, isNullable } = SORTS[sort];
  // Asked for where there are none, PostgreSQL would leave the index for it.
  return rows.orderBy(column, (by) => (isNullable ? by[order]().nullsLast() : by[order]())).orderBy('id', order);
}

/** The description as search text: the databases' own orders of letters differ. */
const SORTS = {
  created: { column: 'createdAt', isNullable: false },
  lastUsed: { column: 'lastUsedAt', isNullable: true },
  description: { column: 'searchText', isNullable: false },
  expires: { column: 'expiresAt', isNullable: true },
} as const satisfies Readonly<Record<TokenSort, { column: keyof Schema['accessTokens']; isNullable: boolean }>>;

/** The same rule as core's `tokenStatus`, in the database's words. */
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

async function counts(database: Database, ownerId: string, now: number): Promise<TokenCounts> {
  const expired = isEnded(now);
  const count = (condition: unknown) => sql<number>`coalesce(sum(case when ${condition} then 1 else 0 end), 0)`;
  const row = await database
    .selectFrom('accessTokens')
    .select([
      count(expired).as('expired'),
      count(sql`not ${expired} and deactivated_at is null`).as('active'),
      count(sql`not ${expired} and deactivated_at is not null`).as('inactive'),
    ])
    .where('ownerId', '=', ownerId)
    .where('deletedAt', 'is', null)
    .executeTakeFirstOrThrow();
  return { active: Number(row.active), inactive: Number(row.inactive), expired: Number(row.expired) };
}

import type { AccessToken, TokenOrigin, TokenStatus } from '@lanyard/core/tokens/access-token';
import type { Grant } from '@lanyard/core/tokens/grant';
import { type ExpressionBuilder, type SelectQueryBuilder, type SqlBool, sql } from 'kysely';
import { columnsOf, json, jsonOrNull, type RowOf } from '../columns.ts';
import { countOf, likePattern, limitsOf, type Page, type Paged, searchText } from '../paged.ts';
import type { Connection, Database, HotQuery, Schema } from '../schema.ts';

/** The owner of a token, as the look-up by digest reads it. */
export interface TokenOwner {
  readonly type: 'account' | 'organization';
  readonly id: string;
  readonly name: string;
  readonly isAdministrator: boolean;
  readonly disabledAt: number | null;
  /** False for an organization. */
  readonly hasSecondFactor: boolean;
}

/** The fields of a token that decide whether it is good, and for what. */
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

export function tokenReads({ database, first }: Connection) {
  return {
    /** By HMAC digest through a unique index. It finds deleted tokens too, so that the holder can be told why. */
    findCredential: async (digest: string): Promise<Credential | undefined> => {
      const row = await first<CredentialRow>(FIND_CREDENTIAL, [digest]);
      return row && credentialOf(row);
    },
    /** Never a deleted one. */
    byId: async (id: string): Promise<AccessToken | undefined> => {
      const query = database.selectFrom('accessTokens').selectAll().where('id', '=', id);
      return TOKEN.read(await query.where('deletedAt', 'is', null).executeTakeFirst());
    },
    /** Never a deleted one. In either order, tokens without the time that they are sorted by come last; ties by id. */
    list: (filter: TokenFilter): Promise<Paged<AccessToken>> => list(database, filter),
    counts: (ownerId: string, now: number): Promise<TokenCounts> => counts(database, ownerId, now),
    /** Every auto-generated token of the owner that is not deleted, in no order. */
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
    update: async (id: string, changes: TokenChanges) => {
      if (Object.keys(changes).length === 0) return;
      const { description } = changes;
      const search = description === undefined ? {} : { searchText: searchText(description) };
      const row = { ...TOKEN.keep(changes), ...search };
      await database.updateTable('accessTokens').set(row).where('id', '=', id).execute();
    },
  };
}

export const FIND_CREDENTIAL: HotQuery = {
  name: 'find-credential',
  text: `
    select t.id, t.origin, t.grants, t.created_at as "createdAt", t.expires_at as "expiresAt",
      t.idle_seconds as "idleSeconds", t.last_used_at as "lastUsedAt", t.deactivated_at as "deactivatedAt",
      t.deleted_at as "deletedAt", t.deleted_because as "deletedBecause", t.kept_then as "keptThen",
      t.owner_id as "ownerId", coalesce(a.name, o.name) as "ownerName", a.id as "accountId",
      coalesce(a.is_administrator, 0) as "isAdministrator", a.disabled_at as "disabledAt",
      coalesce(a.has_second_factor, 0) as "hasSecondFactor"
    from access_tokens t
    left join accounts a on a.id = t.owner_id
    left join organizations o on o.id = t.owner_id
    where t.digest = ?`,
};

interface CredentialRow extends Omit<CredentialToken, 'grants'> {
  readonly grants: string;
  readonly ownerId: string;
  readonly ownerName: string;
  /** Null where an organization owns the token. */
  readonly accountId: string | null;
  readonly isAdministrator: number;
  readonly disabledAt: number | null;
  readonly hasSecondFactor: number;
}

/** Field by field: this runs for every registry token, and a spread takes longer than all of it. */
function credentialOf(row: CredentialRow): Credential {
  return {
    token: {
      id: row.id,
      origin: row.origin,
      grants: JSON.parse(row.grants) as readonly Grant[],
      createdAt: row.createdAt,
      expiresAt: row.expiresAt,
      idleSeconds: row.idleSeconds,
      lastUsedAt: row.lastUsedAt,
      deactivatedAt: row.deactivatedAt,
      deletedAt: row.deletedAt,
      deletedBecause: row.deletedBecause,
      keptThen: row.keptThen,
    },
    owner: {
      type: row.accountId === null ? 'organization' : 'account',
      id: row.ownerId,
      name: row.ownerName,
      isAdministrator: row.isAdministrator === 1,
      disabledAt: row.disabledAt,
      hasSecondFactor: row.hasSecondFactor === 1,
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
  // Where no column is null, asking for it would keep PostgreSQL from using the index.
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

import type { AccessToken } from '@lanyard/core/access-token';
import { type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import type { TokenChanges, TokenCounts, TokenFilter, TokenRecords } from '../../ports/store.ts';
import { type HotQueries, tokenOf } from '../hot-queries.ts';
import { likePattern, searchText } from '../like-pattern.ts';
import { paged } from '../paged.ts';
import type { AccessTokenRow, Database, Schema } from '../schema.ts';

export function tokenRecords(database: Database, hot: Pick<HotQueries, 'findCredential'>): TokenRecords {
  return {
    findCredential: hot.findCredential,
    byId: async (id) => {
      const query = database.selectFrom('access_tokens').selectAll().where('id', '=', id);
      const row = await query.where('deleted_at', 'is', null).executeTakeFirst();
      return row && tokenOf(row);
    },
    list: (filter) => list(database, filter),
    auto: async (ownerId) => {
      const query = database.selectFrom('access_tokens').selectAll().where('owner_id', '=', ownerId);
      const rows = await query.where('origin', '=', 'auto').where('deleted_at', 'is', null).execute();
      return rows.map(tokenOf);
    },
    counts: (ownerId, now) => counts(database, ownerId, now),
    insert: async (token, digest) => {
      await database.insertInto('access_tokens').values(rowOf(token, digest)).execute();
    },
    update: async (id, changes) => {
      const row = columnsOf(changes);
      if (Object.keys(row).length === 0) return;
      await database.updateTable('access_tokens').set(row).where('id', '=', id).execute();
    },
  };
}

function list(database: Database, { ownerId, now, origin, status, search, ...page }: TokenFilter) {
  let query = database.selectFrom('access_tokens').where('owner_id', '=', ownerId).where('deleted_at', 'is', null);
  if (origin !== undefined) query = query.where('origin', '=', origin);
  if (search !== undefined) query = query.where(likePattern('search_text', search));
  if (status !== undefined) query = query.where((row) => hasStatus(row, status, now));
  return paged(query.selectAll().orderBy('created_at', 'desc').orderBy('id', 'desc'), query, page, tokenOf);
}

/** The same rule as core's `tokenStatus`, in the database's words. */
const isEnded = (now: number) => sql<SqlBool>`((expires_at is not null and expires_at <= ${now}) or
  (idle_seconds is not null and coalesce(last_used_at, created_at) + idle_seconds * 1000 <= ${now}))`;

function hasStatus(
  row: ExpressionBuilder<Schema, 'access_tokens'>,
  status: NonNullable<TokenFilter['status']>,
  now: number,
) {
  if (status === 'expired') return isEnded(now);
  return row.and([row.not(isEnded(now)), row('deactivated_at', status === 'active' ? 'is' : 'is not', null)]);
}

async function counts(database: Database, ownerId: string, now: number): Promise<TokenCounts> {
  const expired = isEnded(now);
  const count = (condition: unknown) => sql<number>`coalesce(sum(case when ${condition} then 1 else 0 end), 0)`;
  const row = await database
    .selectFrom('access_tokens')
    .select([
      count(expired).as('expired'),
      count(sql`not ${expired} and deactivated_at is null`).as('active'),
      count(sql`not ${expired} and deactivated_at is not null`).as('inactive'),
    ])
    .where('owner_id', '=', ownerId)
    .where('deleted_at', 'is', null)
    .executeTakeFirstOrThrow();
  return { active: Number(row.active), inactive: Number(row.inactive), expired: Number(row.expired) };
}

function columnsOf(changes: TokenChanges): Partial<AccessTokenRow> {
  const { description, deactivatedAt, deletedAt, deletedBecause, keptThen } = changes;
  return {
    ...(description !== undefined && { description, search_text: searchText(description) }),
    ...(deactivatedAt !== undefined && { deactivated_at: deactivatedAt }),
    ...(deletedAt !== undefined && { deleted_at: deletedAt }),
    ...(deletedBecause !== undefined && { deleted_because: deletedBecause }),
    ...(keptThen !== undefined && { kept_then: keptThen }),
  };
}

function rowOf(token: AccessToken, digest: string): AccessTokenRow {
  return {
    id: token.id,
    digest,
    kind: token.kind,
    origin: token.origin,
    owner_id: token.ownerId,
    description: token.description,
    search_text: searchText(token.description),
    grants: JSON.stringify(token.grants),
    hub_scopes: token.hubScopes === null ? null : JSON.stringify(token.hubScopes),
    created_at: token.createdAt,
    created_address: token.createdAddress,
    created_client: token.createdClient,
    expires_at: token.expiresAt,
    idle_seconds: token.idleSeconds,
    expires_at_text: token.expiresAtText,
    deactivated_at: token.deactivatedAt,
    deleted_at: token.deletedAt,
    deleted_because: token.deletedBecause,
    kept_then: token.keptThen,
    last_used_at: token.lastUsedAt,
    last_used_address: token.lastUsedAddress,
    last_used_client: token.lastUsedClient,
  };
}

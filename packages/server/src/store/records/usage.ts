import { sql } from 'kysely';
import { columnsOf, type RowOf } from '../columns.ts';
import { type Page, type Paged, paged } from '../paged.ts';

import type { Connection, Database, Schema, Transaction } from '../schema.ts';

/** One use, as it happened. */
export interface Use {
  readonly tokenId: string;
  readonly at: number;
  readonly registry: string;
  /** Null for a use that names no repository, such as `docker login`. */
  readonly repository: string | null;
  /** The granted actions, joined by commas; empty where nothing was granted. */
  readonly actions: string;
  readonly address: string;
  readonly client: string;
}

/** The equal uses of one day. */
export interface UsageRow extends Omit<Use, 'at' | 'tokenId'> {
  /** Start of the day in UTC. */
  readonly day: number;
  readonly count: number;
  readonly lastAt: number;
}

/** All uses of one day. */
export interface DayTotal {
  /** Start of the day in UTC. */
  readonly day: number;
  readonly count: number;
}

/** A key holds no null. */
const REPOSITORY = { read: (kept: string) => kept || null, keep: (name: string | null) => name ?? '' };
const USAGE = columnsOf<UsageRow>()({ repository: REPOSITORY }, ['tokenId']);

declare module '../schema.ts' {
  interface Schema {
    tokenUsage: RowOf<typeof USAGE> & { readonly tokenId: string };
  }
}

type Row = Schema['tokenUsage'];

/** Uses that are equal in all of these are one row. */
const KEY = ['tokenId', 'day', 'registry', 'repository', 'actions', 'address', 'client'] as const;

export function usageReads({ database }: Connection) {
  return {
    /** By last use, newest first. */
    ofToken: (tokenId: string, page: Page): Promise<Paged<UsageRow>> => {
      const query = database.selectFrom('tokenUsage').where('tokenId', '=', tokenId);
      const rows = query.selectAll().orderBy('lastAt', 'desc');
      const ordered = KEY.reduce((sorted, column) => sorted.orderBy(column), rows);
      return paged(ordered, query, page, USAGE.read);
    },
    /** Oldest first, from the given day on. Days without a use are left out. */
    byDay: async (tokenId: string, fromDay: number): Promise<readonly DayTotal[]> => {
      const query = database.selectFrom('tokenUsage').where('tokenId', '=', tokenId).where('day', '>=', fromDay);
      const totals = query.select(['day', sql<number>`sum(count)`.as('count')]).groupBy('day');
      return (await totals.orderBy('day').execute()).map(({ day, count }) => ({ day, count: Number(count) }));
    },
  };
}

export function usageRecords(transaction: Transaction) {
  const { database, bookkeeping, locksRows } = transaction;
  return {
    ...usageReads(transaction),
    /** Adds the uses up by day, and moves the last use of their tokens forward, never back. */
    record: async (uses: readonly Use[]) => {
      for (const rows of batches(addedUp(uses))) await upsert(database, rows);
      for (const last of batches(lastUses(uses))) {
        if (locksRows) await lockTokens(database, last);
        // Not a change of the tokens: the uses themselves are kept.
        await moveLastUses(bookkeeping, last);
      }
    },
  };
}

const DAY_MILLISECONDS = 86_400_000;
/** SQLite's old limit of 999 parameters would hold 110 rows of nine. */
const ROWS_PER_STATEMENT = 100;

function batches<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  const count = Math.ceil(items.length / ROWS_PER_STATEMENT);
  return Array.from({ length: count }, (_, index) => {
    return items.slice(index * ROWS_PER_STATEMENT, (index + 1) * ROWS_PER_STATEMENT);
  });
}

/** Sorted by key, so that two nodes take their row locks in the same order, and never wait for each other. */
function addedUp(uses: readonly Use[]): readonly Row[] {
  const rows = new Map<string, Row>();
  for (const use of uses) {
    const { tokenId, at, ...fields } = use;
    const row = { tokenId, ...USAGE.keep({ ...fields, day: at - (at % DAY_MILLISECONDS), count: 1, lastAt: at }) };
    const key = JSON.stringify(KEY.map((column) => row[column]));
    const before = rows.get(key);
    const lastAt = Math.max(before?.lastAt ?? 0, row.lastAt);
    rows.set(key, { ...row, count: (before?.count ?? 0) + 1, lastAt });
  }
  return [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

async function upsert(database: Database, rows: readonly Row[]): Promise<void> {
  await database
    .insertInto('tokenUsage')
    .values([...rows])
    .onConflict((conflict) =>
      conflict.columns(KEY).doUpdateSet({
        count: sql`token_usage.count + excluded.count`,
        lastAt: sql`case when excluded.last_at > token_usage.last_at then excluded.last_at else token_usage.last_at end`,
      }),
    )
    .execute();
}

function lastUses(uses: readonly Use[]): readonly Use[] {
  const last = new Map<string, Use>();
  for (const use of uses) {
    if (use.at >= (last.get(use.tokenId)?.at ?? 0)) last.set(use.tokenId, use);
  }
  return [...last.values()].sort((a, b) => (a.tokenId < b.tokenId ? -1 : 1));
}

/** In one order, as above: an update of many rows takes their locks in the order in which it finds them. */
async function lockTokens(database: Database, uses: readonly Use[]): Promise<void> {
  const tokenIds = uses.map(({ tokenId }) => tokenId);
  const query = database.selectFrom('accessTokens').select('id').where('id', 'in', tokenIds);
  await query.orderBy('id').forNoKeyUpdate().execute();
}

async function moveLastUses(database: Database, uses: readonly Use[]): Promise<void> {
  const rows = uses.map(
    ({ tokenId, at, address, client }) => sql`(${tokenId}, cast(${at} as bigint), ${address}, ${client})`,
  );
  await sql`
    with used (token_id, at, address, client) as (values ${sql.join(rows)})
    update access_tokens
    set last_used_at = used.at, last_used_address = used.address, last_used_client = used.client
    from used
    where access_tokens.id = used.token_id
      and (access_tokens.last_used_at is null or access_tokens.last_used_at < used.at)`.execute(database);
}

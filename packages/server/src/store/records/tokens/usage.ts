import { sql } from 'kysely';
import { columnsOf, type RowOf } from '../../columns.ts';
import { type Page, type Paged, paged } from '../../paged.ts';

import type { Connection, Database, Schema, Transaction } from '../../schema.ts';
import { rowWriter } from '../../written-rows.ts';
import { deleteNamespaceUses, recordNamespaceUses } from './namespace-uses.ts';

/** One use, as it happened. */
export interface Use {
  readonly tokenId: string;
  readonly at: number;
  readonly registry: string;
  /** Null for a use that names no repository, such as `docker login`. */
  readonly repository: string | null;
  /** The granted actions, separated by commas. Empty if nothing was granted. */
  readonly actions: string;
  readonly address: string;
  readonly client: string;
  /** How many equal uses this stands for. `at` is the time of the last one. Default: 1. */
  readonly count?: number;
}

/** The equal uses of one day. */
export interface UsageRow extends Omit<Use, 'at' | 'tokenId' | 'count'> {
  /** The start of the day in UTC. */
  readonly day: number;
  readonly count: number;
  readonly lastAt: number;
}

/**
 * How many rows a token has on a day, as far as one process knows. It is never less than the number that this process
 * counted and wrote. It is kept between calls, because counting many rows takes longer than writing a few.
 */
export type UsageShares = Map<string, number>;

/** What a token did with a repository. */
export interface RepositoryUse {
  readonly repository: string;
  /** Separated by commas. */
  readonly actions: string;
}

/** All uses of one day. */
export interface DayTotal {
  /** The start of the day in UTC. */
  readonly day: number;
  readonly count: number;
}

/** A key cannot contain null. */
const REPOSITORY = { read: (kept: string) => kept || null, keep: (name: string | null) => name ?? '' };
const USAGE = columnsOf<UsageRow>()({ repository: REPOSITORY }, ['tokenId']);

declare module '../../schema.ts' {
  interface Schema {
    tokenUsage: RowOf<typeof USAGE> & { readonly tokenId: string };
  }
}

type Row = Schema['tokenUsage'];

/** Uses with the same values in all of these are one row. */
const KEY = ['tokenId', 'day', 'registry', 'repository', 'actions', 'address', 'client'] as const;
const KEY_COLUMNS_TEXT = 'token_id, day, registry, repository, actions, address, client';
const KEY_COLUMNS = sql.raw(KEY_COLUMNS_TEXT);

export function usageReads({ lists }: Connection) {
  return {
    /** Sorted by last use, newest first. */
    ofToken: (tokenId: string, page: Page): Promise<Paged<UsageRow>> => {
      const query = lists.selectFrom('tokenUsage').where('tokenId', '=', tokenId);
      const rows = query.selectAll().orderBy('lastAt', 'desc');
      const ordered = KEY.reduce((sorted, column) => sorted.orderBy(column), rows);
      return paged(ordered, query, page, USAGE.read);
    },
    /** The uses of each repository from the given day on. Undefined if there are more than the limit. */
    repositoriesOf: async (
      tokenId: string,
      fromDay: number,
      limit: number,
    ): Promise<readonly RepositoryUse[] | undefined> => {
      const query = lists.selectFrom('tokenUsage').where('tokenId', '=', tokenId).where('day', '>=', fromDay);
      const used = query.where('repository', '<>', '').where('actions', '<>', '');
      const columns = ['repository', 'actions'] as const;
      const rows = await used
        .select(columns)
        .groupBy(columns)
        .limit(limit + 1)
        .execute();
      return rows.length > limit ? undefined : rows;
    },
    /** Oldest first, from the given day on. Days without a use are left out. */
    byDay: async (tokenId: string, fromDay: number): Promise<readonly DayTotal[]> => {
      const query = lists.selectFrom('tokenUsage').where('tokenId', '=', tokenId).where('day', '>=', fromDay);
      const totals = query.select(['day', sql<number>`sum(count)`.as('count')]).groupBy('day');
      return (await totals.orderBy('day').execute()).map(({ day, count }) => ({ day, count: Number(count) }));
    },
  };
}

export function usageRecords(transaction: Transaction) {
  const { database, locksRows } = transaction;
  return {
    ...usageReads(transaction),
    /** Counts the uses by day, and sets a later last use of their tokens. It never sets an earlier one. */
    record: async (uses: readonly Use[], shares: UsageShares = new Map()) => {
      const rows = await bounded(database, uses, shares);
      await upsertUses(transaction, rows.map(valuesOf));
      await recordNamespaceUses(transaction, uses);
      const last = lastUses(uses);
      if (locksRows) for (const some of batches(last)) await lockTokens(database, some);
      // Not a change of the tokens, because the uses themselves are stored.
      await moveLastUses(
        transaction,
        last.map(({ tokenId, at, address, client }) => [tokenId, at, address, client]),
      );
    },
    /** Deletes at most `limit` rows from before this day. Returns how many. A token keeps its last use. */
    deleteBefore: async (day: number, limit: number): Promise<number> => {
      const old = sql`(select ${KEY_COLUMNS} from token_usage where day < ${day} order by day limit ${limit})`;
      const deletion = database.deleteFrom('tokenUsage').where(sql<boolean>`(${KEY_COLUMNS}) in ${old}`);
      return Number((await deletion.executeTakeFirstOrThrow()).numDeletedRows);
    },
    deleteOfDeletedTokens: (before: number, limit: number) => deleteNamespaceUses(database, before, limit),
  };
}

const DAY_MILLISECONDS = 86_400_000;
/** SQLite's old limit of 999 parameters allows 110 rows with nine columns. */
const ROWS_PER_STATEMENT = 100;

function batches<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  const count = Math.ceil(items.length / ROWS_PER_STATEMENT);
  return Array.from({ length: count }, (_, index) => {
    return items.slice(index * ROWS_PER_STATEMENT, (index + 1) * ROWS_PER_STATEMENT);
  });
}

/** How many different uses a token can have on a day. Further uses are stored without their source. */
const ROWS_PER_SHARE = 1000;
const MANY_OTHERS = 'many others';

/**
 * One token with ever new User-Agents could fill the database. Uses beyond its share are counted only by repository and
 * actions.
 */
async function bounded(database: Database, uses: readonly Use[], shares: UsageShares): Promise<readonly Row[]> {
  const rows = addedUp(uses);
  const fresh = countsOf(rows);
  const kept = await keptShares(database, rows, shares);
  for (const [share, count] of fresh) shares.set(share, (kept.get(share) ?? 0) + count);
  const isOver = (counts: ReadonlyMap<string, number>, share: string) =>
    (kept.get(share) ?? 0) + (counts.get(share) ?? 0) > ROWS_PER_SHARE;
  // If there could be too many, find those that have a row already, because they add none.
  const crowded = rows.filter((row) => isOver(fresh, shareOf(row)));
  if (crowded.length === 0) return rows;
  const known = await knownKeys(
    database,
    crowded.filter((row) => kept.get(shareOf(row)) !== 0),
  );
  const added = countsOf(crowded.filter((row) => !known.has(keyOf(row))));
  const isBeyond = (row: Row) => isOver(added, shareOf(row)) && !known.has(keyOf(row));
  if (!crowded.some(isBeyond)) return rows;
  return addedUp(
    uses.map((use) => (isBeyond(rowOf(use)) ? { ...use, address: MANY_OTHERS, client: MANY_OTHERS } : use)),
  );
}

function countsOf(rows: readonly Row[]): ReadonlyMap<string, number> {
  return new Map([...Map.groupBy(rows, shareOf)].map(([share, ofShare]) => [share, ofShare.length]));
}

function shareOf({ tokenId, day }: Pick<Row, 'tokenId' | 'day'>): string {
  return `${tokenId} ${day}`;
}

/** An upper limit of the rows of each share. Counts them if the process does not know that there is room. */
async function keptShares(
  database: Database,
  rows: readonly Row[],
  shares: UsageShares,
): Promise<ReadonlyMap<string, number>> {
  const fresh = countsOf(rows);
  const isKnown = (share: string) => (shares.get(share) ?? ROWS_PER_SHARE) + (fresh.get(share) ?? 0) <= ROWS_PER_SHARE;
  const counted = await keptCounts(
    database,
    rows.filter((row) => !isKnown(shareOf(row))),
  );
  return new Map([...fresh.keys()].map((share) => [share, (isKnown(share) ? shares : counted).get(share) ?? 0]));
}

/** How many rows each of these shares has. */
async function keptCounts(database: Database, rows: readonly Row[]): Promise<ReadonlyMap<string, number>> {
  const firstDay = rows.reduce((first, { day }) => Math.min(first, day), Number.MAX_SAFE_INTEGER);
  const counts = new Map<string, number>();
  for (const tokenIds of batches([...new Set(rows.map(({ tokenId }) => tokenId))])) {
    const query = database.selectFrom('tokenUsage').where('tokenId', 'in', tokenIds).where('day', '>=', firstDay);
    const totals = query.groupBy(['tokenId', 'day']).select(['tokenId', 'day', sql<number>`count(*)`.as('total')]);
    for (const found of await totals.execute()) counts.set(shareOf(found), Number(found.total));
  }
  return counts;
}

/** Which of these keys have a row. */
async function knownKeys(database: Database, rows: readonly Row[]): Promise<ReadonlySet<string>> {
  const known = new Set<string>();
  for (const some of batches(rows)) {
    const keys = some.map(
      ({ tokenId, day, registry, repository, actions, address, client }) =>
        sql`(${tokenId}, cast(${day} as bigint), ${registry}, ${repository}, ${actions}, ${address}, ${client})`,
    );
    const isOne = sql<boolean>`(${KEY_COLUMNS}) in (values ${sql.join(keys)})`;
    const found = await database.selectFrom('tokenUsage').select(KEY).where(isOne).execute();
    for (const row of found) known.add(keyOf(row));
  }
  return known;
}

function keyOf(row: Pick<Row, (typeof KEY)[number]>): string {
  return JSON.stringify(KEY.map((column) => row[column]));
}

function dayOf(at: number): number {
  return at - (at % DAY_MILLISECONDS);
}

/** Sorted by key, so that two nodes lock rows in the same order and never wait for each other. */
function addedUp(uses: readonly Use[]): readonly Row[] {
  const rows = new Map<string, Row>();
  for (const use of uses) {
    const row = rowOf(use);
    const key = keyOf(row);
    const before = rows.get(key);
    const lastAt = Math.max(before?.lastAt ?? 0, row.lastAt);
    rows.set(key, { ...row, count: (before?.count ?? 0) + row.count, lastAt });
  }
  return [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

function rowOf({ tokenId, at, count = 1, ...fields }: Use): Row {
  return { tokenId, ...USAGE.keep({ ...fields, day: dayOf(at), count, lastAt: at }) };
}

/** A use is no change that needs an audit event. */
const upsertUses = rowWriter({
  name: 'token-usage',
  before: `insert into token_usage (${KEY_COLUMNS_TEXT}, count, last_at) values`,
  row: '(?, ?, ?, ?, ?, ?, ?, ?, ?)',
  after: `on conflict (${KEY_COLUMNS_TEXT}) do update set count = token_usage.count + excluded.count,
    last_at = case when excluded.last_at > token_usage.last_at then excluded.last_at else token_usage.last_at end`,
});

function valuesOf({ tokenId, day, registry, repository, actions, address, client, count, lastAt }: Row) {
  return [tokenId, day, registry, repository, actions, address, client, count, lastAt];
}

function lastUses(uses: readonly Use[]): readonly Use[] {
  const last = new Map<string, Use>();
  for (const use of uses) {
    if (use.at >= (last.get(use.tokenId)?.at ?? 0)) last.set(use.tokenId, use);
  }
  return [...last.values()].sort((a, b) => (a.tokenId < b.tokenId ? -1 : 1));
}

/** Sorted for the same reason: an update of many rows locks them in the order in which it finds them. */
async function lockTokens(database: Database, uses: readonly Use[]): Promise<void> {
  const tokenIds = uses.map(({ tokenId }) => tokenId);
  const query = database.selectFrom('accessTokens').select('id').where('id', 'in', tokenIds);
  await query.orderBy('id').forNoKeyUpdate().execute();
}

const moveLastUses = rowWriter({
  name: 'last-uses',
  before: 'with used (token_id, at, address, client) as (values',
  row: '(?, cast(? as bigint), ?, ?)',
  after: `) update access_tokens
    set last_used_at = used.at, last_used_address = used.address, last_used_client = used.client
    from used
    where access_tokens.id = used.token_id
      and (access_tokens.last_used_at is null or access_tokens.last_used_at < used.at)`,
});

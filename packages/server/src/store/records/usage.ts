import { type Selectable, sql } from 'kysely';
import type { UsageRow, Use } from '../../ports/records.ts';
import type { UsageRecords } from '../../ports/store.ts';
import { paged } from '../paged.ts';
import type { Database, Schema } from '../schema.ts';

const DAY_MILLISECONDS = 86_400_000;
/** SQLite's old limit of 999 parameters would hold 110 rows of nine. */
const ROWS_PER_STATEMENT = 100;

type Row = Schema['token_usage'];

export function usageRecords(database: Database): UsageRecords {
  return {
    ofToken: (tokenId, page) => {
      const query = database.selectFrom('token_usage').where('token_id', '=', tokenId);
      const ordered = query.selectAll().orderBy('last_at', 'desc').orderBy('repository').orderBy('actions');
      return paged(ordered, query, page, usageRowOf);
    },
    record: async (uses) => {
      const rows = rollUp(uses);
      for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT) {
        await upsert(database, rows.slice(start, start + ROWS_PER_STATEMENT));
      }
      for (const use of lastUses(uses)) await moveLastUse(database, use);
    },
  };
}

/** Sorted by key, so that two nodes take their row locks in one order. */
function rollUp(uses: readonly Use[]): readonly Row[] {
  const rows = new Map<string, Row>();
  for (const use of uses) {
    const row = rowOf(use);
    const { count: _count, last_at: _lastAt, ...key } = row;
    const text = JSON.stringify(Object.values(key));
    const before = rows.get(text);
    const last_at = Math.max(before?.last_at ?? 0, row.last_at);
    rows.set(text, { ...row, count: (before?.count ?? 0) + 1, last_at });
  }
  return [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

async function upsert(database: Database, rows: readonly Row[]): Promise<void> {
  const key = ['token_id', 'day', 'registry', 'repository', 'actions', 'address', 'client'] as const;
  await database
    .insertInto('token_usage')
    .values([...rows])
    .onConflict((conflict) =>
      conflict.columns(key).doUpdateSet({
        count: sql`token_usage.count + excluded.count`,
        last_at: sql`case when excluded.last_at > token_usage.last_at then excluded.last_at else token_usage.last_at end`,
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

async function moveLastUse(database: Database, use: Use): Promise<void> {
  await database
    .updateTable('access_tokens')
    .set({ last_used_at: use.at, last_used_address: use.address, last_used_client: use.client })
    .where('id', '=', use.tokenId)
    .where((row) => row.or([row('last_used_at', 'is', null), row('last_used_at', '<', use.at)]))
    .execute();
}

function rowOf(use: Use): Row {
  return {
    token_id: use.tokenId,
    day: use.at - (use.at % DAY_MILLISECONDS),
    registry: use.registry,
    repository: use.repository ?? '',
    actions: use.actions,
    address: use.address,
    client: use.client,
    count: 1,
    last_at: use.at,
  };
}

function usageRowOf(row: Selectable<Row>): UsageRow {
  const { day, registry, actions, address, client, count } = row;
  return { day, registry, repository: row.repository || null, actions, address, client, count, lastAt: row.last_at };
}

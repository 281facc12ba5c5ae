import { type RawBuilder, sql } from 'kysely';
import type { Database } from './schema.ts';

/**
 * The rows of a query in SQL text, in no order. It is sent as a plain selection: in a transaction, a statement that is not
 * one may change any table.
 */
export async function rowsOf<Found>(database: Database, query: RawBuilder<unknown>): Promise<readonly Found[]> {
  const rows = await database.selectFrom(sql<Record<string, unknown>>`(${query})`.as('found')).selectAll().execute();
  return rows as readonly Found[];
}

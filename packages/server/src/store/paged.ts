import type { SelectQueryBuilder } from 'kysely';
import { sql } from 'kysely';
import type { Page, Paged } from '../ports/records.ts';
import type { Schema } from './schema.ts';

/** One page of `rows` and the number of all that `unordered` finds. */
export async function paged<Row, Item>(
  rows: SelectQueryBuilder<Schema, never, Row>,
  unordered: SelectQueryBuilder<Schema, never, unknown>,
  { page, pageSize }: Page,
  toItem: (row: Row) => Item,
): Promise<Paged<Item>> {
  const counted = await unordered.clearSelect().select(sql<number>`count(*)`.as('total')).executeTakeFirst();
  const found = await rows
    .limit(pageSize)
    .offset(Math.min((page - 1) * pageSize, Number.MAX_SAFE_INTEGER))
    .execute();
  return { total: Number(counted?.total ?? 0), items: found.map((row) => toItem(row as Row)) };
}

import type { SelectQueryBuilder } from 'kysely';
import { sql } from 'kysely';

import type { Schema } from './schema.ts';

export interface Page {
  /** From 1. */
  readonly page: number;
  readonly pageSize: number;
}

export interface Paged<Item> {
  readonly total: number;
  readonly items: readonly Item[];
}

/** RFC 7644, section 3.4.2.4: an offset and a length, not pages. */
export interface ScimWindow {
  readonly offset: number;
  readonly limit: number;
}

/** One page of `rows` and the number of all that `unordered` finds. */
export async function paged<Row, Item>(
  rows: SelectQueryBuilder<Schema, never, Row>,
  unordered: SelectQueryBuilder<Schema, never, unknown>,
  page: Page,
  toItem: (row: Row) => Item,
): Promise<Paged<Item>> {
  const total = await countOf(unordered);
  const { limit, offset } = limitsOf(page);
  const found = await rows.limit(limit).offset(offset).execute();
  return { total, items: found.map((row) => toItem(row as Row)) };
}

export async function countOf(unordered: SelectQueryBuilder<Schema, never, unknown>): Promise<number> {
  const counted = await unordered.clearSelect().select(sql<number>`count(*)`.as('total')).executeTakeFirst();
  return Number(counted?.total ?? 0);
}

export function limitsOf({ page, pageSize }: Page): { readonly limit: number; readonly offset: number } {
  return { limit: pageSize, offset: Math.min((page - 1) * pageSize, Number.MAX_SAFE_INTEGER) };
}

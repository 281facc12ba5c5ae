import { type Expression, type RawBuilder, type SelectQueryBuilder, type SqlBool, sql } from 'kysely';
import type { Database, Schema } from './schema.ts';

export interface Page {
  /** Counts from 1. */
  readonly page: number;
  readonly pageSize: number;
}

export interface Paged<Item> {
  readonly total: number;
  readonly items: readonly Item[];
}

/** RFC 7644, section 3.4.2.4: an offset and a length instead of pages. */
export interface ScimWindow {
  readonly offset: number;
  readonly limit: number;
}

/** One page of `rows`, and the number of all rows that `unordered` finds. */
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

/**
 * The form of text that is stored for a search in any case. The databases convert letters differently, and SQLite
 * converts only ASCII letters.
 */
export function searchText(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/** Whether `column`, which has search text, contains `part`. Wildcards in `part` count as normal letters. */
export function likePattern(column: string, part: string): RawBuilder<SqlBool> & Expression<SqlBool> {
  return isLike(sql.ref(column), part);
}

/** The same as `likePattern`, for an expression. */
export function isLike(text: Expression<unknown>, part: string): RawBuilder<SqlBool> & Expression<SqlBool> {
  const escaped = searchText(part).replace(/[\\%_]/g, (letter) => `\\${letter}`);
  return sql<SqlBool>`${text} like ${`%${escaped}%`} escape '\\'`;
}

/**
 * The rows of a query in SQL text, unsorted. It is sent as a plain selection, because in a transaction any other
 * statement could change any table.
 */
export async function rowsOf<Found>(database: Database, query: RawBuilder<unknown>): Promise<readonly Found[]> {
  const rows = await database.selectFrom(sql<Record<string, unknown>>`(${query})`.as('found')).selectAll().execute();
  return rows as readonly Found[];
}

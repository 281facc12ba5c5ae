import { setImmediate as nextTurn } from 'node:timers/promises';
import type { HotQuery, WritingConnection } from './schema.ts';

/** A statement that writes some rows, without its list of rows. */
export interface RowStatement {
  readonly name: string;
  readonly before: string;
  /** One row with its placeholders: `(?, ?)`. */
  readonly row: string;
  readonly after: string;
}

type Row = readonly (string | number | null)[];

/** SQLite's old limit of 999 parameters allows 110 rows with nine columns. Few sizes, so that few texts are prepared. */
const SIZES = [100, 10, 1] as const;

/**
 * Writes rows that come by the thousand, such as uses. Kysely would build the text anew for each batch, which took
 * longer than SQLite takes to write it.
 */
export function rowWriter(statement: RowStatement) {
  const queries = SIZES.map((size) => ({ size, query: queryOf(statement, size) }));
  return async ({ write }: Pick<WritingConnection, 'write'>, rows: readonly Row[]): Promise<void> => {
    let from = 0;
    for (const { size, query } of queries) {
      for (; from + size <= rows.length; from += size) {
        await write(query, rows.slice(from, from + size).flat());
        // SQLite answers at once, and would hold the loop until all rows are written.
        if (size === SIZES[0]) await nextTurn();
      }
    }
  };
}

function queryOf({ name, before, row, after }: RowStatement, size: number): HotQuery {
  const rows = Array.from({ length: size }, () => row).join(', ');
  return { name: `${name}-${size}`, text: `${before} ${rows} ${after}` };
}

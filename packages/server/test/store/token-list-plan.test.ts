import { DatabaseSync } from 'node:sqlite';
import { CamelCasePlugin, Kysely, SqliteDialect } from 'kysely';
import { describe, expect, it } from 'vitest';
import { migrate } from '../../src/store/migrations/migrate.ts';
import { tokenReads } from '../../src/store/records/tokens/tokens.ts';
import type { Schema } from '../../src/store/schema.ts';
import { kyselySqliteDatabase } from '../../src/store/sqlite-driver.ts';

/** SQLite's query plans for the statements of one listing. */
async function plansOf(filter: object): Promise<readonly string[]> {
  const connection = new DatabaseSync(':memory:');
  const statements: { readonly text: string; readonly parameters: readonly unknown[] }[] = [];
  const database = new Kysely<Schema>({
    dialect: new SqliteDialect({ database: kyselySqliteDatabase(connection) }),
    plugins: [new CamelCasePlugin()],
    log: ({ query: { sql, parameters } }) => void statements.push({ text: sql, parameters }),
  });
  await migrate((step) => database.transaction().execute(step), 'sqlite');
  statements.length = 0;
  const { list } = tokenReads({ database, lists: database, first: async () => undefined, locksRows: false });
  await list({ ownerId: 'ada', now: 0, page: 400, pageSize: 25, ...filter });
  const plans = statements.flatMap(({ text, parameters }) =>
    connection.prepare(`explain query plan ${text}`).all(...(parameters as readonly string[])),
  );
  connection.close();
  return plans.map(({ detail }) => String(detail));
}

describe('the query for a list of access tokens', () => {
  const sorts = ['created', 'lastUsed', 'description', 'expires'] as const;
  const orders = ['asc', 'desc'] as const;

  it.each(sorts.flatMap((sort) => orders.map((order) => [sort, order] as const)))(
    'by %s, %s, reads the rows of one owner by index, and complete rows only by id',
    async (sort, order) => {
      const plans = await plansOf({ sort, order });
      const searches = plans.filter((step) => /access_tokens/.test(step));
      expect(plans.filter((step) => step.startsWith('SCAN'))).toEqual([]);
      expect(searches).toHaveLength(3);
      expect(searches.filter((step) => /INDEX tokens_of_owner \(owner_id=\?\)/.test(step))).toHaveLength(2);
      expect(searches.filter((step) => /INDEX sqlite_autoindex_access_tokens_1 \(id=\?\)/.test(step))).toHaveLength(1);
    },
  );

  it('by creation finds the page without sorting', async () => {
    const sorts = (plans: readonly string[]) => plans.filter((step) => /TEMP B-TREE FOR ORDER BY/.test(step)).length;
    expect(sorts(await plansOf({ sort: 'created' }))).toBe(1);
    expect(sorts(await plansOf({ sort: 'description' }))).toBe(2);
  });
});

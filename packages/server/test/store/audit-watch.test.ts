import { DatabaseSync } from 'node:sqlite';
import { CamelCasePlugin, Kysely, SqliteDialect, sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AuditWatch } from '../../src/store/audit-watch.ts';
import { migrate } from '../../src/store/migrations/migrate.ts';
import type { Database } from '../../src/store/schema.ts';
import { kyselySqliteDatabase } from '../../src/store/sqlite-driver.ts';
import '../../src/store/store.ts';

describe('the check for a missing audit event', () => {
  let database: Database;
  let watch: AuditWatch;
  let watched: Database;

  beforeEach(async () => {
    const dialect = new SqliteDialect({ database: kyselySqliteDatabase(new DatabaseSync(':memory:')) });
    database = new Kysely({ dialect, plugins: [new CamelCasePlugin()] });
    await migrate((step) => database.transaction().execute(step), 'sqlite');
    watch = new AuditWatch();
    watched = database.withPlugin(watch);
  });

  afterEach(() => database.destroy());

  const namespace = { name: 'ada', ownerType: 'account', ownerId: '1' } as const;

  it('names every audited table that was changed', async () => {
    await watched.insertInto('namespaces').values(namespace).execute();
    await watched.deleteFrom('teamMembers').execute();
    await watched.updateTable('auditHead').set({ digest: 'other' }).execute();
    expect(() => watch.requireEvent()).toThrow('this transaction changed namespaces and appended no audit event');
  });

  it('also sees changes of statements that return rows, and needs no event if no row changed', async () => {
    await watched.deleteFrom('namespaces').where('name', '=', 'ada').returning('name').execute();
    watch.requireEvent();
    await watched.insertInto('namespaces').values(namespace).returning('name').execute();
    expect(() => watch.requireEvent()).toThrow('namespaces');
  });

  it('refuses statements whose changes it cannot see', async () => {
    await database.insertInto('namespaces').values(namespace).execute();
    await expect(sql`delete from namespaces`.execute(watched)).rejects.toThrow('may change any table');
    const hidden = watched
      .with('gone', (inner) => inner.deleteFrom('namespaces').returning('name'))
      .selectFrom('gone')
      .selectAll();
    await expect(hidden.execute()).rejects.toThrow('may change any table');
    expect(await watched.selectFrom('namespaces').selectAll().execute()).toHaveLength(1);
  });
});

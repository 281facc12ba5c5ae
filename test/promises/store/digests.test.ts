import { expect, it } from 'vitest';
import { describeStores, type TestDatabase } from './open-stores.ts';
import { anEvent, aSession, aToken, aUse, digestOf, insertAccount, T0 } from './sample-records.ts';

async function dump({ dialect, query }: TestDatabase): Promise<string> {
  const names =
    dialect === 'sqlite'
      ? await query(`select name from sqlite_master where type = 'table'`)
      : await query(`select tablename as name from pg_tables where schemaname = current_schema()`);
  const tables: unknown[] = [];
  for (const { name } of names) tables.push(await query(`select * from ${String(name)}`));
  return JSON.stringify(tables);
}

describeStores('a dump of the database', (fresh) => {
  it('R17, attack 40: holds only the digest of each secret', async () => {
    const database = await fresh();
    const store = await database.openStore();
    const secrets = ['token-secret', 'session-secret', 'setup-secret'];
    const ada = await insertAccount(store, 'ada');
    const token = aToken(ada.id);
    await store.transaction(async (records) => {
      await records.tokens.insert(token, digestOf('token-secret'));
      await records.sessions.insert(aSession(ada.id), digestOf('session-secret'));
      await records.setupCodes.put(digestOf('setup-secret'), T0);
      await records.usage.record([aUse(token.id)]);
      await records.audit.append(anEvent());
    });
    const text = await dump(database);
    expect(text).toContain(token.id);
    for (const secret of secrets) {
      expect(text.split(digestOf(secret))).toHaveLength(2);
      expect(text).not.toContain(secret);
    }
  });
});

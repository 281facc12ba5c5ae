import { DatabaseSync } from 'node:sqlite';
import { repositoriesOf } from './known-tokens.ts';

const GRANTS = JSON.stringify([{ type: 'repository', pattern: '*', actions: ['pull', 'push'], visibility: 'any' }]);

/**
 * Creates `tokenCount` tokens in the server's own tables, spread over as many accounts as there are known digests. The
 * tokens with known digests are spread evenly among the others.
 */
export function fillDatabase(path: string, tokenCount: number, digests: readonly string[]): void {
  const database = new DatabaseSync(path);
  database.exec('begin immediate');
  for (const index of digests.keys()) insertAccount(database, index);
  insertTokens(database, tokenCount, digests);
  database.exec('commit');
  database.close();
}

function insertAccount(database: DatabaseSync, index: number): void {
  const name = `account-${index}`;
  const insert = (row: Readonly<Record<string, string | number>>, table: string) => {
    const columns = Object.keys(row);
    const places = columns.map(() => '?').join(', ');
    database.prepare(`insert into ${table} (${columns.join(', ')}) values (${places})`).run(...Object.values(row));
  };
  insert({ name, owner_type: 'account', owner_id: name }, 'namespaces');
  insert({ id: name, name, email: `${name}@example.com`, is_administrator: 0, created_at: 0 }, 'accounts');
  for (const repository of repositoriesOf(index)) {
    const id = `${repository}-${index}`;
    insert({ id, namespace: name, name: repository, visibility: 'private', created_at: 0 }, 'repositories');
  }
}

function insertTokens(database: DatabaseSync, tokenCount: number, digests: readonly string[]): void {
  const insert = database.prepare(
    `insert into access_tokens (id, digest, kind, origin, owner_id, description, search_text, grants, created_at,
      created_address, created_client) values (?, coalesce(?, lower(hex(randomblob(24)))), 'pat', 'manual', ?, 'bench',
      'bench', '${GRANTS}', ?, '127.0.0.1', 'bench')`,
  );
  const stride = Math.floor(tokenCount / digests.length);
  for (let index = 0; index < tokenCount; index += 1) {
    const known = index % stride === 0 ? digests[index / stride] : undefined;
    const owner = known === undefined ? index % digests.length : index / stride;
    insert.run(`token-${index}`, known ?? null, `account-${owner}`, index);
  }
}

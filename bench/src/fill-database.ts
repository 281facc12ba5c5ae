import { DatabaseSync } from 'node:sqlite';

const GRANTS = JSON.stringify([{ type: 'repository', pattern: '*', actions: ['pull', 'push'], visibility: 'any' }]);

/**
 * Makes `tokenCount` tokens, spread over as many accounts as there are known digests, in the server's own tables.
 * The tokens of the known digests lie evenly among the others.
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
  database.prepare('insert into namespaces values (?, ?, ?)').run(name, 'account', name);
  database.prepare('insert into accounts values (?, ?, ?, null, 0, null, 0)').run(name, name, `${name}@example.com`);
  database
    .prepare('insert into repositories values (?, ?, ?, ?, 0)')
    .run(`repository-${index}`, name, 'app', 'private');
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

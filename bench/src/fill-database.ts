import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
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

/** The same rows in PostgreSQL. */
export async function fillPostgres(url: string, tokenCount: number, digests: readonly string[]): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const counts = digests.map((_, index) => repositoriesOf(index).length);
    for (const [text, values] of postgresStatements(tokenCount, digests, counts)) await client.query(text, [...values]);
    // Otherwise the first seconds would be measured without statistics.
    await client.query('vacuum analyze');
  } finally {
    await client.end();
  }
}

function postgresStatements(tokenCount: number, digests: readonly string[], counts: readonly number[]) {
  const accounts = `generate_series(0, ${digests.length - 1}) as place`;
  const stride = Math.floor(tokenCount / digests.length);
  return [
    [
      `insert into namespaces (name, owner_type, owner_id) select 'account-' || place, 'account', 'account-' || place from ${accounts}`,
      [],
    ],
    [
      `insert into accounts (id, name, email, is_administrator, created_at)
        select 'account-' || place, 'account-' || place, 'account-' || place || '@example.com', 0, 0 from ${accounts}`,
      [],
    ],
    [
      `insert into repositories (id, namespace, name, visibility, created_at)
        select 'app-' || number || '-' || (place - 1), 'account-' || (place - 1), 'app-' || number, 'private', 0
        from unnest($1::int[]) with ordinality as each (count, place), generate_series(0, count - 1) as number`,
      [counts],
    ],
    [
      `insert into access_tokens (id, digest, kind, origin, owner_id, description, search_text, grants, created_at,
          created_address, created_client)
        select 'token-' || place, coalesce(digest, md5(place::text) || md5('x' || place)), 'pat', 'manual',
          'account-' || case when digest is null then place % ${digests.length} else known.owner - 1 end, 'bench', 'bench',
          '${GRANTS}', place, '127.0.0.1', 'bench'
        from generate_series(0, ${tokenCount - 1}) as place
        left join unnest($1::text[]) with ordinality as known (digest, owner) on (owner - 1) * ${stride} = place`,
      [digests],
    ],
  ] as const;
}

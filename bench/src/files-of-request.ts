import { mkdtemp, rm } from 'node:fs/promises';
import { Session } from 'node:inspector/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { mock } from 'node:test';
import { fileURLToPath } from 'node:url';
import { readConfig } from '@lanyard/server/app/config';
import { makeLogger } from '@lanyard/server/app/make-logger';
import { startServer } from '@lanyard/server/app/start-server';
import { fillDatabase } from './fill-database.ts';
import { knownSecret, pullOf } from './known-tokens.ts';
import { freePort } from './subjects.ts';

/**
 * Prints our files that run for one `GET /token`, according to V8's count of function calls. The request is a pull with
 * an access token, from a private repository of the owner's organization, on SQLite. The same request was answered
 * before.
 */
const PACKAGES = join(import.meta.dirname, '../../packages');
const REQUESTS = 20;

// What the server does by itself is not part of a request.
mock.timers.enable({ apis: ['setInterval', 'setTimeout'] });
const dataFolder = await mkdtemp(join(tmpdir(), 'lanyard-files-'));
const port = await freePort();
const config = readConfig({ LANYARD_PORT: String(port), LANYARD_DATA_DIR: dataFolder, LANYARD_LOG_LEVEL: 'error' });
const { services, stop } = await startServer(config, makeLogger(config.logLevel));
// Created once, so that its creation is not counted.
const { headers } = pullOf(0, []);
const database = `${dataFolder}/lanyard.db`;
fillDatabase(database, 1, [services.digester.digest('token', knownSecret(0))]);
insertOrganization(database);
await pull();
for (const file of await filesOfMostRequests()) process.stdout.write(`${file}\n`);
mock.timers.reset();
await stop();
await rm(dataFolder, { recursive: true });

function insertOrganization(path: string): void {
  const filled = new DatabaseSync(path);
  filled.exec(`
    insert into organizations (id, name, policy, created_at) values ('acme', 'acme', '{}', 0);
    insert into namespaces (name, owner_type, owner_id) values ('acme', 'organization', 'acme');
    insert into memberships (organization_id, account_id, role, created_at) values ('acme', 'account-0', 'owner', 0);
    insert into repositories (id, namespace, name, visibility, created_at) values ('acme-app', 'acme', 'app', 'private', 0)`);
  filled.close();
}

/** Throws if the pull is not permitted, because a refused request runs other code. */
async function pull(): Promise<void> {
  const scope = encodeURIComponent('repository:acme/app:pull');
  const answer = await fetch(`http://localhost:${port}/token?service=lanyard&scope=${scope}`, { headers });
  const { token = '' } = (await answer.json()) as { token?: string };
  const { access } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
  if (access.length !== 1) throw new Error('the pull was not permitted');
}

async function filesOfMostRequests(): Promise<readonly string[]> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true });
  const seen = new Map<string, number>();
  for (let asked = 0; asked < REQUESTS; asked += 1) {
    await pull();
    // Returns the calls since the last time.
    const { result } = await session.post('Profiler.takePreciseCoverage');
    for (const { url, functions } of result) {
      const hasRun = functions.some(({ ranges }) => (ranges[0]?.count ?? 0) > 0);
      if (hasRun && url.startsWith('file:')) seen.set(url, (seen.get(url) ?? 0) + 1);
    }
  }
  session.disconnect();
  return [...seen]
    .filter(([, times]) => times > REQUESTS / 2)
    .map(([url]) => relative(PACKAGES, fileURLToPath(url)))
    .filter((file) => !file.startsWith('..'))
    .toSorted();
}

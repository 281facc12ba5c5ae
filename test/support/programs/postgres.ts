import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { chown, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { type PostgresPrograms, postgresPrograms } from './installed-programs.ts';
import { requireSuccess, runProgram } from './run-program.ts';
import { freePort } from './serve-http.ts';
import { type RunningProcess, startProcess } from './start-process.ts';
import { temporaryFolder } from './temporary-folder.ts';

export interface Postgres {
  /**
   * The address of the maintenance database with the password, such as
   * `postgres://postgres:PASSWORD@127.0.0.1:PORT/postgres`.
   */
  readonly url: string;
  /** Creates an empty database and returns its URL. */
  createDatabase(): Promise<string>;
  /** Stops it like a crash or an operator, and starts it again at the same address. */
  restart(how: 'crash' | 'restart'): Promise<void>;
  /** A copy that follows this one (streaming replication), and is this far behind. Reads only. */
  startReplica(behindMilliseconds: number): Promise<Replica>;
  /** Stops all its processes for this time: connections stay open, but nothing answers. */
  freeze(milliseconds: number): Promise<void>;
  /** Stops it, breaks its connections, and removes its folder. */
  stop(): Promise<void>;
}

export interface Replica {
  readonly url: string;
  stop(): Promise<void>;
}

interface Owner {
  readonly uid?: number;
  readonly gid?: number;
}

interface Cluster {
  readonly programs: PostgresPrograms;
  readonly folder: string;
  readonly owner: Owner;
}

/** Starts a PostgreSQL with its own folder, port and password. Throws with its log if it does not start. */
export async function startPostgres(parentFolder?: string): Promise<Postgres> {
  const programs = postgresPrograms();
  if (!programs) throw new Error('PostgreSQL is not installed');
  const folder = await temporaryFolder(parentFolder);
  try {
    const cluster = { programs, folder: folder.path, owner: await clusterOwner() };
    const password = await initialise(cluster);
    const port = await freePort();
    let server = await serve(cluster, port);
    const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
    return {
      url,
      createDatabase: () => createDatabase(url),
      restart: async (how) => {
        if (how === 'crash') signalAll(server, 'SIGKILL');
        await server.stop();
        server = await serve(cluster, port);
      },
      freeze: async (milliseconds) => {
        signalAll(server, 'SIGSTOP');
        await delay(milliseconds);
        signalAll(server, 'SIGCONT');
      },
      startReplica: (behindMilliseconds) => replicate(cluster, url, behindMilliseconds),
      stop: () => server.stop().then(folder.remove),
    };
  } catch (error) {
    await folder.remove();
    throw error;
  }
}

async function replicate(
  { programs, owner }: Cluster,
  primaryUrl: string,
  behindMilliseconds: number,
): Promise<Replica> {
  const folder = await temporaryFolder();
  await giveTo(owner, folder.path);
  const { hostname, port, password } = new URL(primaryUrl);
  const env = { PGPASSWORD: password };
  const from = [`--host=${hostname}`, `--port=${port}`, '--username=postgres', '--checkpoint=fast'];
  const into = [`--pgdata=${join(folder.path, 'data')}`, '--write-recovery-conf', '--wal-method=stream'];
  const options = { ...owner, cwd: folder.path, env };
  await requireSuccess(runProgram(join(programs.folder, 'pg_basebackup'), [...from, ...into], options));
  const copy = { programs, folder: folder.path, owner };
  const replicaPort = await freePort();
  const server = await serve(copy, replicaPort, { recovery_min_apply_delay: `${behindMilliseconds}ms` });
  const url = new URL(primaryUrl);
  url.port = String(replicaPort);
  return { url: url.href, stop: () => server.stop().then(folder.remove) };
}

/** The server first, so that it starts no other process. Each connection has its own process. */
function signalAll({ pid }: RunningProcess, signal: NodeJS.Signals): void {
  process.kill(pid, signal);
  for (const child of childrenOf(pid)) process.kill(child, signal);
}

function childrenOf(parent: number): readonly number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map(Number).filter((pid) => parentOf(pid) === parent);
}

function parentOf(pid: number): number | undefined {
  try {
    // The name of the program, in brackets, can contain anything.
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[1]);
  } catch {
    // It has ended in the meantime.
    return undefined;
  }
}

/** PostgreSQL refuses to run as root. Otherwise the current user owns the cluster. */
async function clusterOwner(): Promise<Owner> {
  if (process.getuid?.() !== 0) return {};
  const id = async (flag: string) => Number((await requireSuccess(runProgram('id', [flag, 'postgres']))).stdout);
  return { uid: await id('-u'), gid: await id('-g') };
}

async function initialise({ programs, folder, owner }: Cluster): Promise<string> {
  const password = randomBytes(16).toString('hex');
  const passwordFile = join(folder, 'password');
  await writeFile(passwordFile, password, { mode: 0o600 });
  await giveTo(owner, folder, passwordFile);
  const args = [`--pgdata=${join(folder, 'data')}`, '--username=postgres', `--pwfile=${passwordFile}`, '--no-sync'];
  const settings = ['--auth=scram-sha-256', '--encoding=UTF8', ...collation(programs.majorVersion)];
  await requireSuccess(runProgram(join(programs.folder, 'initdb'), [...args, ...settings], { ...owner, cwd: folder }));
  await rm(passwordFile);
  return password;
}

async function giveTo({ uid, gid }: Owner, ...paths: readonly string[]): Promise<void> {
  if (uid === undefined || gid === undefined) return;
  for (const path of paths) await chown(path, uid, gid);
}

/**
 * The sort order of a language, as in installed databases. With an order by bytes, a query that relies on SQLite's
 * order would pass.
 */
function collation(majorVersion: number): readonly string[] {
  if (majorVersion < 15) return ['--locale=C.UTF-8'];
  return ['--locale=C.UTF-8', '--locale-provider=icu', '--icu-locale=en-US'];
}

function serve(
  { programs, folder, owner }: Cluster,
  port: number,
  more: Readonly<Record<string, string>> = {},
): Promise<RunningProcess> {
  const settings = {
    ...more,
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: folder,
    max_connections: '200',
    shared_buffers: '32MB',
    // This would matter only after a power failure, which a test database need not survive.
    fsync: 'off',
    full_page_writes: 'off',
    // Its folder can be in memory.
    max_wal_size: '128MB',
  };
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return startProcess(join(programs.folder, 'postgres'), ['-D', join(folder, 'data'), ...args], {
    ...owner,
    cwd: folder,
    ready: /ready to accept (read-only )?connections/,
    // "Fast shutdown": it breaks connections instead of waiting for them.
    stopSignal: 'SIGINT',
  });
}

/** Of this process, for `dropDatabases`. */
const made: { readonly serverUrl: string; readonly name: string }[] = [];

/** Creates an empty database beside the given one, or a copy of that template. Returns its URL. */
export async function createDatabase(serverUrl: string, template = 'template1'): Promise<string> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  await run(serverUrl, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  made.push({ serverUrl, name });
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** All that this process created, because they can be in memory. */
export async function dropDatabases(): Promise<void> {
  for (const { serverUrl, name } of made.splice(0)) {
    // A test can have stopped its server.
    await run(serverUrl, `DROP DATABASE ${name} WITH (FORCE)`).catch(() => undefined);
  }
}

async function run(serverUrl: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { get } from 'node:http';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { sampleAccount } from '../../support/lanyard/accounts.ts';
import { type Browser, createBrowser } from '../../support/lanyard/browser.ts';
import { migratedDatabase } from '../../support/lanyard/migrated-database.ts';
import { startLanyard } from '../../support/lanyard/start-lanyard.ts';
import { basic, sampleToken } from '../../support/lanyard/tokens.ts';
import { describeWith } from '../../support/programs/installed-programs.ts';
import { programEnvironment } from '../../support/programs/run-program.ts';
import { freePort } from '../../support/programs/serve-http.ts';
import { type RunningProcess, startProcess } from '../../support/programs/start-process.ts';
import { temporaryFolder } from '../../support/programs/temporary-folder.ts';
import { workersOf } from '../../support/programs/worker-processes.ts';

const MAIN = fileURLToPath(import.meta.resolve('@lanyard/server/main'));
const METRICS_TOKEN = 'a-token-that-Prometheus-alone-knows';
const SCOPE = '/token?service=lanyard&scope=repository:ada/app:pull';
const COUNTED = 'lanyard_http_requests_total{method="GET",route="/token",status="200"}';
const ROUNDS = 25;

it('workers that must stop while they start end normally, and none is left', async () => {
  const folder = await temporaryFolder();
  const program = spawn(process.execPath, [MAIN], {
    env: programEnvironment({
      LANYARD_WORKERS: '2',
      LANYARD_PORT: String(await freePort()),
      LANYARD_DATA_DIR: folder.path,
    }),
    stdio: 'ignore',
  });
  const ended = once(program, 'exit');
  const worker = await vi.waitUntil(() => workersOf({ pid: program.pid ?? 0 })[0], { timeout: 10_000, interval: 5 });
  program.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  expect(isRunning(worker)).toBe(false);
  await folder.remove();
});

describe('two workers on SQLite', () => workersKeepPromises('SQLite', async () => undefined));
describeWith(['postgres'], 'two workers on PostgreSQL', () =>
  workersKeepPromises('PostgreSQL', () => migratedDatabase()),
);

interface Served {
  readonly program: RunningProcess;
  readonly url: string;
  readonly browser: Browser;
  readonly tokenId: string;
  /** Of this token. */
  readonly authorization: string;
  stop(): Promise<void>;
}

async function serveWorkers(databaseUrl: string | undefined): Promise<Served> {
  const folder = await temporaryFolder();
  const lanyard = await startLanyard({ databaseUrl, dataFolder: folder.path });
  const account = await sampleAccount(lanyard, 'ada');
  const { id: tokenId, secret } = await sampleToken(account, { actions: ['pull'] });
  await lanyard.stop();
  const port = await freePort();
  const program = await startProcess(process.execPath, [MAIN], {
    ready: /all workers serve/,
    readyWithinSeconds: 60,
    env: {
      LANYARD_WORKERS: '2',
      LANYARD_PORT: String(port),
      LANYARD_DATA_DIR: folder.path,
      LANYARD_DRAIN_SECONDS: '0',
      LANYARD_METRICS_TOKEN: METRICS_TOKEN,
      ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }),
    },
  });
  const url = `http://localhost:${port}`;
  const browser = createBrowser(url);
  expect((await browser.signIn('ada', account.password)).status).toBe(200);
  const stop = async () => {
    await program.stop();
    await folder.remove();
  };
  return { program, url, browser, stop, tokenId, authorization: basic(`ada:${secret}`) };
}

function workersKeepPromises(database: 'SQLite' | 'PostgreSQL', makeDatabase: () => Promise<string | undefined>): void {
  let served: Served;
  beforeAll(async () => {
    served = await serveWorkers(await makeDatabase());
  });
  afterAll(() => served.stop());

  /** On new connections, which the workers get in turn. */
  const askBoth = () =>
    Promise.all([1, 2, 3, 4].map(() => statusOf(`${served.url}${SCOPE}`, { authorization: served.authorization })));

  const metricOf = async (name: string) => valueIn(await metricsAt(served.url), name);
  const countedTokens = () => metricOf(COUNTED);

  it(`R1: after each of ${ROUNDS} answered revocations, neither of them accepts the token`, async () => {
    const { browser, tokenId } = served;
    for (let round = 0; round < ROUNDS; round += 1) {
      expect(await askBoth()).toEqual([200, 200, 200, 200]);
      expect((await browser.patch(`/api/tokens/${tokenId}`, { active: false })).status).toBe(200);
      expect(await askBoth()).toEqual([401, 401, 401, 401]);
      expect((await browser.patch(`/api/tokens/${tokenId}`, { active: true })).status).toBe(200);
    }
    // The worker that gets the request answers for both.
    expect([await countedTokens(), await countedTokens()]).toEqual([4 * ROUNDS, 4 * ROUNDS]);
    const connections = await metricOf('lanyard_database_connections{pool="reads",state="idle"}');
    // SQLite needs none.
    if (database === 'PostgreSQL') expect(connections).toBeGreaterThan(0);
    else expect(connections).toBeNaN();
  });

  it('count wrong passwords together', async () => {
    const statuses = [];
    for (let tries = 0; tries < 12; tries += 1) {
      statuses.push(await statusOf(`${served.url}${SCOPE}`, { authorization: basic('ada:a wrong password') }));
    }
    expect(statuses.filter((status) => status === 401)).toHaveLength(10);
    expect(statuses.slice(10)).toEqual([429, 429]);
  });

  // It waits for a time limit, and the database makes no difference.
  if (database === 'SQLite')
    it('count a worker that does not answer with its last numbers, and say that it is silent', async () => {
      const { url, program } = served;
      const counted = await countedTokens();
      const [first = 0] = workersOf(program);
      process.kill(first, 'SIGSTOP');
      // One connection waits at the stopped worker, and the other one is answered.
      const text = await Promise.any([metricsAt(url), metricsAt(url)]);
      process.kill(first, 'SIGCONT');
      expect(valueIn(text, COUNTED)).toBe(counted);
      expect(valueIn(text, 'lanyard_workers_silent')).toBe(1);
      expect(await metricOf('lanyard_workers_silent')).toBe(0);
    });

  it('continue when one is killed, and a new one replaces it, and no counter falls meanwhile', async () => {
    const [first = 0, second] = workersOf(served.program);
    let counted = await countedTokens();
    process.kill(first, 'SIGKILL');
    // Until the supervisor notices, it passes connections to the dead one.
    await vi.waitFor(() => expect(workersOf(served.program)).not.toContain(first), { timeout: 20_000 });
    expect(new Set(await askBoth())).toEqual(new Set([200]));
    expect(await countedTokens()).toBe(counted + 4);
    await vi.waitFor(
      async () => {
        const now = await countedTokens();
        if (now < counted) throw new Error(`the counter fell from ${counted} to ${now}`);
        counted = now;
        expect(workersOf(served.program)).toHaveLength(2);
      },
      { timeout: 20_000 },
    );
    expect(workersOf(served.program)).toContain(second);
    expect(served.program.logs()).toContain('a worker ended by itself; another one takes its place');
  });

  it('end with the process that started them, also when it is killed', async () => {
    const { program } = served;
    process.kill(program.pid, 'SIGTERM');
    expect(await program.ended, program.logs()).toBe(0);
    served = await serveWorkers(await makeDatabase());
    const workers = workersOf(served.program);
    process.kill(served.program.pid, 'SIGKILL');
    await vi.waitFor(() => expect(workers.filter(isRunning)).toEqual([]), { timeout: 20_000 });
  });
}

/** On a new connection. */
async function metricsAt(url: string): Promise<string> {
  const headers = { authorization: `Bearer ${METRICS_TOKEN}`, connection: 'close' };
  const response = await fetch(`${url}/metrics`, { headers });
  const text = await response.text();
  expect(response.status, text).toBe(200);
  return text;
}

/** The value of a line of the metrics. NaN if there is none. */
function valueIn(text: string, name: string): number {
  const line = text.split('\n').find((one) => one.startsWith(`${name} `));
  return Number(line?.slice(name.length) ?? Number.NaN);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** On a new connection. */
function statusOf(url: string, headers: Readonly<Record<string, string>>): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  get(url, { agent: false, headers }, (response) => {
    response.resume().on('end', () => resolve(response.statusCode ?? 0));
  }).on('error', reject);
  return promise;
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostileHosts } from '../../support/forgeries/hostile-hosts.ts';
import { requireSuccess } from '../../support/programs/run-program.ts';
import { type TemporaryFolder, temporaryFolder } from '../../support/programs/temporary-folder.ts';
import { runSession } from '../../support/terminal/session.ts';
import { newWorkplace, type Workplace } from '../../support/terminal/workplace.ts';

const HELPER = 'docker-credential-lanyard';
const HOST = 'registry.example.com';
const SECRET = 'lyd_pat_of_the_helper_test';

describe('docker-credential-lanyard as a program', () => {
  let folder: TemporaryFolder;

  beforeAll(async () => {
    folder = await temporaryFolder();
  });
  afterAll(() => folder.remove());

  async function workplaceFor(name: string): Promise<Workplace> {
    const home = join(folder.path, name);
    await mkdir(home, { mode: 0o700 });
    return newWorkplace(home);
  }

  const store = (workplace: Workplace, host: string, secret = SECRET) =>
    workplace.run(HELPER, ['store'], {
      input: JSON.stringify({ ServerURL: host, Username: 'acme', Secret: secret }),
    });

  it.each(['helper-protocol', 'usage', 'foreign-file'])('%s', async (session) => {
    await runSession(session, await workplaceFor(session));
  });

  it('does not wait for a server that never answers', async () => {
    const workplace = await workplaceFor('silent');
    const silent = createServer(() => {}).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const host = `127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const endpoint = { realm: `http://${host}/token`, service: 'images' };
    const secret = JSON.stringify({ account: 'acme', secret: SECRET, endpoint });
    const entries = { [`credential ${host}`]: { account: 'acme', secret } };
    await mkdir(dirname(workplace.secretsFile), { recursive: true, mode: 0o700 });
    await writeFile(workplace.secretsFile, JSON.stringify({ version: 1, entries }), { mode: 0o600 });
    const { stdout } = await requireSuccess(workplace.run(HELPER, ['get'], { input: host, timeoutSeconds: 20 }));
    silent.closeAllConnections();
    silent.close();
    expect(JSON.parse(stdout).Secret).toBe(SECRET);
  });

  it('R45: 200 hostile hosts get nothing out of it and change nothing in it', async () => {
    const workplace = await workplaceFor('hostile');
    await requireSuccess(store(workplace, HOST));
    const before = await readFile(workplace.secretsFile, 'utf8');
    const hosts = hostileHosts(HOST);
    const answers = await eachOf(hosts, 4, (host) => workplace.run(HELPER, ['get'], { input: host }));
    expect(answers.length).toBeGreaterThanOrEqual(200);
    expect(answers.filter(({ stdout, stderr }) => (stdout + stderr).includes(SECRET))).toEqual([]);
    expect(answers.filter(({ exitCode }) => exitCode !== 1)).toEqual([]);
    expect(await readFile(workplace.secretsFile, 'utf8')).toBe(before);
  });

  it('R45: 50 processes that store at once lose nothing, and a reader sees a whole file of mode 0600 at any time', async () => {
    const workplace = await workplaceFor('parallel');
    await requireSuccess(store(workplace, HOST));
    const hosts = Array.from({ length: 50 }, (_, at) => `host-${at}.example`);
    let isStoring = true;
    let looks = 0;
    const reader = async () => {
      while (isStoring) {
        expect(JSON.parse(await readFile(workplace.secretsFile, 'utf8')).entries).toHaveProperty([
          `credential ${HOST}`,
        ]);
        expect((await stat(workplace.secretsFile)).mode & 0o777).toBe(0o600);
        looks += 1;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    };
    const reading = reader();
    const results = await Promise.all(hosts.map((host) => store(workplace, host)));
    isStoring = false;
    await reading;
    expect(results.filter(({ exitCode }) => exitCode !== 0)).toEqual([]);
    expect(looks).toBeGreaterThan(10);
    const { stdout } = await requireSuccess(workplace.run(HELPER, ['list']));
    expect(Object.keys(JSON.parse(stdout)).sort()).toEqual([HOST, ...hosts].sort());
    expect(await readdir(dirname(workplace.secretsFile))).toEqual(['secrets.json']);
  });

  it('R45: killed while it stores, it leaves the old file or the new one, and no secret beside it', async () => {
    const workplace = await workplaceFor('killed');
    await requireSuccess(store(workplace, HOST));
    const lock = `${workplace.secretsFile}.lock`;
    let diedWithLock = 0;
    for (let turn = 0; turn < 40 && diedWithLock < 5; turn += 1) {
      await killWithLock(workplace, lock, `${SECRET}${turn}`);
      if (existsSync(lock)) diedWithLock += 1;
      const { entries } = JSON.parse(await readFile(workplace.secretsFile, 'utf8'));
      expect(JSON.parse(entries[`credential ${HOST}`].secret).secret).toMatch(new RegExp(`^${SECRET}\\d*$`));
      if (diedWithLock < 5) await rm(lock, { force: true });
    }
    expect(diedWithLock).toBe(5);
    // Waits until the lock of the dead one counts as such.
    await requireSuccess(store(workplace, HOST, 'the last one'));
    const { stdout } = await requireSuccess(workplace.run(HELPER, ['get'], { input: HOST }));
    expect(JSON.parse(stdout).Secret).toBe('the last one');
    expect(await readdir(dirname(workplace.secretsFile))).toEqual(['secrets.json']);
  });

  /** Stores, and dies as soon as it is seen to hold the lock. */
  async function killWithLock(workplace: Workplace, lock: string, secret: string): Promise<void> {
    const program = join(workplace.home, 'programs', HELPER);
    const child = spawn(process.execPath, [program, 'store'], {
      env: { ...workplace.env },
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    const ended = once(child, 'close');
    child.stdin.end(JSON.stringify({ ServerURL: HOST, Username: 'acme', Secret: secret }));
    while (child.exitCode === null && !existsSync(lock)) await new Promise((resolve) => setImmediate(resolve));
    child.kill('SIGKILL');
    await ended;
  }
});

async function eachOf<Item, Result>(items: readonly Item[], workers: number, work: (item: Item) => Promise<Result>) {
  const results: Result[] = [];
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) results.push(await work(item));
  };
  await Promise.all(Array.from({ length: workers }, worker));
  return results;
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TEST_RUNS_TIMEOUT, testRuns } from '../../packages/core/test/test-runs.ts';
import { requireSuccess } from '../support/programs/run-program.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/programs/temporary-folder.ts';
import { newWorkplace, type Workplace } from '../support/terminal/workplace.ts';

const HELPER = 'docker-credential-lanyard';
const HOST = 'registry.example.com';
const SECRET = 'lyd_pat_of_the_helper_test';
const AT_ONCE = 50;
const STORES = testRuns(AT_ONCE);
const LOOKS = 10;
const DEATHS = testRuns(5);

describe('the file of the credential helper', { timeout: 4 * TEST_RUNS_TIMEOUT }, () => {
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

  it(`R45: ${STORES} processes, ${AT_ONCE} at once, lose no secret, and a reader always sees a complete file of mode 0600`, async () => {
    const workplace = await workplaceFor('parallel');
    await requireSuccess(store(workplace, HOST));
    const hosts = Array.from({ length: STORES }, (_, at) => `host-${at}.example`);
    let isStoring = true;
    let looks = 0;
    const reader = async () => {
      while (isStoring) {
        // Synchronously, because beside 50 processes an asynchronous reader would rarely get a turn.
        expect(JSON.parse(readFileSync(workplace.secretsFile, 'utf8')).entries).toHaveProperty([`credential ${HOST}`]);
        expect(statSync(workplace.secretsFile).mode & 0o777).toBe(0o600);
        looks += 1;
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    };
    const reading = reader();
    // Until the reader had its turns, too: 50 processes leave it few on a busy machine.
    for (let at = 0; at < STORES || looks < LOOKS; at += AT_ONCE) {
      const some = hosts.slice(at % STORES).slice(0, AT_ONCE);
      const results = await Promise.all(some.map((host) => store(workplace, host)));
      expect(results.filter(({ exitCode }) => exitCode !== 0)).toEqual([]);
    }
    isStoring = false;
    await reading;
    const { stdout } = await requireSuccess(workplace.run(HELPER, ['list']));
    expect(Object.keys(JSON.parse(stdout)).sort()).toEqual([HOST, ...hosts].sort());
    expect(await readdir(dirname(workplace.secretsFile))).toEqual(['secrets.json']);
  });

  it('R45: a process that is killed while it stores leaves the old or the new file, and no other file with a secret', async () => {
    const workplace = await workplaceFor('killed');
    await requireSuccess(store(workplace, HOST));
    const lock = `${workplace.secretsFile}.lock`;
    let diedWithLock = 0;
    for (let turn = 0; turn < 8 * DEATHS && diedWithLock < DEATHS; turn += 1) {
      await killWithLock(workplace, lock, `${SECRET}${turn}`);
      if (existsSync(lock)) diedWithLock += 1;
      const { entries } = JSON.parse(await readFile(workplace.secretsFile, 'utf8'));
      expect(JSON.parse(entries[`credential ${HOST}`].secret).secret).toMatch(new RegExp(`^${SECRET}\\d*$`));
      if (diedWithLock < DEATHS) await rm(lock, { force: true });
    }
    expect(diedWithLock).toBe(DEATHS);
    // Waits until the lock of the dead process counts as abandoned.
    await requireSuccess(store(workplace, HOST, 'the last one'));
    const { stdout } = await requireSuccess(workplace.run(HELPER, ['get'], { input: HOST }));
    expect(JSON.parse(stdout).Secret).toBe('the last one');
    expect(await readdir(dirname(workplace.secretsFile))).toEqual(['secrets.json']);
  });

  /** Stores, and is killed as soon as it has the lock. */
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

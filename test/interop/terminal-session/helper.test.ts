import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostileHosts, isTypedLine } from '../../support/forgeries/hostile-hosts.ts';
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

  it.each(['helper-protocol', 'usage', 'foreign-file'])('behaves as the recorded session %s says', async (session) => {
    await runSession(session, await workplaceFor(session));
  });

  it('does not wait for a server that never answers', async () => {
    const workplace = await workplaceFor('silent');
    const silent = createServer(() => {}).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const host = `127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const endpoint = { realm: `http://${host}/token`, service: 'images' };
    const secret = JSON.stringify({ account: 'acme', secret: SECRET, endpoint, confirmedHost: host });
    const entries = { [`credential ${host}`]: { account: 'acme', secret } };
    await mkdir(dirname(workplace.secretsFile), { recursive: true, mode: 0o700 });
    await writeFile(workplace.secretsFile, JSON.stringify({ version: 1, entries }), { mode: 0o600 });
    const { stdout } = await requireSuccess(workplace.run(HELPER, ['get'], { input: host, timeoutSeconds: 20 }));
    silent.closeAllConnections();
    silent.close();
    expect(JSON.parse(stdout).Secret).toBe(SECRET);
  });

  it('R45: gives 200 hostile hosts no secret, and lets none change the file', async () => {
    const workplace = await workplaceFor('hostile');
    await requireSuccess(store(workplace, HOST));
    const before = await readFile(workplace.secretsFile, 'utf8');
    const hosts = hostileHosts(HOST).filter((host) => !isTypedLine(host));
    const answers = await eachOf(hosts, 4, (host) => workplace.run(HELPER, ['get'], { input: host }));
    expect(answers.length).toBeGreaterThanOrEqual(200);
    expect(answers.filter(({ stdout, stderr }) => (stdout + stderr).includes(SECRET))).toEqual([]);
    expect(answers.filter(({ exitCode }) => exitCode !== 1)).toEqual([]);
    expect(await readFile(workplace.secretsFile, 'utf8')).toBe(before);
  });
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

import { fileURLToPath } from 'node:url';
import { expect, it, vi } from 'vitest';
import { testRuns } from '../../packages/core/test/test-runs.ts';
import { existingAccount, sampleAccount } from '../support/lanyard/accounts.ts';
import { createBrowser } from '../support/lanyard/browser.ts';
import { migratedDatabase } from '../support/lanyard/migrated-database.ts';
import { startLanyard } from '../support/lanyard/start-lanyard.ts';
import { basic, sampleToken } from '../support/lanyard/tokens.ts';
import { startHaproxy } from '../support/programs/haproxy.ts';
import { describeWith } from '../support/programs/installed-programs.ts';
import { freePort } from '../support/programs/serve-http.ts';
import { startProcess } from '../support/programs/start-process.ts';
import { temporaryFolder } from '../support/programs/temporary-folder.ts';

/** 30 with LANYARD_TEST_RUNS=15. */
const RESTARTS = testRuns(2);
const REQUESTS_A_RESTART = 834;
const CLIENTS = 8;
const RESTART_MILLISECONDS = 60_000;
const PASSWORD = 'a password of somebody';
const MAIN = fileURLToPath(import.meta.resolve('@lanyard/server/main'));

/** The two kinds of requests: those of a registry client with its token, and those of a person, which write. */
interface People {
  readonly credential: string;
  /** Many names, because one account can sign in only 300 times an hour. */
  readonly names: readonly string[];
}

describeWith(['postgres', 'haproxy'], 'two servers behind a proxy that does not retry', () => {
  /** Creates an account with an access token, and the master key in the folder. */
  async function prepare(databaseUrl: string, dataFolder: string): Promise<People> {
    const lanyard = await startLanyard({ databaseUrl, dataFolder });
    try {
      const account = await sampleAccount(lanyard, 'ada');
      const { secret } = await sampleToken(account, { actions: ['pull', 'push'] });
      const names = Array.from({ length: 20 }, (_, index) => `person-${index}`);
      for (const name of names) await existingAccount(lanyard, { name, password: PASSWORD });
      return { credential: basic(`ada:${secret}`), names };
    } finally {
      await lanyard.stop();
    }
  }

  /** Sends requests until it must stop and has sent enough. Returns the answer to each, or why there was none. */
  async function ask(url: string, { credential, names }: People, isOver: () => boolean, answers: string[]) {
    for (let turn = 0; !isOver(); turn += 1) {
      const browser = createBrowser(url);
      const request =
        turn % 10 === 0
          ? browser.signIn(names[(turn / 10) % names.length] ?? '', PASSWORD)
          : browser.get('/token?service=lanyard&scope=repository:ada/app:pull', { authorization: credential });
      answers.push(
        await request.then(
          ({ status, headers }) => (headers.has('x-request-id') ? String(status) : `${status} of the proxy`),
          (error: Error) => String(error.cause ?? error),
        ),
      );
    }
  }

  it(
    `R43: fail no request when restarted one after the other, ${RESTARTS} times under load`,
    async () => {
      await using folder = await temporaryFolder();
      const databaseUrl = await migratedDatabase();
      const people = await prepare(databaseUrl, folder.path);
      const [front, ...ports] = [await freePort(), await freePort(), await freePort()];
      const startNode = (port: number) =>
        startProcess(process.execPath, [MAIN], {
          ready: /serves on/,
          readyWithinSeconds: 60,
          env: {
            LANYARD_PORT: String(port),
            LANYARD_HOST: '127.0.0.1',
            LANYARD_DATA_DIR: folder.path,
            LANYARD_PUBLIC_URL: `http://127.0.0.1:${front}`,
            LANYARD_LOG_LEVEL: 'warn',
            DATABASE_URL: databaseUrl,
          },
        });
      const nodes = [];
      for (const port of ports) nodes.push({ port, node: await startNode(port) });
      const proxy = await startHaproxy(folder.path, front ?? 0, ports);
      const answers: string[] = [];
      let isOver = false;
      const clients = Array.from({ length: CLIENTS }, () => ask(proxy.url, people, () => isOver, answers));
      for (let restart = 1; restart <= RESTARTS; restart += 1) {
        const place = nodes[restart % nodes.length];
        if (!place) throw new Error('there are two nodes');
        const { port, node } = place;
        const timesUp = proxy.timesUp(port);
        process.kill(node.pid, 'SIGTERM');
        expect(await node.ended, node.logs()).toBe(0);
        place.node = await startNode(port);
        await vi.waitFor(() => expect(proxy.timesUp(port)).toBe(timesUp + 1), { timeout: 20_000 });
        await vi.waitFor(() => expect(answers.length).toBeGreaterThan(restart * REQUESTS_A_RESTART), {
          timeout: 40_000,
        });
      }
      isOver = true;
      await Promise.all(clients);
      await proxy.stop();
      for (const { node } of nodes) await node.stop();
      expect(answers.filter((answer) => answer !== '200')).toEqual([]);
      expect(answers.length).toBeGreaterThan(RESTARTS * REQUESTS_A_RESTART);
    },
    RESTARTS * RESTART_MILLISECONDS,
  );
});

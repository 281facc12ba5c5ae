import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { testRuns } from '../../packages/core/test/test-runs.ts';
import { existingAccount } from '../support/lanyard/accounts.ts';
import { type Browser, createBrowser } from '../support/lanyard/browser.ts';
import { migratedDatabase } from '../support/lanyard/migrated-database.ts';
import { startLanyard } from '../support/lanyard/start-lanyard.ts';
import { describeWith } from '../support/programs/installed-programs.ts';
import { runProgram } from '../support/programs/run-program.ts';
import { freePort } from '../support/programs/serve-http.ts';
import { type RunningProcess, startProcess } from '../support/programs/start-process.ts';
import { temporaryFolder } from '../support/programs/temporary-folder.ts';

const KILLS = testRuns(2);
const CLIENTS = 6;
const PASSWORD = 'a password of somebody';
const PUBLIC_URL = 'http://localhost';
const MAIN = fileURLToPath(import.meta.resolve('@lanyard/server/main'));
const ADMIN = fileURLToPath(import.meta.resolve('@lanyard/server/admin'));

interface Place {
  readonly dataFolder: string;
  readonly databaseUrl: string | undefined;
}

interface Node extends RunningProcess {
  readonly url: string;
}

function environmentOf({ dataFolder, databaseUrl }: Place) {
  const env = { LANYARD_DATA_DIR: dataFolder, LANYARD_PUBLIC_URL: PUBLIC_URL, LANYARD_LOG_LEVEL: 'warn' };
  return databaseUrl === undefined ? env : { ...env, DATABASE_URL: databaseUrl };
}

async function startNode(place: Place): Promise<Node> {
  const port = String(await freePort());
  const env = { ...environmentOf(place), LANYARD_PORT: port };
  const process_ = await startProcess(process.execPath, [MAIN], { ready: /serves on/, readyWithinSeconds: 60, env });
  return { ...process_, url: `http://localhost:${port}` };
}

/** Turns one token off and on again, at any running node. Each answered change is one event, in this order. */
class Changer {
  readonly name: string;
  answered = 0;
  /** Changes that were in progress when a node died. They can have happened or not. */
  open = 0;
  #cookie = '';
  #token = '';
  #active = true;

  constructor(name: string) {
    this.name = name;
  }

  async begin({ url }: Node): Promise<void> {
    const browser = createBrowser(url, PUBLIC_URL);
    expect((await browser.signIn(this.name, PASSWORD)).status).toBe(200);
    const grants = [{ type: 'repository', pattern: '*', actions: ['pull'], visibility: 'any' }];
    this.#token = (await browser.post('/api/tokens', { description: 'ci', grants })).body.token.id;
    this.#cookie = browser.cookie();
  }

  /** Sends one request after the other until the signal, like a single client. */
  async change(node: () => Node, ended: AbortSignal): Promise<void> {
    while (!ended.aborted) {
      const browser = createBrowser(node().url, PUBLIC_URL);
      try {
        const { status } = await this.#patch(browser, !this.#active);
        if (status === 200) {
          this.answered += 1;
          this.#active = !this.#active;
        } else await delay(5);
      } catch {
        this.open += 1;
        // A commit can still be in progress.
        await delay(50);
        await this.#look(node, ended);
      }
    }
  }

  /** Reads how its last change ended, to which nobody answered. */
  async #look(node: () => Node, ended: AbortSignal): Promise<void> {
    while (!ended.aborted) {
      const browser = createBrowser(node().url, PUBLIC_URL);
      const answer = await browser
        .request('GET', `/api/tokens/${this.#token}`, { headers: { cookie: this.#cookie } })
        .catch(() => undefined);
      if (answer?.status === 200) {
        this.#active = answer.body.status === 'active';
        return;
      }
      await delay(5);
    }
  }

  #patch(browser: Browser, active: boolean) {
    const headers = { cookie: this.#cookie };
    return browser.request('PATCH', `/api/tokens/${this.#token}`, { headers, body: { active } });
  }

  get token(): string {
    return this.#token;
  }
}

async function killUnderLoad(place: Place, nodeCount: number): Promise<void> {
  const before = await startLanyard(place);
  const changers = Array.from({ length: CLIENTS }, (_, index) => new Changer(`changer-${index}`));
  for (const { name } of changers) await existingAccount(before, { name, password: PASSWORD });
  await before.stop();
  const nodes: Node[] = [];
  for (let node = 0; node < nodeCount; node += 1) nodes.push(await startNode(place));
  for (const changer of changers) await changer.begin(nodes[0] as Node);
  const ending = new AbortController();
  const running = changers.map((changer, index) =>
    changer.change(() => nodes[index % nodeCount] as Node, ending.signal),
  );
  for (let kill = 0; kill < KILLS; kill += 1) {
    // Each time at another moment between two rounds of the sequencer.
    await delay(300 + ((kill * 137) % 1100));
    const at = kill % nodeCount;
    process.kill(nodes[at]?.pid ?? 0, 'SIGKILL');
    await nodes[at]?.ended;
    nodes[at] = await startNode(place);
  }
  await delay(300);
  ending.abort();
  await Promise.all(running);
  for (const node of nodes) {
    process.kill(node.pid, 'SIGKILL');
    await node.ended;
  }
  const after = await startLanyard(place);
  try {
    for (const { name, token, answered, open } of changers) {
      const events = [];
      for (let page = 1; ; page += 1) {
        const found = await after.services.store.read.audit.list({ subjectId: token, page, pageSize: 100 });
        events.push(...found.items);
        if (found.items.length < 100) break;
      }
      const actions = events.toReversed().map(({ action }) => action);
      expect(actions.shift()).toBe('token.created');
      const expected = actions.map((_, index) => (index % 2 === 0 ? 'token.deactivated' : 'token.activated'));
      expect(actions, `the order of ${name}`).toEqual(expected);
      expect(actions.length, `lost of ${name}`).toBeGreaterThanOrEqual(answered);
      expect(actions.length, `doubled of ${name}`).toBeLessThanOrEqual(answered + open);
    }
    expect(changers.reduce((sum, { answered }) => sum + answered, 0)).toBeGreaterThan(KILLS * CLIENTS);
    const verify = await runProgram(process.execPath, [ADMIN, 'audit', 'verify'], { env: environmentOf(place) });
    expect(verify.stderr).toBe('');
    expect(verify.stdout).toMatch(/^the audit log is intact/);
    expect(await after.services.store.read.audit.isUnsettled()).toBe(false);
  } finally {
    await after.stop();
  }
}

describe('R8, R13: servers that are killed while many change something', () => {
  it(
    `lose, repeat and reorder no event on SQLite, ${KILLS} times`,
    async () => {
      await using folder = await temporaryFolder();
      await killUnderLoad({ dataFolder: folder.path, databaseUrl: undefined }, 1);
    },
    60_000 * (KILLS + 2),
  );
});

describeWith(['postgres'], 'R8, R13: two servers on one PostgreSQL, while one at a time is killed', () => {
  it(
    `lose, repeat and reorder no event, ${KILLS} times`,
    async () => {
      await using folder = await temporaryFolder();
      await killUnderLoad({ dataFolder: folder.path, databaseUrl: await migratedDatabase() }, 2);
    },
    60_000 * (KILLS + 2),
  );
});

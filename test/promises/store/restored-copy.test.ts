import { appendFile, cp, mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { describe, expect, it, vi } from 'vitest';
import {
  existingAccount,
  joinOrganization,
  type SampleAccount,
  sampleAccount,
} from '../../support/lanyard/accounts.ts';
import { trailOf } from '../../support/lanyard/audit.ts';
import { sampleCommandLine } from '../../support/lanyard/command-lines.ts';
import { migratedDatabase } from '../../support/lanyard/migrated-database.ts';
import { sampleTotp } from '../../support/lanyard/second-factors.ts';
import { type Lanyard, type StartOptions, startLanyard } from '../../support/lanyard/start-lanyard.ts';
import { requestToken, sampleToken } from '../../support/lanyard/tokens.ts';
import { describeWith } from '../../support/programs/installed-programs.ts';
import { runProgram } from '../../support/programs/run-program.ts';
import { type TemporaryFolder, temporaryFolder } from '../../support/programs/temporary-folder.ts';
import { requirePostgresUrl } from './open-stores.ts';

const ADMIN = fileURLToPath(import.meta.resolve('@lanyard/server/admin'));

/** Where a server keeps its data, and how an operator copies it while the server is stopped. */
interface Place {
  readonly original: StartOptions;
  /** Copies everything. Returns the options that start a server with the copy. */
  copy(): Promise<StartOptions>;
}

type NewPlace = (folder: TemporaryFolder) => Promise<Place>;

const onSqlite: NewPlace = async (folder) => {
  const [data, restored] = [join(folder.path, 'data'), join(folder.path, 'restored')];
  const copy = async () => {
    await cp(data, restored, { recursive: true });
    return { dataFolder: restored };
  };
  return { original: { dataFolder: data }, copy };
};

const onPostgres: NewPlace = async (folder) => {
  const dataFolder = join(folder.path, 'data');
  const databaseUrl = await migratedDatabase();
  const copy = async () => {
    const url = new URL(databaseUrl);
    const name = `${url.pathname.slice(1)}_copy`;
    const client = new Client({ connectionString: requirePostgresUrl() });
    await client.connect();
    await client.query(`create database ${name} template ${url.pathname.slice(1)}`);
    await client.end();
    url.pathname = `/${name}`;
    return { dataFolder, databaseUrl: url.href };
  };
  return { original: { dataFolder, databaseUrl }, copy };
};

function promises(newPlace: NewPlace): void {
  /** A server with this revocations file, and one with a copy of the data from before `meanwhile`. */
  async function restored(
    before: (lanyard: Lanyard) => Promise<void>,
    meanwhile: (lanyard: Lanyard) => Promise<void>,
    after: (lanyard: Lanyard, list: string) => Promise<void>,
    { keepsList = true, atNextStart }: { keepsList?: boolean; atNextStart?: (lanyard: Lanyard) => Promise<void> } = {},
  ): Promise<void> {
    await using folder = await temporaryFolder();
    const list = join(folder.path, 'elsewhere', 'revocations');
    await mkdir(dirname(list));
    const settings: Record<string, string> = keepsList ? { LANYARD_REVOCATIONS_FILE: list } : {};
    const place = await newPlace(folder);
    const during = async (options: StartOptions, work: (lanyard: Lanyard) => Promise<void>) => {
      const lanyard = await startLanyard({ ...options, settings });
      try {
        await work(lanyard);
      } finally {
        await lanyard.stop();
      }
    };
    await during(place.original, before);
    const copy = await place.copy();
    await during(place.original, meanwhile);
    await during(copy, (lanyard) => after(lanyard, list));
    if (atNextStart) await during(copy, atNextStart);
  }

  const at = (lanyard: Lanyard, account: SampleAccount) => {
    const cookie = account.browser.cookie();
    const browser = lanyard.browser();
    const call = (method: string, path: string, body?: unknown) =>
      browser.request(method, path, { headers: { cookie }, ...(body !== undefined && { body }) });
    return { call, session: async () => (await call('GET', '/api/session')).status };
  };
  const tokenStatus = async (lanyard: Lanyard, { name }: SampleAccount, secret: string) =>
    (await requestToken(lanyard, { credential: `${name}:${secret}` })).status;

  it('R12: ends only what began before it: a sign-in at the restored server outlives its next start', async () => {
    let ada: SampleAccount | undefined;
    let again: SampleAccount | undefined;
    await restored(
      async (lanyard) => {
        await existingAccount(lanyard, { name: 'ada', password: 'the password of ada' });
      },
      async (lanyard) => {
        const browser = lanyard.browser();
        await browser.signIn('ada', 'the password of ada');
        expect((await browser.post('/api/account/sign-out-everywhere')).status).toBe(200);
        ada = { id: '', name: 'ada', password: 'the password of ada', browser };
      },
      async (lanyard) => {
        expect(await at(lanyard, ada as SampleAccount).session()).toBe(401);
        const browser = lanyard.browser();
        expect((await browser.signIn('ada', 'the password of ada')).status).toBe(200);
        again = { ...(ada as SampleAccount), browser };
      },
      {
        atNextStart: async (lanyard) => expect(await at(lanyard, again as SampleAccount).session()).toBe(200),
      },
    );
  });

  it('R12: does not accept what was revoked after it was made, says so, and records events', async () => {
    let [ada, bob, eve, root]: SampleAccount[] = [];
    const secrets: Record<string, { id: string; secret: string }> = {};
    let refresh = '';
    let auto = '';
    const known = () => {
      if (!ada || !bob || !eve || !root) throw new Error('nobody is there');
      return { ada, bob, eve, root };
    };
    await restored(
      async (lanyard) => {
        root = await sampleAccount(lanyard, 'root', { isAdministrator: true });
        [ada, bob, eve] = [
          await sampleAccount(lanyard, 'ada'),
          await sampleAccount(lanyard, 'bob'),
          await sampleAccount(lanyard, 'eve'),
        ];
        for (const name of ['deleted', 'inactive', 'active', 'kept']) {
          secrets[name] = await sampleToken(ada, { actions: ['pull'] });
        }
        for (const name of ['acme', 'free']) {
          await bob.browser.post('/api/organizations', { name });
          await joinOrganization(bob, `/api/organizations/${name}`, ada);
          await bob.browser.post('/api/repositories', { name: `${name}/app` });
        }
        secrets.blocked = await sampleToken(ada, { actions: ['pull'] });
        const commandLine = await sampleCommandLine(lanyard, ada);
        refresh = commandLine.refreshToken;
        auto = await commandLine.generate();
      },
      async (lanyard) => {
        const { ada: owner, bob: person, eve: disabled, root: administrator } = known();
        const { call } = at(lanyard, owner);
        expect((await call('DELETE', `/api/tokens/${secrets.deleted?.id}`)).status).toBe(204);
        await call('PATCH', `/api/tokens/${secrets.inactive?.id}`, { active: false });
        await call('PATCH', `/api/tokens/${secrets.active?.id}`, { active: false });
        await call('PATCH', `/api/tokens/${secrets.active?.id}`, { active: true });
        const { body } = await call('GET', '/api/sign-ins');
        for (const { id } of body.signIns) expect((await call('DELETE', `/api/sign-ins/${id}`)).status).toBe(204);
        const block = { ruling: 'block', tokens: [secrets.blocked?.id], reason: 'on a lost laptop' };
        const rulings = '/api/organizations/acme/access-review/rulings';
        expect((await at(lanyard, person).call('POST', rulings, block)).status).toBe(204);
        const password = { currentPassword: person.password, newPassword: 'another long password' };
        expect((await at(lanyard, person).call('PUT', '/api/account/password', password)).status).toBe(204);
        expect((await call('DELETE', '/api/session')).status).toBe(204);
        const off = await at(lanyard, administrator).call('PATCH', `/api/accounts/${disabled.name}`, { active: false });
        expect(off.status).toBe(200);
      },
      async (lanyard) => {
        const { ada: owner, bob: person, eve: disabled, root: administrator } = known();
        const statuses = Object.entries(secrets).map(async ([name, { secret }]) => [
          name,
          await tokenStatus(lanyard, owner, secret),
        ]);
        expect(Object.fromEntries(await Promise.all(statuses))).toEqual({
          deleted: 401,
          inactive: 401,
          active: 200,
          kept: 200,
          blocked: 200,
        });
        const pull = async (organization: string) => {
          const scopes = [`repository:${organization}/app:pull`];
          const credential = `${owner.name}:${secrets.blocked?.secret}`;
          return (await requestToken(lanyard, { credential, scopes })).body.errors?.[0].message ?? 'given';
        };
        expect(await pull('acme')).toContain('blocked after this copy of the database was made');
        expect(await pull('free')).not.toContain('blocked');
        expect(await tokenStatus(lanyard, owner, auto)).toBe(401);
        const form = { client_id: 'test-command-line', grant_type: 'refresh_token', refresh_token: refresh };
        const refreshed = await fetch(`${lanyard.url}/oauth/token`, {
          method: 'POST',
          body: new URLSearchParams(form),
        });
        expect(refreshed.status).toBe(400);
        expect(await at(lanyard, owner).session()).toBe(401);
        for (const password of [person.password, 'another long password']) {
          expect((await lanyard.browser().signIn(person.name, password)).status).toBe(401);
        }
        expect((await lanyard.browser().signIn(disabled.name, disabled.password)).status).toBe(401);
        expect((await lanyard.browser().signIn(owner.name, owner.password)).status).toBe(200);
        expect(lanyard.logs()).toContain('the database is older than LANYARD_REVOCATIONS_FILE');
        const { body } = await at(lanyard, administrator).call('GET', '/api/server/audit?actorName=operator');
        const actions = body.events.map(({ action }: { action: string }) => action);
        for (const action of [
          'token.deleted',
          'token.deactivated',
          'sign-in.ended',
          'session.ended',
          'account.disabled',
          'account.password-changed',
        ]) {
          expect(actions).toContain(action);
        }
      },
    );
  });

  it('R12: accepts revoked tokens again if there is no list, and the server warns at its start', async () => {
    let [ada]: SampleAccount[] = [];
    let secret = '';
    let id = '';
    await restored(
      async (lanyard) => {
        ada = await sampleAccount(lanyard, 'ada');
        ({ secret, id } = await sampleToken(ada, { actions: ['pull'] }));
      },
      async (lanyard) => {
        if (ada) await at(lanyard, ada).call('DELETE', `/api/tokens/${id}`);
      },
      async (lanyard) => {
        expect(ada && (await tokenStatus(lanyard, ada, secret))).toBe(200);
        expect(lanyard.logs()).toContain('LANYARD_REVOCATIONS_FILE is not set');
      },
      { keepsList: false },
    );
  });
}

describe('a restored copy of the database, on SQLite', () => promises(onSqlite));
describeWith(['postgres'], 'a restored copy of the database, on PostgreSQL', () => promises(onPostgres));

describe('the list of revocations', () => {
  async function withList(work: (lanyard: Lanyard, list: string, start: () => Promise<Lanyard>) => Promise<void>) {
    await using folder = await temporaryFolder();
    const list = join(folder.path, 'elsewhere', 'revocations');
    await mkdir(dirname(list));
    const dataFolder = join(folder.path, 'data');
    const start = () => startLanyard({ dataFolder, settings: { LANYARD_REVOCATIONS_FILE: list } });
    await work(await start(), list, start);
  }

  it('has the revocation before the request is answered, and contains no secret', async () => {
    await withList(async (lanyard, list) => {
      const ada = await sampleAccount(lanyard, 'ada');
      const { id, secret } = await sampleToken(ada, { actions: ['pull'] });
      await ada.browser.delete(`/api/tokens/${id}`);
      const text = await readFile(list, 'utf8');
      expect(text).toMatch(new RegExp(`^\\S+Z token\\.deleted ${id} [0-9a-f]{64}\n$`));
      expect(text).not.toContain(secret);
      await lanyard.stop();
    });
  });

  it('contains what the operator revokes with a command', async () => {
    await withList(async (lanyard, list) => {
      const ada = await sampleAccount(lanyard, 'ada');
      const env = {
        LANYARD_DATA_DIR: lanyard.dataFolder,
        LANYARD_PUBLIC_URL: lanyard.url,
        LANYARD_REVOCATIONS_FILE: list,
      };
      expect((await runProgram(process.execPath, [ADMIN, 'account', 'disable', 'ada'], { env })).exitCode).toBe(0);
      expect(await readFile(list, 'utf8')).toContain(` account.disabled ${ada.id} `);
      await lanyard.stop();
    });
  });

  it('ignores entries written without the key, and still works after a line that was cut short', async () => {
    await withList(async (lanyard, list, start) => {
      const ada = await sampleAccount(lanyard, 'ada');
      const [one, two] = [await sampleToken(ada, { actions: ['pull'] }), await sampleToken(ada, { actions: ['pull'] })];
      await ada.browser.delete(`/api/tokens/${one.id}`);
      await lanyard.stop();
      const [line = ''] = (await readFile(list, 'utf8')).split('\n');
      await appendFile(list, `${line.replace(one.id, two.id)}\n${line.slice(0, 40)}`);
      const again = await start();
      expect(again.logs()).toMatch(/"failed":2.*do not count/);
      expect((await requestToken(again, { credential: `ada:${two.secret}` })).status).toBe(200);
      const cookie = ada.browser.cookie();
      await again.browser().request('DELETE', `/api/tokens/${two.id}`, { headers: { cookie } });
      expect((await readFile(list, 'utf8')).trim().split('\n').at(-1)).toContain(` token.deleted ${two.id} `);
      await again.stop();
    });
  });

  it('does not stop a revocation if it cannot be written: the log shows an error, and the entry is written later', async () => {
    await withList(async (lanyard, list) => {
      const ada = await sampleAccount(lanyard, 'ada');
      const { id, secret } = await sampleToken(ada, { actions: ['pull'] });
      await rm(dirname(list), { recursive: true });
      expect((await ada.browser.delete(`/api/tokens/${id}`)).status).toBe(204);
      expect((await requestToken(lanyard, { credential: `ada:${secret}` })).status).toBe(401);
      const line = lanyard
        .logs()
        .split('\n')
        .find((one) => one.includes('are not in LANYARD_REVOCATIONS_FILE'));
      expect(JSON.parse(line ?? '{}')).toMatchObject({ level: 'error', waiting: 1, code: 'ENOENT' });
      await mkdir(dirname(list));
      await vi.waitFor(async () => expect(await readFile(list, 'utf8')).toContain(` token.deleted ${id} `), {
        timeout: 15_000,
        interval: 250,
      });
      await lanyard.stop();
    });
  });

  it('keeps a removed second factor removed: neither it nor the password alone opens the account', async () => {
    await withList(async (lanyard, _list, start) => {
      const ada = await sampleAccount(lanyard, 'ada');
      const totp = await sampleTotp(lanyard, ada.browser);
      await lanyard.stop();
      await cp(lanyard.dataFolder, `${lanyard.dataFolder}-copy`, { recursive: true });
      const meanwhile = await start();
      const headers = { cookie: ada.browser.cookie() };
      const removed = await meanwhile.browser().request('DELETE', `/api/account/factors/${totp.id}`, { headers });
      expect(removed.status).toBe(204);
      await meanwhile.stop();
      await rm(lanyard.dataFolder, { recursive: true });
      await cp(`${lanyard.dataFolder}-copy`, lanyard.dataFolder, { recursive: true });
      const restored = await start();
      expect((await restored.browser().signIn('ada', ada.password)).status).toBe(401);
      expect((await restored.browser().request('GET', '/api/session', { headers })).status).toBe(401);
      expect(await trailOf(restored, () => Promise.resolve())).toEqual([]);
      await restored.stop();
      const again = await start();
      expect(again.logs()).not.toContain('is older than LANYARD_REVOCATIONS_FILE');
      await again.stop();
    });
  });

  it('is refused in the data folder, because a backup would restore it too', async () => {
    await using folder = await temporaryFolder();
    const settings = { LANYARD_REVOCATIONS_FILE: join(folder.path, 'revocations') };
    await expect(startLanyard({ dataFolder: folder.path, settings })).rejects.toThrow('outside the data folder');
  });
});

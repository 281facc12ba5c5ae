import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleAccount, sampleAccount } from '../../support/lanyard/accounts.ts';
import { sampleCommandLine } from '../../support/lanyard/command-lines.ts';
import { migratedDatabase } from '../../support/lanyard/migrated-database.ts';
import { type Lanyard, startLanyard } from '../../support/lanyard/start-lanyard.ts';
import { sampleToken } from '../../support/lanyard/tokens.ts';
import { describeWith } from '../../support/programs/installed-programs.ts';

const PARALLEL = 50;

function promises(start: () => Promise<readonly Lanyard[]>): void {
  let servers: readonly Lanyard[] = [];
  let accounts = 0;

  beforeAll(async () => {
    servers = await start();
  });
  afterAll(async () => {
    for (const server of [...servers].reverse()) await server.stop();
  });

  const server = (index: number): Lanyard => {
    const found = servers[index % servers.length];
    if (!found) throw new Error('no server');
    return found;
  };
  const anAccount = () => {
    accounts += 1;
    return sampleAccount(server(0), `person-${accounts}`);
  };
  const listed = async (account: SampleAccount, origin: string) =>
    (await account.browser.get(`/api/tokens?origin=${origin}&pageSize=100`)).body.tokens;
  const check = async (account: SampleAccount, secret: string, index = 0) => {
    const authorization = `Basic ${Buffer.from(`${account.name}:${secret}`).toString('base64')}`;
    return server(index).browser().request('GET', '/token?service=lanyard', { headers: { authorization } });
  };

  it('the sixth login evicts the least recently used token, and a client that uses it is told why', async () => {
    const account = await anAccount();
    const secrets: string[] = [];
    for (let turn = 0; turn < 5; turn += 1) {
      secrets.push(await (await sampleCommandLine(server(0), account)).generate());
      for (const each of servers) each.clock.advance(1);
    }
    // The oldest is used again, so the second one is now the least recently used.
    expect((await check(account, secrets[0] ?? '')).status).toBe(200);
    for (const each of servers) each.clock.advance(1);
    const sixth = await (await sampleCommandLine(server(0), account)).generate();
    const statuses = await Promise.all(
      [...secrets, sixth].map(async (secret) => (await check(account, secret)).status),
    );
    expect(statuses).toEqual([200, 401, 200, 200, 200, 200]);
    const { body } = await check(account, secrets[1] ?? '', 1);
    expect(body.errors[0].message).toMatch(
      /was removed on \d{4}-.* because five newer command-line logins exist; run docker login or lanyard login/,
    );
  });

  it('the audit log records the eviction and names the token that replaced the evicted one', async () => {
    const account = await anAccount();
    for (let turn = 0; turn < 6; turn += 1) await (await sampleCommandLine(server(0), account)).generate();
    const fresh = (await listed(account, 'auto'))[0];
    const { events } = (await account.browser.get('/api/audit?action=token.evicted')).body;
    expect(events).toMatchObject([{ data: { replacedBy: fresh.id, kept: 5 } }]);
  });

  it(`${PARALLEL} logins of one account at once leave five auto-generated tokens, count deactivated ones and touch no manual one`, async () => {
    const account = await anAccount();
    const manual = await sampleToken(account, { actions: ['pull'] });
    const first = await sampleCommandLine(server(0), account);
    await first.generate();
    await account.browser.patch(`/api/tokens/${(await listed(account, 'auto'))[0].id}`, { active: false });
    const commandLines = [];
    for (let turn = 0; turn < PARALLEL; turn += 1) commandLines.push(await sampleCommandLine(server(0), account));
    const secrets = await Promise.all(commandLines.map((commandLine, index) => commandLine.generate(server(index))));
    const alive = await listed(account, 'auto');
    expect(alive).toHaveLength(5);
    const statuses = await Promise.all(
      secrets.map(async (secret, index) => (await check(account, secret, index)).status),
    );
    expect(statuses.filter((status) => status === 200)).toHaveLength(5);
    expect((await check(account, manual.secret)).status).toBe(200);
    expect(await listed(account, 'manual')).toHaveLength(1);
  });

  it('a new token is never the evicted one: each of 12 in turn works at once', async () => {
    const account = await anAccount();
    for (let turn = 0; turn < 12; turn += 1) {
      const secret = await (await sampleCommandLine(server(turn), account)).generate();
      expect((await check(account, secret, turn + 1)).status).toBe(200);
    }
    expect(await listed(account, 'auto')).toHaveLength(5);
  });

  it('a command-line login that asks again replaces its own token', async () => {
    const account = await anAccount();
    const commandLine = await sampleCommandLine(server(0), account);
    const before = await commandLine.generate();
    const after = await commandLine.generate();
    expect([(await check(account, before)).status, (await check(account, after)).status]).toEqual([401, 200]);
    expect(await listed(account, 'auto')).toHaveLength(1);
  });

  it('auto-generated tokens can be renamed, deactivated, activated and deleted like manual ones', async () => {
    const account = await anAccount();
    const commandLine = await sampleCommandLine(server(0), account);
    const secret = await commandLine.generate();
    const [{ id }] = await listed(account, 'auto');
    expect((await account.browser.patch(`/api/tokens/${id}`, { description: 'my desk' })).body.description).toBe(
      'my desk',
    );
    await account.browser.patch(`/api/tokens/${id}`, { active: false });
    expect((await check(account, secret)).status).toBe(401);
    await account.browser.patch(`/api/tokens/${id}`, { active: true });
    expect((await check(account, secret)).status).toBe(200);
    expect((await account.browser.delete(`/api/tokens/${id}`)).status).toBe(204);
    expect((await check(account, secret)).status).toBe(401);
    expect((await commandLine.refresh()).body.error).toBe('invalid_grant');
  });

  it('an organization can keep fewer tokens and allow them fewer actions', async () => {
    const account = await anAccount();
    const name = `firm-${accounts}`;
    await account.browser.post('/api/organizations', { name });
    const policy = { autoTokensKept: 2, autoTokenActions: ['pull'] };
    expect((await account.browser.patch(`/api/organizations/${name}/policy`, policy)).status).toBe(200);
    let secret = '';
    for (let turn = 0; turn < 4; turn += 1) secret = await (await sampleCommandLine(server(0), account)).generate();
    expect(await listed(account, 'auto')).toHaveLength(2);
    const authorization = `Basic ${Buffer.from(`${account.name}:${secret}`).toString('base64')}`;
    const path = `/token?service=lanyard&scope=repository:${name}/app:pull,push,delete`;
    const { body } = await server(0).browser().request('GET', path, { headers: { authorization } });
    const claims = JSON.parse(Buffer.from(body.token.split('.')[1], 'base64url').toString());
    expect(claims.access).toEqual([{ type: 'repository', name: `${name}/app`, actions: ['pull'] }]);
  });
}

describe('only the five most recently used auto-generated tokens are kept, on SQLite', () => {
  promises(async () => [await startLanyard()]);
});

describeWith(
  ['postgres'],
  'only the five most recently used auto-generated tokens are kept, on two servers over PostgreSQL',
  () => {
    promises(async () => {
      const databaseUrl = await migratedDatabase();
      const first = await startLanyard({ databaseUrl });
      const settings = { LANYARD_PUBLIC_URL: first.url };
      return [first, await startLanyard({ databaseUrl, dataFolder: first.dataFolder, settings })];
    });
  },
);

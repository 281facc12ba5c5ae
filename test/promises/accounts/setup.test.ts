import { afterEach, describe, expect, it } from 'vitest';
import { sampleAccount } from '../../support/lanyard/accounts.ts';
import { trailOf } from '../../support/lanyard/audit.ts';
import { setupCodeOfStart } from '../../support/lanyard/background-work.ts';
import { operatorRuns } from '../../support/lanyard/operator.ts';
import { type Lanyard, startLanyard } from '../../support/lanyard/start-lanyard.ts';

const running: Lanyard[] = [];

async function freshLanyard(): Promise<Lanyard> {
  const lanyard = await startLanyard();
  running.push(lanyard);
  return lanyard;
}

async function issuedCode(lanyard: Lanyard): Promise<string> {
  const code = await setupCodeOfStart(lanyard);
  if (code === undefined) throw new Error('no code was issued');
  return code;
}

const administrator = { name: 'root', email: 'Root@Example.com', password: 'a long first password' };

describe('the set-up code', () => {
  afterEach(async () => {
    for (const lanyard of running.splice(0)) await lanyard.stop();
  });

  it('creates one administrator and signs them in, with one event for each (R14)', async () => {
    const lanyard = await freshLanyard();
    const browser = lanyard.browser();
    expect((await browser.get('/api/setup')).body).toEqual({ open: false });
    const code = await issuedCode(lanyard);
    expect((await browser.get('/api/setup')).body).toEqual({ open: true });

    const trail = await trailOf(lanyard, async () => {
      const answer = await browser.post('/api/setup', { code, ...administrator });
      expect(answer.status).toBe(201);
      expect(answer.body).toMatchObject({ name: 'root', email: 'root@example.com', isAdministrator: true });
    });

    expect(trail).toEqual(['root account.created root', expect.stringMatching(/^root session\.started/)]);
    expect((await browser.get('/api/session')).body.name).toBe('root');
    expect((await browser.get('/api/setup')).body).toEqual({ open: false });
  });

  it('is accepted in any case, with or without hyphens, and with I, L and O in place of 1 and 0', async () => {
    const lanyard = await freshLanyard();
    const code = (await issuedCode(lanyard))
      .replaceAll('-', '')
      .toLowerCase()
      .replaceAll('0', 'o')
      .replaceAll('1', 'l');
    expect((await lanyard.browser().post('/api/setup', { code, ...administrator })).status).toBe(201);
  });

  it('works once, and a start issues no code when there is an administrator', async () => {
    const lanyard = await freshLanyard();
    const code = await issuedCode(lanyard);
    expect((await lanyard.browser().post('/api/setup', { code, ...administrator })).status).toBe(201);
    const again = await lanyard
      .browser()
      .post('/api/setup', { code, ...administrator, name: 'second', email: 's@example.com' });
    expect(again.status).toBe(409);
    expect(await setupCodeOfStart(lanyard)).toBeUndefined();
  });

  it('creates only one administrator when two people use it at once', async () => {
    const lanyard = await freshLanyard();
    const code = await issuedCode(lanyard);
    const answers = await Promise.all(
      ['first', 'second'].map((name) =>
        lanyard.browser().post('/api/setup', { code, name, email: `${name}@example.com`, password: 'a long password' }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  });

  it('is refused after 15 minutes, when a newer code was issued, and when it is wrong', async () => {
    const lanyard = await freshLanyard();
    const first = await issuedCode(lanyard);
    const second = await issuedCode(lanyard);
    for (const code of [first, 'AAAA-AAAA-AAAA-AAAA', '']) {
      const answer = await lanyard.browser().post('/api/setup', { code, ...administrator });
      expect(answer.status).toBe(401);
    }
    lanyard.clock.advance(900);
    expect((await lanyard.browser().post('/api/setup', { code: second, ...administrator })).status).toBe(401);
  });

  it('stays valid when the name is taken or the input is wrong', async () => {
    const lanyard = await freshLanyard();
    await sampleAccount(lanyard, 'taken');
    const code = await issuedCode(lanyard);
    const browser = lanyard.browser();
    const taken = await browser.post('/api/setup', { code, ...administrator, name: 'taken' });
    expect([taken.status, taken.body.error]).toEqual([
      409,
      { message: 'the name is taken', field: 'name', code: 'conflict' },
    ]);
    const email = await browser.post('/api/setup', { code, ...administrator, email: 'taken@example.com' });
    expect([email.status, email.body.error.field]).toEqual([409, 'email']);
    expect((await browser.post('/api/setup', { code, ...administrator, password: 'short' })).status).toBe(400);
    expect((await browser.post('/api/setup', { code, ...administrator })).status).toBe(201);
  });

  it('is the only way into a new server: no two servers share a password or a key (R46, attack 23)', async () => {
    const servers = [await freshLanyard(), await freshLanyard()];
    const keys = await Promise.all(servers.map((server) => server.browser().get('/.well-known/jwks.json')));
    expect(new Set(keys.map(({ body }) => JSON.stringify(body))).size).toBe(2);
    for (const identifier of ['admin', 'administrator', 'root', 'lanyard', 'docker']) {
      for (const password of [identifier, 'admin', 'password', 'Harbor12345', 'changeme', ' ']) {
        expect((await servers[0]?.browser().signIn(identifier, password))?.status).toBeGreaterThanOrEqual(400);
      }
    }
    const roots = await Promise.all(
      servers.map(async (server) => {
        const browser = server.browser();
        await browser.post('/api/setup', { code: await issuedCode(server), ...administrator });
        expect((await browser.get('/api/accounts')).body.total).toBe(1);
        return operatorRuns(server, 'registry root default');
      }),
    );
    expect(roots[0]).toMatch(/BEGIN CERTIFICATE/);
    expect(new Set(roots).size).toBe(2);
  });
});

import { randomBytes } from 'node:crypto';
import { makeTokenSecret } from '@lanyard/core/tokens/access-token';
import { expect, it } from 'vitest';
import { freshName, type SampleAccount, sampleAccount } from '../../support/lanyard/accounts.ts';
import { eventsOf } from '../../support/lanyard/audit.ts';
import { passwordChecksDuring, readsDuring, writesDuring } from '../../support/lanyard/background-work.ts';
import { postForm } from '../../support/lanyard/command-lines.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { startLanyard } from '../../support/lanyard/start-lanyard.ts';
import { requestToken, sampleToken } from '../../support/lanyard/tokens.ts';
import { temporaryFolder } from '../../support/programs/temporary-folder.ts';

/** The server reads other tables by itself at the same time. */
const ASKED = /^(accounts|counters|domains|knownSources|secondFactors|organizations|sessions|tokens)\./;
const unknownToken = () => makeTokenSecret('pat', (length) => randomBytes(length)).reveal();

describeLanyard('R14: a refused authentication', (lanyard) => {
  const anAccount = (isAdministrator = false): Promise<SampleAccount> =>
    sampleAccount(lanyard(), freshName('ada'), { isAdministrator });
  const logged = (work: () => Promise<unknown>) => eventsOf(lanyard(), work);

  it('with an inactive access token is in the audit log of its owner, once a minute', async () => {
    const account = await anAccount();
    const { id, secret } = await sampleToken(account, { actions: ['pull'] });
    await account.browser.patch(`/api/tokens/${id}`, { active: false });
    const credential = `${account.name}:${secret}`;
    const events = await logged(async () => {
      for (let tried = 0; tried < 3; tried += 1) await requestToken(lanyard(), { credential });
    });
    expect(events).toMatchObject([
      {
        action: 'token.refused',
        namespace: account.name,
        subject: { type: 'token', id, name: 'for pull' },
        actor: { type: 'address' },
        data: { reason: 'token-inactive', count: 3 },
      },
    ]);
    const shown = (await account.browser.get('/api/audit?action=token.refused')).body.events;
    expect(shown).toHaveLength(1);
    expect(JSON.stringify(shown)).not.toContain(secret);
  });

  it("with an unknown name or token is in the server's audit log, without what was typed", async () => {
    const root = await anAccount(true);
    const typed = freshName('typed');
    const events = await logged(async () => {
      await requestToken(lanyard(), { credential: `${typed}:${unknownToken()}` });
      await requestToken(lanyard(), { credential: `${typed}:${typed}` });
      await lanyard().browser().signIn(typed, typed);
      await postForm(`${lanyard().url}/oauth/token`, {
        grant_type: 'refresh_token',
        client_id: 'x',
        refresh_token: typed,
      });
      await lanyard()
        .browser()
        .get('/scim/v2/organizations/acme/Users', { authorization: `Bearer ${typed}` });
    });
    expect(events.map(({ action, namespace, data }) => [action, namespace, data.reason, data.count])).toEqual([
      ['token.refused', null, 'invalid-credential', 1],
      ['session.refused', null, 'invalid-credential', 2],
      ['token.refused', null, 'invalid-refresh-token', 1],
      ['token.refused', null, 'invalid-scim-token', 1],
    ]);
    expect(JSON.stringify(events)).not.toContain(typed);
    const { body } = await root.browser.get('/api/server/audit?action=session.refused');
    expect(body.events[0]).toMatchObject({ namespace: null, subject: { type: 'address' } });
  });

  it('with the right password for a disabled account is in the audit log too', async () => {
    const [root, account] = [await anAccount(true), await anAccount()];
    await root.browser.patch(`/api/accounts/${account.name}`, { active: false });
    const events = await logged(async () => {
      await requestToken(lanyard(), { credential: `${account.name}:${account.password}` });
    });
    expect(events).toMatchObject([
      { action: 'session.refused', namespace: account.name, data: { reason: 'account-disabled' } },
    ]);
  });

  it('attack 20: costs the same hashes, reads and writes before the answer whether the name exists or not, in every way to sign in', async () => {
    const entrances: readonly ((name: string) => Promise<unknown>)[] = [
      (name) => lanyard().browser().signIn(name, 'wrong'),
      (name) => lanyard().browser().post('/v2/users/login', { username: name, password: 'wrong' }),
      (name) => lanyard().browser().post('/v2/auth/token', { identifier: name, secret: 'wrong' }),
      (name) => requestToken(lanyard(), { credential: `${name}:wrong` }),
    ];
    const accounts = await Promise.all(entrances.map(() => anAccount()));
    // Waits until the events of their sign-ins have places in the log.
    await logged(async () => undefined);
    for (const [at, entrance] of entrances.entries()) {
      const name = accounts[at]?.name ?? '';
      const nobody = freshName('nobody');
      const names = [name, `${name}@example.com`, nobody, `${nobody}@example.com`];
      const writes = [];
      for (const typed of names) writes.push(await writesDuring(lanyard(), () => entrance(typed)));
      // Only the count of failures.
      expect(writes).toEqual([1, 1, 1, 1]);
      const reads: (readonly string[])[] = [];
      for (const typed of names) {
        const checks = await passwordChecksDuring(lanyard(), async () => {
          reads.push((await readsDuring(lanyard(), () => entrance(typed))).filter((query) => ASKED.test(query)));
        });
        expect(checks).toBe(1);
      }
      expect(reads[0]).not.toEqual([]);
      expect([reads[0], reads[1]]).toEqual([reads[2], reads[3]]);
    }
  });
});

it('R14: waiting refusals are written to the audit log when the server stops', async () => {
  await using folder = await temporaryFolder();
  const first = await startLanyard({ dataFolder: folder.path });
  const ada = await sampleAccount(first, 'ada');
  await first.browser().signIn('ada', 'wrong');
  await first.stop();
  const second = await startLanyard({ dataFolder: folder.path });
  const cookie = ada.browser.cookie();
  const { body } = await second.browser().get('/api/audit?action=session.refused', { cookie });
  expect(body.events).toMatchObject([{ data: { reason: 'invalid-credential', count: 1 } }]);
  await second.stop();
});

import { expect, it } from 'vitest';
import { type SampleAccount, sampleAccount } from '../../support/lanyard/accounts.ts';
import { trailOf } from '../../support/lanyard/audit.ts';
import { passwordChecksDuring } from '../../support/lanyard/background-work.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';

describeLanyard('browser sessions', (lanyard) => {
  let accounts = 0;
  const anAccount = (): Promise<SampleAccount> => {
    accounts += 1;
    return sampleAccount(lanyard(), `person-${accounts}`);
  };
  const whoAmI = async ({ browser }: SampleAccount) => (await browser.get('/api/session')).status;

  it('R34: a session is in a cookie that scripts and other hosts cannot read, and each sign-in gives a new one', async () => {
    const account = await anAccount();
    const answers = [
      await account.browser.signIn(account.name, account.password),
      await account.browser.signIn(account.name, account.password),
    ];
    const cookies = answers.map(({ headers }) => headers.getSetCookie()[0] ?? '');
    for (const cookie of cookies) {
      expect(cookie).toMatch(/^__Host-[a-z-]+=[\w-]{43}; Max-Age=86400; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    }
    expect(cookies[0]).not.toBe(cookies[1]);
    expect(answers[0]?.headers.get('cache-control')).toBe('no-store');
  });

  it('R34: a session ends after an hour without use, and after a day in any case', async () => {
    const account = await anAccount();
    for (let half = 0; half < 3; half += 1) {
      lanyard().clock.advance(1800);
      expect(await whoAmI(account)).toBe(200);
    }
    lanyard().clock.advance(3601);
    expect(await whoAmI(account)).toBe(401);
    await account.browser.signIn(account.name, account.password);
    for (let hour = 0; hour < 25; hour += 1) {
      expect(await whoAmI(account)).toBe(200);
      lanyard().clock.advance(3500);
    }
    expect(await whoAmI(account)).toBe(401);
  });

  it('signing out ends the session and deletes the cookie; a copy of the cookie is refused', async () => {
    const account = await anAccount();
    const cookie = account.browser.cookie();
    expect((await account.browser.delete('/api/session')).status).toBe(204);
    expect(account.browser.cookie()).not.toContain('lanyard-session');
    expect((await lanyard().browser().get('/api/session', { cookie })).status).toBe(401);
  });

  it('R14: each successful and each failed sign-in of a known account records one event', async () => {
    const account = await anAccount();
    const trail = await trailOf(lanyard(), async () => {
      await account.browser.signIn(account.name, 'wrong');
      await account.browser.signIn(account.name, account.password);
      await account.browser.delete('/api/session');
    });
    const { name } = account;
    expect(trail).toEqual([
      `${name} session.started node`,
      `${name} session.ended node`,
      `${name} session.refused ${name}`,
    ]);
  });

  it('R20, attack 20: an unknown name gets the same answer as a wrong password and costs the same work', async () => {
    const account = await anAccount();
    const checks = await passwordChecksDuring(lanyard(), async () => {
      const wrong = await lanyard().browser().signIn(account.name, 'wrong');
      const unknown = await lanyard().browser().signIn('nobody-at-all', 'wrong');
      expect([unknown.status, unknown.body]).toEqual([wrong.status, wrong.body]);
      expect([...unknown.headers.keys()]).toEqual([...wrong.headers.keys()]);
    });
    expect(checks).toBe(2);
  });

  it('R40: ten failures make one address wait, whichever login it uses', async () => {
    const account = await anAccount();
    for (let guess = 0; guess < 5; guess += 1) {
      await lanyard().browser().signIn(account.name, `guess ${guess}`);
      await lanyard()
        .browser()
        .post('/v2/users/login', { username: account.name, password: `guess ${guess}` });
    }
    const blocked = await lanyard().browser().signIn(account.name, account.password);
    expect(blocked.status).toBe(429);
    expect(Number(blocked.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await whoAmI(account)).toBe(200);
  });

  it('R40: 60 guesses at the same moment get fewer than 20 answers, and a right one behind them is blocked', async () => {
    const account = await anAccount();
    // A password with the product's real hash cost, because only slow checks could let more guesses in.
    const newPassword = 'a password that costs its time';
    const change = { currentPassword: account.password, newPassword };
    expect((await account.browser.put('/api/account/password', change)).status).toBe(204);
    const tries = [...Array.from({ length: 60 }, (_, guess) => `guess ${guess}`), newPassword];
    const answers = await Promise.all(tries.map((password) => lanyard().browser().signIn(account.name, password)));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 401).length).toBeLessThan(20);
    expect(new Set(statuses)).toEqual(new Set([401, 429]));
  });

  it('signing in works with the name or the e-mail address, in any case', async () => {
    const account = await anAccount();
    for (const identifier of [account.name.toUpperCase(), `${account.name}@EXAMPLE.com`, ` ${account.name} `]) {
      expect((await lanyard().browser().signIn(identifier, account.password)).body.name).toBe(account.name);
    }
  });
});

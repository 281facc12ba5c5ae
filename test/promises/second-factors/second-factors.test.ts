import { expect, it } from 'vitest';
import { freshName, type SampleAccount, sampleAccount } from '../../support/lanyard/accounts.ts';
import { eventsOf, trailOf } from '../../support/lanyard/audit.ts';
import type { Browser } from '../../support/lanyard/browser.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { authenticatorOf, type SampleTotp, sampleTotp, signInWithTotp } from '../../support/lanyard/second-factors.ts';
import { basic, requestToken, sampleToken } from '../../support/lanyard/tokens.ts';

const FACTORS = '/api/account/factors';
const SECOND_STEP = '/api/session/second-factor';
const settings = () => ({ LANYARD_TRUSTED_PROXIES: '127.0.0.1,::1' });

/** Never a valid code, because no authenticator shows letters. */
const WRONG = 'wrong-code';

describeLanyard(
  'second factors',
  (lanyard) => {
    const anAccount = (): Promise<SampleAccount> => sampleAccount(lanyard(), freshName('person'));

    interface Guarded extends SampleAccount {
      readonly totp: SampleTotp;
    }

    async function guardedAccount(): Promise<Guarded> {
      const account = await anAccount();
      return { ...account, totp: await sampleTotp(lanyard(), account.browser) };
    }

    /** A browser in which the password was entered. */
    async function pending({ name, password }: SampleAccount, address = '198.51.100.1'): Promise<Browser> {
      const browser = lanyard().browser();
      const body = { identifier: name, password };
      const answer = await browser.request('POST', '/api/session', { body, headers: { 'x-forwarded-for': address } });
      if (answer.status !== 202) throw new Error(`the first step answered ${answer.status}`);
      return browser;
    }

    const prove = (browser: Browser, code: string) => browser.post(SECOND_STEP, { code });
    const outcome = ({ status, body }: { status: number; body: { error?: { code?: string } } }) =>
      status === 200 ? 'in' : body.error?.code;
    const lockOut = async (account: Guarded) => {
      for (let network = 0; network < 6; network += 1) {
        const address = `203.0.113.${network}`;
        const browser = await pending(account, address);
        const headers = { 'x-forwarded-for': address };
        for (let guess = 0; guess < 5; guess += 1) {
          const { status } = await browser.request('POST', SECOND_STEP, { body: { code: WRONG }, headers });
          expect(status).toBe(401);
        }
      }
    };

    it('adding an authenticator needs one of its codes, in the session that got the seed, within 10 minutes', async () => {
      const { browser, name, password } = await anAccount();
      const { body: offered } = await browser.post(`${FACTORS}/totp/offer`);
      expect(offered.uri).toMatch(/^otpauth:\/\/totp\//);
      expect(offered.uri).toContain(`secret=${offered.seed}`);
      const totp = authenticatorOf(lanyard(), offered.seed);
      const wrong = await browser.post(`${FACTORS}/totp`, { name: 'phone', code: WRONG });
      expect(wrong).toMatchObject({ status: 400, body: { error: { field: 'code' } } });
      const other = lanyard().browser();
      await other.signIn(name, password);
      expect((await other.post(`${FACTORS}/totp`, { name: 'phone', code: totp.code() })).status).toBe(400);
      expect((await browser.get(FACTORS)).body).toMatchObject({ factors: [], recoveryCodesLeft: 0 });
      const added = await browser.post(`${FACTORS}/totp`, { name: 'phone', code: totp.code() });
      expect(added).toMatchObject({ status: 201, body: { factor: { type: 'totp', name: 'phone' } } });
      expect(added.headers.get('cache-control')).toBe('no-store');
      expect((await browser.post(`${FACTORS}/totp`, { name: 'again', code: totp.code(1) })).status).toBe(400);
      expect((await browser.get('/api/session')).body.hasSecondFactor).toBe(true);
    });

    it('an offered seed expires after 10 minutes, even if the person signs in again', async () => {
      const { browser, name, password } = await anAccount();
      const totp = authenticatorOf(lanyard(), (await browser.post(`${FACTORS}/totp/offer`)).body.seed);
      lanyard().clock.advance(601);
      await browser.signIn(name, password);
      expect((await browser.post(`${FACTORS}/totp`, { name: 'phone', code: totp.code() })).status).toBe(400);
    });

    it('only the owner of a second factor can list, rename and remove it (R25)', async () => {
      const [{ browser, totp }, stranger] = [await guardedAccount(), await guardedAccount()];
      const second = await sampleTotp(lanyard(), browser, 'tablet');
      expect((await browser.patch(`${FACTORS}/${second.id}`, { name: 'drawer' })).body.name).toBe('drawer');
      for (const name of ['', ' ', 'x'.repeat(401)]) {
        expect([name, (await browser.patch(`${FACTORS}/${second.id}`, { name })).status]).toEqual([name, 400]);
      }
      expect((await stranger.browser.patch(`${FACTORS}/${totp.id}`, { name: 'mine' })).status).toBe(404);
      expect((await stranger.browser.delete(`${FACTORS}/${totp.id}`)).status).toBe(404);
      const names = async () => (await browser.get(FACTORS)).body.factors.map(({ name }: { name: string }) => name);
      expect(await names()).toEqual(['phone', 'drawer']);
      expect((await browser.delete(`${FACTORS}/${totp.id}`)).status).toBe(204);
      expect((await browser.delete(`${FACTORS}/${totp.id}`)).status).toBe(404);
      expect((await browser.get(FACTORS)).body).toMatchObject({ recoveryCodesLeft: 10 });
      expect(await names()).toEqual(['drawer']);
      expect((await browser.delete(`${FACTORS}/${second.id}`)).status).toBe(204);
      expect((await browser.get(FACTORS)).body).toMatchObject({ factors: [], recoveryCodesLeft: 0 });
      expect((await browser.get('/api/session')).body.hasSecondFactor).toBe(false);
    });

    it('the first second factor comes with ten recovery codes, and each code works once', async () => {
      const account = await guardedAccount();
      const { totp, browser } = account;
      expect(new Set(totp.recoveryCodes).size).toBe(10);
      for (const code of totp.recoveryCodes) expect(code).toMatch(/^[2-9a-hjkmnp-z]{4}(-[2-9a-hjkmnp-z]{4}){2}$/);
      expect((await sampleTotp(lanyard(), browser, 'tablet')).recoveryCodes).toEqual([]);
      const [first = '', second = ''] = totp.recoveryCodes;
      expect((await prove(await pending(account), first)).status).toBe(200);
      expect(outcome(await prove(await pending(account), first))).toBe('factor-refused');
      const typed = ` ${second.toUpperCase().replaceAll('-', ' ')} `;
      expect((await prove(await pending(account), typed)).status).toBe(200);
      expect((await browser.get(FACTORS)).body.recoveryCodesLeft).toBe(8);
    });

    it('new recovery codes replace the old ones; an account without a second factor gets none', async () => {
      const account = await guardedAccount();
      const { body, status } = await account.browser.post('/api/account/recovery-codes');
      expect([status, body.recoveryCodes.length]).toEqual([201, 10]);
      expect(outcome(await prove(await pending(account), account.totp.recoveryCodes[3] ?? ''))).toBe('factor-refused');
      expect(outcome(await prove(await pending(account), body.recoveryCodes[3]))).toBe('in');
      expect((await (await anAccount()).browser.post('/api/account/recovery-codes')).status).toBe(409);
    });

    it('refuses the recovery code of another account', async () => {
      const [account, other] = [await guardedAccount(), await guardedAccount()];
      expect(outcome(await prove(await pending(account), other.totp.recoveryCodes[0] ?? ''))).toBe('factor-refused');
      expect(outcome(await prove(await pending(other), other.totp.recoveryCodes[0] ?? ''))).toBe('in');
    });

    it('a password alone gets 202 and no session; a password and a code start one', async () => {
      const account = await guardedAccount();
      const browser = lanyard().browser();
      const first = await browser.signIn(account.name, account.password);
      expect(first).toMatchObject({ status: 202, body: { secondFactor: { methods: ['totp', 'recovery-code'] } } });
      const [cookie, ...more] = first.headers.getSetCookie();
      expect(more).toEqual([]);
      expect(cookie).toMatch(/^__Host-lanyard-login=[\w-]{43}; Max-Age=300; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
      expect((await browser.get('/api/session')).status).toBe(401);
      const asSession = { cookie: browser.cookie().replace('-login=', '-session=') };
      expect((await lanyard().browser().get('/api/session', asSession)).status).toBe(401);
      expect(await prove(browser, account.totp.code())).toMatchObject({ status: 200, body: { name: account.name } });
      expect((await browser.get('/api/session')).status).toBe(200);
      expect(browser.cookie()).not.toContain('lanyard-login');
    });

    it('attack 19: a code works once, also when 20 requests use it at the same moment', async () => {
      const account = await guardedAccount();
      const one = await pending(account);
      const code = account.totp.code();
      const answers = await Promise.all(Array.from({ length: 20 }, () => prove(one, code)));
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(outcome(await prove(await pending(account), code))).toBe('factor-refused');
    });

    it.each([
      ['a code of an authenticator', ({ totp }: Guarded) => totp.code()],
      ['a recovery code', ({ totp }: Guarded) => totp.recoveryCodes[0] ?? ''],
    ])('attack 19: %s works at only one of 20 waiting logins, each from another network', async (_, codeOf) => {
      const account = await guardedAccount();
      const code = codeOf(account);
      const addresses = Array.from({ length: 20 }, (_one, index) => `203.0.113.${index}`);
      const browsers = await Promise.all(addresses.map((address) => pending(account, address)));
      const answers = await Promise.all(
        browsers.map((browser, index) => {
          const headers = { 'x-forwarded-for': addresses[index] ?? '' };
          return browser.request('POST', SECOND_STEP, { body: { code }, headers });
        }),
      );
      expect(answers.map(outcome).sort()).toEqual([...Array(19).fill('factor-refused'), 'in']);
    });

    it('RFC 6238: accepts the codes of the step before and after, but none further away and none older than a used one', async () => {
      const account = await guardedAccount();
      lanyard().clock.advance(120);
      for (const step of [-2, 2]) {
        expect([step, outcome(await prove(await pending(account), account.totp.code(step)))]).toEqual([
          step,
          'factor-refused',
        ]);
      }
      expect(outcome(await prove(await pending(account), account.totp.code(-1)))).toBe('in');
      expect(outcome(await prove(await pending(account), account.totp.code(1)))).toBe('in');
      expect(outcome(await prove(await pending(account), account.totp.code()))).toBe('factor-refused');
    });

    it('five wrong codes end the login, and then the right code is refused too', async () => {
      const account = await guardedAccount();
      const browser = await pending(account);
      const before = await pending(account);
      for (let guess = 0; guess < 5; guess += 1) expect(outcome(await prove(browser, WRONG))).toBe('factor-refused');
      expect(outcome(await prove(browser, account.totp.code()))).toBe('login-over');
      expect(outcome(await prove(before, account.totp.code()))).toBe('in');
    });

    it('checks at most five of 40 codes that are sent at the same moment', async () => {
      const account = await guardedAccount();
      const browser = await pending(account);
      const answers = await Promise.all(Array.from({ length: 40 }, () => prove(browser, WRONG)));
      expect(answers.filter((answer) => outcome(answer) === 'factor-refused').length).toBeLessThanOrEqual(5);
      const events = await eventsOf(lanyard(), () => prove(browser, account.totp.code()));
      expect(events).toEqual([]);
    });

    it('a login belongs to one browser and expires after 5 minutes', async () => {
      const account = await guardedAccount();
      const stranger = lanyard().browser();
      expect(outcome(await prove(stranger, account.totp.code()))).toBe('login-over');
      const other = await guardedAccount();
      expect(outcome(await prove(await pending(other), account.totp.code()))).toBe('factor-refused');
      const [late, intime] = [await pending(account), await pending(account)];
      lanyard().clock.advance(299);
      expect(outcome(await prove(intime, account.totp.code()))).toBe('in');
      lanyard().clock.advance(2);
      expect(outcome(await prove(late, account.totp.code(1)))).toBe('login-over');
    });

    it('attack 20: gives the same answer to a wrong password, whether or not the account has a second factor or is blocked', async () => {
      const [plain, guarded, stopped] = [await anAccount(), await guardedAccount(), await guardedAccount()];
      await lockOut(stopped);
      const answersTo = async ({ name }: SampleAccount) => {
        const browser = lanyard().browser();
        const answers = [
          await browser.signIn(name, 'wrong'),
          await browser.post('/v2/users/login', { username: name, password: 'wrong' }),
          await browser.post('/v2/auth/token', { identifier: name, secret: 'wrong' }),
          await requestToken(lanyard(), { credential: `${name}:wrong` }),
        ];
        return answers.map(({ status, body, headers }) => [status, body, [...headers.keys()]]);
      };
      const expected = await answersTo(plain);
      expect(expected.map(([status]) => status)).toEqual([401, 401, 401, 401]);
      expect(await answersTo(guarded)).toEqual(expected);
      expect(await answersTo(stopped)).toEqual(expected);
      expect((await lanyard().browser().signIn(stopped.name, stopped.password)).status).toBe(202);
    });

    it('R40: thirty wrong codes block the account’s second factor from every network for an hour', async () => {
      const account = await guardedAccount();
      const { secret } = await sampleToken(account, { actions: ['pull'] });
      await lockOut(account);
      const browser = await pending(account, '192.0.2.77');
      const headers = { 'x-forwarded-for': '192.0.2.77' };
      const body = { code: account.totp.code() };
      const refused = await browser.request('POST', SECOND_STEP, { body, headers });
      expect(refused.status).toBe(429);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(1800);
      expect((await requestToken(lanyard(), { credential: `${account.name}:${secret}` })).status).toBe(200);
      const other = await guardedAccount();
      expect(outcome(await prove(await pending(other), other.totp.code()))).toBe('in');
    });

    it('many successful sign-ins do not count as guesses', async () => {
      const account = await guardedAccount();
      for (let turn = 0; turn < 35; turn += 1) {
        const answer = await signInWithTotp(lanyard(), lanyard().browser(), account, account.totp);
        expect([turn, answer.status]).toEqual([turn, 200]);
      }
    });

    it('changing the password ends logins that wait for the second step', async () => {
      const account = await guardedAccount();
      const browser = await pending(account);
      const change = { currentPassword: account.password, newPassword: 'another long password' };
      expect((await account.browser.put('/api/account/password', change)).status).toBe(204);
      expect(outcome(await prove(browser, account.totp.code()))).toBe('login-over');
    });

    it('a disabled account cannot finish a login that waits for the second step', async () => {
      const account = await guardedAccount();
      const root = await sampleAccount(lanyard(), freshName('root'), { isAdministrator: true });
      const browser = await pending(account);
      expect((await root.browser.patch(`/api/accounts/${account.name}`, { active: false })).status).toBe(200);
      expect((await prove(browser, account.totp.code())).status).toBe(401);
    });

    it("Hub's login answers 401 with a login_2fa_token, and that token and a code get the API token", async () => {
      const { name, password, totp } = await guardedAccount();
      const hub = lanyard().browser();
      const first = await hub.post('/v2/users/login', { username: name, password });
      expect(first).toMatchObject({
        status: 401,
        body: {
          detail: 'Require secondary authentication on MFA enabled account',
          message: expect.stringContaining('signs in with an access token of the organization'),
        },
      });
      expect(Object.keys(first.body).sort()).toEqual(['detail', 'login_2fa_token', 'message']);
      expect(first.headers.getSetCookie()).toEqual([]);
      const { login_2fa_token } = first.body;
      expect((await hub.post('/v2/users/2fa-login', { login_2fa_token, code: WRONG })).status).toBe(401);
      const second = await hub.post('/v2/users/2fa-login', { login_2fa_token, code: totp.code() });
      expect([second.status, Object.keys(second.body)]).toEqual([200, ['token']]);
      const headers = { authorization: `Bearer ${second.body.token}` };
      expect((await hub.get('/v2/access-tokens', headers)).status).toBe(200);
      lanyard().clock.advance(30);
      const slashed = (await hub.post('/v2/users/login/', { username: name, password })).body.login_2fa_token;
      const answer = await hub.post('/v2/users/2fa-login/', { login_2fa_token: slashed, code: totp.code() });
      expect(answer.status).toBe(200);
      expect((await hub.post('/v2/users/login', { username: name, password: 'wrong' })).body.login_2fa_token).toBe(
        undefined,
      );
    });

    it("attack 32: a login that began in the browser cannot end at Hub's interface, nor the other way round", async () => {
      const account = await guardedAccount();
      const { name, password, totp } = account;
      const hub = lanyard().browser();
      const { login_2fa_token } = (await hub.post('/v2/users/login', { username: name, password })).body;
      const cookie = `__Host-lanyard-login=${login_2fa_token}`;
      const inBrowser = await hub.request('POST', SECOND_STEP, { body: { code: totp.code() }, headers: { cookie } });
      expect(outcome(inBrowser)).toBe('login-over');
      const browser = await pending(account);
      const ofBrowser = browser.cookie().split('=')[1];
      const atHub = await hub.post('/v2/users/2fa-login', { login_2fa_token: ofBrowser, code: totp.code() });
      expect(atHub.status).toBe(401);
      expect(outcome(await prove(browser, totp.code()))).toBe('in');
    });

    it('refuses a password where no second step is possible, and says to use a token', async () => {
      const account = await guardedAccount();
      const { name, password } = account;
      const { secret } = await sampleToken(account, { actions: ['pull'] });
      const says = /second factor.*use an access token/;
      const identifier = name;
      const hub = await lanyard().browser().post('/v2/auth/token', { identifier, secret: password });
      expect(hub).toMatchObject({ status: 401, body: { detail: expect.stringMatching(says) } });
      const get = await requestToken(lanyard(), { credential: `${name}:${password}` });
      expect(get).toMatchObject({ status: 401, body: { errors: [{ message: expect.stringMatching(says) }] } });
      const post = (given: string) => {
        const form = {
          grant_type: 'password',
          service: 'lanyard',
          client_id: 'docker',
          username: name,
          password: given,
        };
        const headers = { 'content-type': 'application/x-www-form-urlencoded' };
        const body = new URLSearchParams(form).toString();
        return lanyard().browser().request('POST', '/token', { body, headers });
      };
      const posted = await post(password);
      expect([posted.status, JSON.stringify(posted.body)]).toEqual([401, expect.stringMatching(says)]);
      expect((await requestToken(lanyard(), { credential: `${name}:${secret}` })).status).toBe(200);
      expect((await post(secret)).status).toBe(200);
      expect((await lanyard().browser().post('/v2/auth/token', { identifier, secret })).status).toBe(200);
      expect((await lanyard().browser().post('/v2/users/login', { username: name, password: secret })).status).toBe(
        200,
      );
      const authorization = basic(`${name}:${secret}`);
      expect((await lanyard().browser().get('/token?service=lanyard', { authorization })).status).toBe(200);
    });

    it('R14: each change and each try records one event, and a step that is not the last records none', async () => {
      const account = await anAccount();
      const { name, password, browser } = account;
      const trail = await trailOf(lanyard(), async () => {
        const totp = await sampleTotp(lanyard(), browser, 'phone');
        await browser.patch(`${FACTORS}/${totp.id}`, { name: 'phone' });
        await browser.patch(`${FACTORS}/${totp.id}`, { name: 'tablet' });
        await browser.post('/api/account/recovery-codes');
        const other = lanyard().browser();
        await other.signIn(name, password);
        await prove(other, WRONG);
        await prove(other, totp.code());
        await browser.delete(`${FACTORS}/${totp.id}`);
      });
      expect(trail).toEqual([
        `${name} factor.added phone`,
        `${name} factor.renamed tablet`,
        `${name} recovery-codes.made ${name}`,
        `${name} session.refused ${name}`,
        `${name} session.started node`,
        `${name} factor.removed tablet`,
      ]);
    });

    it('the event of a sign-in says what was proven', async () => {
      const { totp, ...account } = await guardedAccount();
      const [event] = await eventsOf(lanyard(), () => signInWithTotp(lanyard(), lanyard().browser(), account, totp));
      expect(event).toMatchObject({ action: 'session.started', data: { proofs: ['password', 'totp'] } });
    });
  },
  settings,
);

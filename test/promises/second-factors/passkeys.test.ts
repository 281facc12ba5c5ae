import { expect, it } from 'vitest';
import { CREATION_VECTORS, REQUEST_VECTORS } from '../../support/forgeries/passkeys/passkey-vectors.ts';
import { freshName, type SampleAccount, sampleAccount } from '../../support/lanyard/accounts.ts';
import { trailOf } from '../../support/lanyard/audit.ts';
import type { Answer, Browser } from '../../support/lanyard/browser.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import {
  type Bend,
  createSoftwareAuthenticator,
  type SoftwareAuthenticator,
} from '../../support/lanyard/software-authenticator.ts';

const FACTORS = '/api/account/factors';

describeLanyard('passkeys', (lanyard) => {
  interface Keyed extends SampleAccount {
    readonly authenticator: SoftwareAuthenticator;
  }

  const anAuthenticator = (counts = true) => createSoftwareAuthenticator(lanyard().url, { counts });

  async function register(browser: Browser, authenticator: SoftwareAuthenticator, bend?: Bend): Promise<Answer> {
    const { body } = await browser.post(`${FACTORS}/passkeys/offer`);
    return browser.post(`${FACTORS}/passkeys`, { name: 'laptop', passkey: authenticator.create(body, bend) });
  }

  async function keyedAccount(counts = true): Promise<Keyed> {
    const account = await sampleAccount(lanyard(), freshName('person'));
    const authenticator = anAuthenticator(counts);
    const { status } = await register(account.browser, authenticator);
    if (status !== 201) throw new Error(`registration answered ${status}`);
    return { ...account, authenticator };
  }

  /** Signs in with only a passkey. */
  async function enter(browser: Browser, authenticator: SoftwareAuthenticator, bend?: Bend): Promise<Answer> {
    const { body } = await browser.post('/api/session/passkey/options');
    return browser.post('/api/session/passkey', { passkey: authenticator.get(body, bend) });
  }

  async function pending({ name, password }: SampleAccount): Promise<Browser> {
    const browser = lanyard().browser();
    const { status } = await browser.signIn(name, password);
    if (status !== 202) throw new Error(`the first step answered ${status}`);
    return browser;
  }

  const outcome = ({ status, body }: Answer) => (status === 200 ? 'in' : body.error?.code);

  /** Anything else is malformed, and refused before any passkey is looked up. */
  const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);

  const isTooLarge = (value: unknown) => JSON.stringify(value).length > 1_000_000;

  it('a new passkey is listed and signs in by itself, as both factors at once', async () => {
    const { name, authenticator, browser: first } = await keyedAccount();
    const browser = lanyard().browser();
    const trail = await trailOf(lanyard(), async () => {
      expect(await enter(browser, authenticator)).toMatchObject({ status: 200, body: { name } });
    });
    expect(trail).toEqual([`${name} session.started node`]);
    expect((await browser.get('/api/session')).body).toMatchObject({ name, hasSecondFactor: true });
    expect((await first.get(FACTORS)).body).toMatchObject({
      factors: [{ type: 'passkey', name: 'laptop', lastUsedAt: expect.stringMatching(/Z$/) }],
      recoveryCodesLeft: 10,
    });
    expect((await enter(lanyard().browser(), authenticator)).status).toBe(200);
  });

  it('a passkey works as the second step after a password', async () => {
    const account = await keyedAccount();
    const browser = lanyard().browser();
    const first = await browser.signIn(account.name, account.password);
    expect(first.body).toEqual({ secondFactor: { methods: ['passkey', 'recovery-code'] } });
    const options = (await browser.post('/api/session/second-factor/options')).body;
    expect(options.allowCredentials).toHaveLength(1);
    const passkey = account.authenticator.get(options);
    expect(await browser.post('/api/session/second-factor', { passkey })).toMatchObject({
      status: 200,
      body: { name: account.name },
    });
    expect((await browser.get('/api/session')).status).toBe(200);
  });

  it('a passkey without a signature counter works again and again', async () => {
    const { authenticator } = await keyedAccount(false);
    for (let turn = 0; turn < 3; turn += 1) {
      expect((await enter(lanyard().browser(), authenticator)).status).toBe(200);
    }
  });

  it('R33: a challenge can be answered once, even if the answer is refused', async () => {
    const account = await keyedAccount(false);
    const browser = lanyard().browser();
    const { body } = await browser.post('/api/session/passkey/options');
    const login = browser.cookie();
    const passkey = account.authenticator.get(body);
    const again = (): Promise<Answer> =>
      lanyard()
        .browser()
        .request('POST', '/api/session/passkey', { body: { passkey }, headers: { cookie: login } });
    const answers = await Promise.all(Array.from({ length: 20 }, again));
    expect(answers.map(outcome).sort()).toEqual(['in', ...Array(19).fill('login-over')]);
    expect(outcome(await again())).toBe('login-over');

    const second = await pending(account);
    const options = (await second.post('/api/session/second-factor/options')).body;
    const bent = account.authenticator.get(options, { signature: () => Buffer.alloc(70) });
    expect(outcome(await second.post('/api/session/second-factor', { passkey: bent }))).toBe('factor-refused');
    const honest = account.authenticator.get(options);
    expect(outcome(await second.post('/api/session/second-factor', { passkey: honest }))).toBe('factor-refused');
    const fresh = account.authenticator.get((await second.post('/api/session/second-factor/options')).body);
    expect(outcome(await second.post('/api/session/second-factor', { passkey: fresh }))).toBe('in');
  });

  it('R33: refuses the answer to a challenge of another login or another sign-in page, and an answer without a challenge', async () => {
    const account = await keyedAccount();
    const [one, two, unasked] = [await pending(account), await pending(account), await pending(account)];
    const ofOne = (await one.post('/api/session/second-factor/options')).body;
    await two.post('/api/session/second-factor/options');
    const passkey = account.authenticator.get(ofOne);
    for (const browser of [two, unasked]) {
      expect(outcome(await browser.post('/api/session/second-factor', { passkey }))).toBe('factor-refused');
    }
    const alone = lanyard().browser();
    await alone.post('/api/session/passkey/options');
    expect(outcome(await alone.post('/api/session/passkey', { passkey }))).toBe('factor-refused');
    expect(outcome(await lanyard().browser().post('/api/session/passkey', { passkey }))).toBe('login-over');
    expect((await lanyard().browser().post('/api/session/second-factor/options')).status).toBe(401);
  });

  it('R33: a challenge expires after 5 minutes', async () => {
    const account = await keyedAccount();
    const [alone, second] = [lanyard().browser(), await pending(account)];
    const options = (await alone.post('/api/session/passkey/options')).body;
    const more = (await second.post('/api/session/second-factor/options')).body;
    const offered = (await account.browser.post(`${FACTORS}/passkeys/offer`)).body;
    lanyard().clock.advance(301);
    const { authenticator } = account;
    const late = await alone.post('/api/session/passkey', { passkey: authenticator.get(options) });
    expect(outcome(late)).toBe('login-over');
    const later = await second.post('/api/session/second-factor', { passkey: authenticator.get(more) });
    expect(outcome(later)).toBe('login-over');
    const made = { name: 'late', passkey: anAuthenticator().create(offered) };
    expect((await account.browser.post(`${FACTORS}/passkeys`, made)).status).toBe(400);
  });

  it('refuses the passkey of another account as a second factor', async () => {
    const [account, other] = [await keyedAccount(), await keyedAccount()];
    const browser = await pending(account);
    const options = (await browser.post('/api/session/second-factor/options')).body;
    const passkey = other.authenticator.get({ ...options, allowCredentials: [] });
    const trail = await trailOf(lanyard(), async () => {
      expect(outcome(await browser.post('/api/session/second-factor', { passkey }))).toBe('factor-refused');
    });
    expect(trail).toEqual([`${account.name} session.refused ${account.name}`]);
  });

  it('refuses a passkey whose counter goes back, and records it for its owner (R14)', async () => {
    const { name, authenticator } = await keyedAccount();
    expect((await enter(lanyard().browser(), authenticator)).status).toBe(200);
    const back: Bend = { authenticatorData: (honest) => ({ ...honest, counter: 1 }) };
    const trail = await trailOf(lanyard(), async () => {
      expect(outcome(await enter(lanyard().browser(), authenticator, back))).toBe('factor-refused');
    });
    expect(trail).toEqual([`${name} session.refused ${name}`]);
    expect((await enter(lanyard().browser(), authenticator)).status).toBe(200);
  });

  it('a passkey can be registered once, by one account', async () => {
    const [{ browser }, other] = [await keyedAccount(), await sampleAccount(lanyard(), freshName('person'))];
    const authenticator = anAuthenticator();
    const first = await browser.post(`${FACTORS}/passkeys/offer`);
    const passkey = authenticator.create(first.body);
    expect((await browser.post(`${FACTORS}/passkeys`, { name: 'one', passkey })).status).toBe(201);
    expect((await browser.post(`${FACTORS}/passkeys`, { name: 'again', passkey })).status).toBe(400);
    const offered = (await browser.post(`${FACTORS}/passkeys/offer`)).body;
    expect(offered.excludeCredentials).toHaveLength(2);
    const { id } = passkey as { id: string };
    const sameId: Bend = {
      authenticatorData: (honest) =>
        honest.credential
          ? { ...honest, credential: { ...honest.credential, id: Buffer.from(id, 'base64url') } }
          : honest,
      whole: (honest) => ({ ...honest, id, rawId: id }),
    };
    for (const account of [browser, other.browser]) {
      expect((await register(account, anAuthenticator(), sameId)).status).toBe(409);
    }
    expect((await other.browser.get(FACTORS)).body.factors).toEqual([]);
  });

  it('a removed passkey no longer signs in', async () => {
    const { browser, authenticator } = await keyedAccount();
    const [{ id }] = (await browser.get(FACTORS)).body.factors;
    expect((await browser.delete(`${FACTORS}/${id}`)).status).toBe(204);
    expect(outcome(await enter(lanyard().browser(), authenticator))).toBe('factor-refused');
  });

  it('a passkey cannot sign in to a disabled account', async () => {
    const { name, authenticator } = await keyedAccount();
    const root = await sampleAccount(lanyard(), freshName('root'), { isAdministrator: true });
    await root.browser.patch(`/api/accounts/${name}`, { active: false });
    expect((await enter(lanyard().browser(), authenticator)).status).toBe(401);
  });

  it('R33: refuses every forged answer to the creation of a passkey, and does not say why', async () => {
    const { browser } = await sampleAccount(lanyard(), freshName('person'));
    for (const { name, bend } of CREATION_VECTORS) {
      const { body: offered } = await browser.post(`${FACTORS}/passkeys/offer`);
      const passkey = anAuthenticator().create(offered, bend);
      const { status, body } = await browser.post(`${FACTORS}/passkeys`, { name: 'laptop', passkey });
      expect([name, status]).toEqual([name, isTooLarge(passkey) ? 413 : 400]);
      if (isObject(passkey) && status === 400)
        expect(body.error.message).toBe('passkey: cannot be accepted; start again');
    }
    expect((await browser.get(FACTORS)).body.factors).toEqual([]);
  });

  it('R33: refuses every forged answer to a sign-in', async () => {
    const { authenticator } = await keyedAccount();
    for (const { name, bend } of REQUEST_VECTORS) {
      // The server knows the current counter, so only the bend is wrong.
      expect(outcome(await enter(lanyard().browser(), authenticator))).toBe('in');
      const browser = lanyard().browser();
      const { body: options } = await browser.post('/api/session/passkey/options');
      const passkey = authenticator.get(options, bend);
      const answer = await browser.post('/api/session/passkey', { passkey });
      const malformed = isTooLarge(passkey) ? [413, undefined] : [400, 'invalid-input'];
      const refusal = isObject(passkey) && !isTooLarge(passkey) ? [401, 'factor-refused'] : malformed;
      expect([name, answer.status, outcome(answer)]).toEqual([name, ...refusal]);
      expect(browser.cookie()).not.toContain('session');
    }
  });
});

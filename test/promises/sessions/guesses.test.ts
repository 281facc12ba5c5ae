import { sourceNetwork } from '@lanyard/core/source-network';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testRuns } from '../../../packages/core/test/test-runs.ts';
import { existingAccount, freshName, type SampleAccount, sampleAccount } from '../../support/lanyard/accounts.ts';
import { mailsSent, removeExpiredCountersNow } from '../../support/lanyard/background-work.ts';
import type { Answer, Browser } from '../../support/lanyard/browser.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { existingCount } from '../../support/lanyard/existing-counts.ts';
import { operatorRuns } from '../../support/lanyard/operator.ts';
import { basic, requestToken, sampleToken } from '../../support/lanyard/tokens.ts';
import { type MailServer, receiveMail } from '../../support/programs/receive-mail.ts';

const PASSWORD = 'the right password';
const DAY = 86_400;
/** 1,500 with LANYARD_TEST_RUNS=5. */
const FLOOD = testRuns(300);

let mail: MailServer;
beforeAll(async () => {
  mail = await receiveMail();
});
afterAll(() => mail.stop());

describeLanyard(
  'R40: guessing passwords',
  (lanyard) => {
    let networks = 0;
    /** An address in a network that no other test uses. */
    function aNetwork(): string {
      networks += 1;
      return `2001:db8:${networks.toString(16)}::1`;
    }
    const from = (address: string) => ({ 'x-forwarded-for': address });

    /** Signs in from that address. By default, in a browser without cookies. */
    function signIn(
      identifier: string,
      password: string,
      { address = aNetwork(), browser = lanyard().browser() }: { address?: string; browser?: Browser } = {},
    ): Promise<Answer> {
      return browser.request('POST', '/api/session', { body: { identifier, password }, headers: from(address) });
    }

    const idOf = new Map<string, string>();
    /** An account to which nobody has signed in. */
    async function unused(): Promise<string> {
      const name = freshName('person');
      idOf.set(name, await existingAccount(lanyard(), { name, password: PASSWORD }));
      return name;
    }

    const waitOf = ({ status, headers }: Answer) => (status === 429 ? Number(headers.get('retry-after')) : 0);

    /** Failures with made-up names: the last two over HTTP, the others written as a count. */
    async function sweep(address: string, count: number): Promise<void> {
      await existingCount(lanyard(), { limit: 'network', of: sourceNetwork(address) }, count - 2);
      for (let guess = 0; guess < 2; guess += 1)
        expect((await signIn(freshName('nobody'), 'wrong', { address })).status).toBe(401);
    }

    /** The same for wrong passwords from as many networks. */
    async function guessedBefore(account: string, count: number): Promise<void> {
      await existingCount(lanyard(), { limit: 'guesses', of: `${account} ` }, count);
    }

    /** One wrong password from each of these networks. */
    async function guessFromEverywhere(name: string, count: number): Promise<void> {
      for (let guess = 0; guess < count; guess += 1) {
        const answer = await signIn(name, `guess ${guess}`);
        expect([guess, answer.status]).toEqual([guess, 401]);
      }
    }

    it('100 failures block a network for 900 s, and no longer', async () => {
      const [name, address] = [await unused(), aNetwork()];
      expect((await signIn(name, 'wrong', { address })).status).toBe(401);
      await sweep(address, 98);
      lanyard().clock.advance(600);
      await sweep(address, 1);
      const wait = waitOf(await signIn(name, PASSWORD, { address }));
      expect(wait).toBeGreaterThan(890);
      expect(wait).toBeLessThanOrEqual(900);
      lanyard().clock.advance(901);
      expect((await signIn(name, PASSWORD, { address })).status).toBe(200);
    });

    it('guesses at made-up names from a shared address do not lock out an account that no one guessed at', async () => {
      const [name, address] = [await unused(), aNetwork()];
      await sweep(address, 120);
      expect((await signIn(name, PASSWORD, { address })).status).toBe(200);
    });

    it('many more lock out strangers there, but not people who signed in from there before or known browsers', async () => {
      const [stranger, local, address] = [await unused(), await unused(), aNetwork()];
      expect((await signIn(local, PASSWORD, { address })).status).toBe(200);
      const traveller = { browser: lanyard().browser(), name: await unused() };
      await signIn(traveller.name, PASSWORD, { browser: traveller.browser });
      await sweep(address, 300);
      expect((await signIn(stranger, PASSWORD, { address })).status).toBe(429);
      expect((await signIn(local, PASSWORD, { address })).status).toBe(200);
      expect((await signIn(traveller.name, PASSWORD, { address, browser: traveller.browser })).status).toBe(200);
      // After three failures, the account gets no exception there.
      for (let guess = 0; guess < 3; guess += 1) await signIn(local, 'wrong', { address });
      expect((await signIn(local, PASSWORD, { address })).status).toBe(429);
      lanyard().clock.advance(901);
      expect((await signIn(stranger, PASSWORD, { address })).status).toBe(200);
    });

    it('after 100 guesses from different networks each further guess makes the wait longer, in every way to sign in', async () => {
      const name = await unused();
      await guessFromEverywhere(name, 100);
      expect(waitOf(await signIn(name, PASSWORD))).toBe(1);
      const delays = [];
      for (const delay of [1, 2, 4, 8]) {
        lanyard().clock.advance(delay);
        expect((await signIn(name, 'wrong')).status).toBe(401);
        delays.push(waitOf(await signIn(name, PASSWORD)));
      }
      expect(delays).toEqual([2, 4, 8, 16]);
      const others = [
        lanyard()
          .browser()
          .request('POST', '/v2/users/login', {
            body: { username: name.toUpperCase(), password: PASSWORD },
            headers: from(aNetwork()),
          }),
        lanyard()
          .browser()
          .request('GET', '/token?service=lanyard', {
            headers: { authorization: basic(`${name}:${PASSWORD}`), ...from(aNetwork()) },
          }),
        signIn(`${name}@example.com`, PASSWORD),
      ];
      expect((await Promise.all(others)).map(({ status }) => status)).toEqual([429, 429, 429]);
      lanyard().clock.advance(16);
      expect((await signIn(name, PASSWORD)).status).toBe(200);
    });

    it('hundreds of guesses at one moment, each from another network, get few answers and make nobody else wait', async () => {
      const [name, home] = [await unused(), aNetwork()];
      const browser = lanyard().browser();
      await signIn(name, PASSWORD, { browser, address: home });
      const { secret } = await sampleToken({ id: '', name, password: PASSWORD, browser }, { actions: ['pull'] });
      const other = await unused();
      const flood = Promise.all(Array.from({ length: FLOOD }, (_, guess) => signIn(name, `guess ${guess}`)));
      const answers = [
        await requestToken(lanyard(), { credential: `${name}:${secret}` }),
        await signIn(other, PASSWORD),
        await signIn(name, PASSWORD, { browser }),
        await signIn(name, PASSWORD, { address: home }),
      ];
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
      const statuses = (await flood).map(({ status }) => status);
      expect(new Set(statuses)).toEqual(new Set([401, 429]));
      expect(statuses.filter((status) => status === 401).length).toBeLessThan(110);
    });

    it('the wait is at most one hour, and ends after a day without a guess', async () => {
      const name = await unused();
      await guessedBefore(idOf.get(name) ?? '', 98);
      await guessFromEverywhere(name, 2);
      for (let guess = 0; guess < 14; guess += 1) {
        lanyard().clock.advance(3600);
        expect((await signIn(name, 'wrong')).status).toBe(401);
      }
      expect(waitOf(await signIn(name, PASSWORD))).toBe(3600);
      lanyard().clock.advance(DAY);
      expect((await signIn(name, 'wrong')).status).toBe(401);
      expect((await signIn(name, PASSWORD)).status).toBe(200);
    });

    it('the owner can still sign in from a known browser or network, and access tokens never wait', async () => {
      const home = aNetwork();
      const browser = lanyard().browser();
      const name = await unused();
      await signIn(name, PASSWORD, { address: home, browser });
      const owner: SampleAccount = { id: '', name, password: PASSWORD, browser };
      const { secret } = await sampleToken(owner, { actions: ['pull'] });
      await guessedBefore(idOf.get(name) ?? '', 98);
      await guessFromEverywhere(name, 2);
      expect((await signIn(name, PASSWORD)).status).toBe(429);
      expect((await signIn(name, PASSWORD, { address: home })).status).toBe(200);
      expect((await signIn(name, PASSWORD, { browser })).status).toBe(200);
      expect((await requestToken(lanyard(), { credential: `${name}:${secret}` })).status).toBe(200);
      expect((await browser.get('/api/session')).status).toBe(200);
    });

    it('a browser known to one account is unknown to another', async () => {
      const name = await unused();
      const other = await sampleAccount(lanyard(), freshName('person'));
      await guessedBefore(idOf.get(name) ?? '', 98);
      await guessFromEverywhere(name, 2);
      expect((await signIn(name, PASSWORD, { browser: other.browser })).status).toBe(429);
    });

    it('signing out everywhere forgets the known browsers and networks', async () => {
      const [name, home, browser] = [await unused(), aNetwork(), lanyard().browser()];
      await signIn(name, PASSWORD, { address: home, browser });
      const kept = browser.cookie();
      expect((await browser.post('/api/account/sign-out-everywhere')).status).toBe(200);
      await guessedBefore(idOf.get(name) ?? '', 98);
      await guessFromEverywhere(name, 2);
      const headers = { cookie: kept, ...from(home) };
      const body = { identifier: name, password: PASSWORD };
      expect((await lanyard().browser().request('POST', '/api/session', { body, headers })).status).toBe(429);
    });

    it('an account has at most ten known networks: the latest ones', async () => {
      const name = await unused();
      const [first, ...later] = Array.from({ length: 11 }, aNetwork);
      for (const address of [first, ...later]) {
        lanyard().clock.advance(1);
        expect((await signIn(name, PASSWORD, { address: address ?? '' })).status).toBe(200);
      }
      await guessedBefore(idOf.get(name) ?? '', 98);
      await guessFromEverywhere(name, 2);
      expect((await signIn(name, PASSWORD, { address: first ?? '' })).status).toBe(429);
      expect((await signIn(name, PASSWORD, { address: later[0] ?? '' })).status).toBe(200);
    });

    it('the owner is told once by mail', async () => {
      const name = await unused();
      const mails = async () => {
        await mailsSent(lanyard());
        return mail.mails.filter(({ recipients }) => recipients.includes(`${name}@example.com`));
      };
      await guessedBefore(idOf.get(name) ?? '', 98);
      await guessFromEverywhere(name, 1);
      expect(await mails()).toHaveLength(0);
      for (let guess = 0; guess < 5; guess += 1) {
        lanyard().clock.advance(3600);
        await signIn(name, 'wrong');
      }
      const [told, ...more] = await mails();
      expect(more).toHaveLength(0);
      expect(told?.parsed.subject).toBe('Somebody is guessing your password');
      expect(told?.parsed.text).toContain(name);
    });

    it('a new password set by the operator ends the wait', async () => {
      const name = await unused();
      await guessedBefore(idOf.get(name) ?? '', 98);
      await guessFromEverywhere(name, 2);
      expect((await signIn(name, PASSWORD)).status).toBe(429);
      await operatorRuns(lanyard(), `account set-password ${name} --password-stdin`, 'another right password');
      expect((await signIn(name, 'another right password')).status).toBe(200);
    });

    it('a name without an account gets the same answer (attack 20)', async () => {
      const name = freshName('nobody');
      await guessedBefore(name, 98);
      await guessFromEverywhere(name, 2);
      expect(waitOf(await signIn(name, 'wrong'))).toBe(1);
    });

    it('all expired counters are removed, however many there are', async () => {
      const { store } = lanyard().services;
      await store.transaction(async ({ counters }) => {
        for (let one = 0; one < 1_300; one += 1) await counters.add(`old ${one}`, { now: 1, endsAt: 2, renews: false });
      });
      const name = freshName('nobody');
      await signIn(name, 'wrong');
      await removeExpiredCountersNow(lanyard());
      const left = await store.transaction(({ counters }) => counters.deleteExpired(lanyard().clock.now(), 10_000));
      expect(left).toBe(0);
    });
  },
  () => ({
    LANYARD_TRUSTED_PROXIES: '127.0.0.1,::1',
    LANYARD_SMTP_URL: `smtp://127.0.0.1:${mail.port}`,
    LANYARD_MAIL_FROM: 'lanyard@example.org',
  }),
);

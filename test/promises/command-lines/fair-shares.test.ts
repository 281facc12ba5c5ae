import { randomUUID } from 'node:crypto';
import { providerNetwork, sourceNetworks } from '@lanyard/core/source-network';
import { expect, it } from 'vitest';
import { freshName, type SampleAccount, sampleAccount } from '../../support/lanyard/accounts.ts';
import { enterCode, type FormAnswer, postForm } from '../../support/lanyard/command-lines.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';

const WRONG = 'BBBBBB-BBBBBB';
const MINUTE = 60_000;
/** It writes 10,000 rows first. */
const LONG = 2 * MINUTE;

describeLanyard(
  'R30, attack 46: nobody can block the device logins of others',
  (lanyard) => {
    /** Like a request from that address, because the tests act as the proxy. */
    const from = (address: string) => ({ 'x-forwarded-for': address });
    const open = (address: string): Promise<FormAnswer> =>
      postForm(`${lanyard().url}/oauth/device/code`, { client_id: 'cli' }, from(address));
    const person = (): Promise<SampleAccount> => sampleAccount(lanyard(), freshName('person'));

    /** Codes that already wait, one millisecond apart, the oldest first. */
    async function fill(address: string, count: number, firstAt: number): Promise<void> {
      const { services } = lanyard();
      await services.store.transaction(async ({ deviceCodes }) => {
        for (let at = firstAt; at < firstAt + count; at += 1) {
          const times = { createdAt: at, expiresAt: at + 10 * MINUTE, intervalSeconds: 5, lastPolledAt: null };
          const nobody = { sessionId: null, accountId: null, organizationId: null, decision: null };
          const asked = { clientId: 'cli', scopes: [], registryHost: null };
          const code = { id: randomUUID(), ...asked, client: 'flood', address, ...times, ...nobody };
          const networks = { ...sourceNetworks(address), providerNetwork: providerNetwork(address) };
          const keys = { digest: `${address} ${at - firstAt}`, userCodeDigest: randomUUID(), ...networks };
          await deviceCodes.insert(code, keys);
        }
      });
    }

    it('one address gets at most 100 waiting codes, and other addresses still get theirs', async () => {
      const opened = [];
      for (let turn = 0; turn < 100; turn += 1) opened.push((await open('198.51.100.1')).status);
      expect(new Set(opened)).toEqual(new Set([200]));
      const refused = await open('198.51.100.1');
      expect(refused.status).toBe(429);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(500);
      expect((await open('198.51.100.2')).status).toBe(200);
      lanyard().clock.advance(601);
      expect((await open('198.51.100.1')).status).toBe(200);
    });

    it('the addresses of an IPv6 /64 share one limit of 100 codes, and the networks of a /48 share one of 1,000', async () => {
      await fill('2001:db8:1:1::1', 100, lanyard().clock.now());
      expect((await open('2001:db8:1:1:ffff::2')).status).toBe(429);
      expect((await open('2001:db8:1:2::1')).status).toBe(200);
      for (let part = 3; part < 12; part += 1) await fill(`2001:db8:1:${part}::1`, 100, lanyard().clock.now());
      expect((await open('2001:db8:1:c::1')).status).toBe(429);
      expect((await open('2001:db8:2:c::1')).status).toBe(200);
    });

    it(
      'when 10,000 codes wait, the network with the most codes loses its oldest one, and a new code is issued',
      async () => {
        lanyard().clock.advance(601);
        const { store } = lanyard().services;
        const start = lanyard().clock.now() - MINUTE;
        const [early, opener] = [await open('203.0.113.7'), await person()];
        const opened = await open('2001:db8:100::1');
        expect((await enterCode(opener.browser, opened.body.user_code)).status).toBe(200);
        for (let site = 0; site < 10; site += 1)
          await fill(`2001:db8:${100 + site}::1`, site === 0 ? 1_000 : 999, start);
        const before = await store.read.deviceCodes.countLive(lanyard().clock.now());
        expect(before).toBeGreaterThanOrEqual(9_990);
        for (let turn = before; turn < 10_005; turn += 1)
          expect((await open(`203.0.113.${turn % 200}`)).status).toBe(200);
        expect(await store.read.deviceCodes.countLive(lanyard().clock.now())).toBe(10_000);
        const isLeft = async (site: number, index: number) =>
          (await store.read.deviceCodes.byDigest(`2001:db8:${100 + site}::1 ${index}`)) !== undefined;
        expect([await isLeft(0, 0), await isLeft(0, 999), await isLeft(9, 998)]).toEqual([false, true, true]);
        // Neither another person's code nor the opened one was dropped.
        expect((await enterCode((await person()).browser, early.body.user_code)).status).toBe(200);
        expect((await enterCode(opener.browser, opened.body.user_code)).status).toBe(200);
        lanyard().clock.advance(601);
      },
      LONG,
    );

    it('an account can open at most 20 codes, because an opened code is never removed for another', async () => {
      const { browser } = await person();
      const statuses = [];
      for (let turn = 0; turn < 21; turn += 1) {
        const { body } = await open(`198.51.101.${turn}`);
        statuses.push((await enterCode(browser, body.user_code)).status);
      }
      expect(statuses).toEqual([...Array.from({ length: 20 }, () => 200), 429]);
      lanyard().clock.advance(601);
    });

    it('a link to the page neither counts as a guess nor opens a code', async () => {
      const [victim, other] = [await person(), await person()];
      const { body } = await open('198.51.100.3');
      const crossSite = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
      for (let turn = 0; turn < 10; turn += 1) {
        const page = await victim.browser.get(`/activate?user_code=${WRONG}`, crossSite);
        expect(page.status).toBe(200);
        expect(page.body).toContain(`value="${WRONG}"`);
      }
      // The page is the same for a code that waits, so the address does not help to find one.
      const page = await other.browser.get(`/activate?user_code=${body.user_code}`);
      expect(page.body).toContain('Enter the code');
      expect(page.body).not.toContain('cli');
      expect((await enterCode(victim.browser, body.user_code)).status).toBe(200);
    });

    it('20 accounts that use up their guesses do not block another one in the same network', async () => {
      const everybody = await Promise.all(Array.from({ length: 21 }, () => person()));
      const [innocent, ...guessers] = everybody;
      const { body } = await open('198.51.100.4');
      for (const { browser } of guessers) {
        expect((await enterCode(browser, WRONG)).status).toBe(404);
        for (let turn = 0; turn < 4; turn += 1) await enterCode(browser, WRONG);
      }
      expect((await enterCode(innocent?.browser ?? lanyard().browser(), body.user_code)).status).toBe(200);
      lanyard().clock.advance(601);
    });

    it('only five of 30 wrong codes at the same moment are looked up', async () => {
      const { browser } = await person();
      const answers = await Promise.all(Array.from({ length: 30 }, () => enterCode(browser, WRONG)));
      expect(answers.filter(({ status }) => status === 404)).toHaveLength(5);
      expect(answers.filter(({ status }) => status === 429)).toHaveLength(25);
    });
  },
  () => ({ LANYARD_TRUSTED_PROXIES: '127.0.0.1,::1' }),
);

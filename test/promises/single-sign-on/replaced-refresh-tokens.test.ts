import { afterAll, beforeAll, expect, it } from 'vitest';
import { type LyingProvider, startLyingProvider } from '../../support/forgeries/lying-openid-provider.ts';
import { recheckIdentitiesNow } from '../../support/lanyard/background-work.ts';
import { OPEN_ID_CLIENT } from '../../support/lanyard/changes/changes-of-sign-ins.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { sampleDirectory } from '../../support/lanyard/directory.ts';
import { type DnsServer, startDnsServer } from '../../support/programs/dns-server.ts';

let dns: DnsServer;
let provider: LyingProvider;

beforeAll(async () => {
  const { clientId, clientSecret } = OPEN_ID_CLIENT;
  [dns, provider] = await Promise.all([startDnsServer(), startLyingProvider(clientId, clientSecret)]);
});

afterAll(async () => {
  await Promise.all([dns?.stop(), provider?.stop()]);
});

describeLanyard(
  'a provider that replaces refresh tokens at each use',
  (lanyard) => {
    it('R26: keeps the new one when it fails afterwards in the same re-check, so that nobody loses access', async () => {
      const { organization, domain } = await sampleDirectory(lanyard(), dns);
      const { owner, path, name } = organization;
      const claims = { email: `grace@${domain}`, email_verified: true };
      const gives = (refreshToken: string) => (good: Readonly<Record<string, unknown>>) => ({
        ...good,
        refresh_token: refreshToken,
      });
      provider.lie({ claims, tokens: gives('first') });
      await owner.browser.put(`${path}/single-sign-on`, {
        protocol: 'oidc',
        issuer: provider.issuer,
        ...OPEN_ID_CLIENT,
        groupTeams: [],
      });
      const browser = lanyard().browser();
      const { headers } = await browser.get(`/sso/${name}/start`);
      const back = new URL(provider.answer(headers.get('location') ?? ''));
      expect((await browser.get(`${back.pathname}${back.search}`)).status).toBe(303);
      const before = provider.refreshes.length;
      const isSignedIn = async () => (await browser.get('/api/session')).status === 200;
      for (let passed = 0; passed < 3; passed += 1) {
        lanyard().clock.advance(1201);
        expect(await isSignedIn()).toBe(true);
      }
      provider.lie({
        claims: { ...claims, nonce: undefined as never },
        tokens: gives('second'),
        hostile: { at: '/userinfo', how: 'redirects' },
      });
      expect(await recheckIdentitiesNow(lanyard())).toMatchObject({ ended: 0, failed: 1 });
      lanyard().clock.advance(61);
      provider.lie({ claims: { ...claims, nonce: undefined as never }, tokens: gives('third') });
      expect(await recheckIdentitiesNow(lanyard())).toMatchObject({ ended: 0, failed: 0, checked: 1 });
      expect(provider.refreshes.slice(before)).toEqual(['first', 'second']);
      expect(await isSignedIn()).toBe(true);
    });
  },
  () => ({ LANYARD_DNS_SERVERS: dns.address, LANYARD_OUTBOUND_HOSTS: provider.issuer }),
);

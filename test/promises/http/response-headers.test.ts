import { ROUTES } from '@lanyard/server/app/route-table';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleAccount, sampleAccount } from '../../support/lanyard/accounts.ts';
import { usesWritten } from '../../support/lanyard/background-work.ts';
import type { Answer } from '../../support/lanyard/browser.ts';
import { type Lanyard, startLanyard } from '../../support/lanyard/start-lanyard.ts';
import { claimsOf, requestToken, sampleToken } from '../../support/lanyard/tokens.ts';

describe('the headers of every answer', () => {
  let lanyard: Lanyard;
  let account: SampleAccount;
  beforeAll(async () => {
    lanyard = await startLanyard();
    account = await sampleAccount(lanyard, 'ada', { isAdministrator: true });
  });
  afterAll(() => lanyard?.stop());

  function expectGuarded({ headers }: Answer): void {
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers.has('server')).toBe(false);
  }

  const addresses = [
    ...ROUTES.map(({ method, path }) => [method, path.replace(/:\w+/g, 'x')] as const),
    ['GET', '/metrics'] as const,
  ];

  it.each(addresses)('R36: %s %s has all security headers, with and without a session', async (method, path) => {
    for (const browser of [lanyard.browser(), account.browser]) {
      const answer = await browser.request(method, path, method === 'GET' ? {} : { body: '{}' });
      expect(answer.status).toBeLessThan(500);
      expectGuarded(answer);
      const route = ROUTES.find((one) => one.method === method && one.path === path);
      if (route?.cache === 'no-store' || answer.status >= 400)
        expect(answer.headers.get('cache-control')).toBe('no-store');
    }
    await account.browser.signIn(account.name, account.password);
  });

  it.each(['/nowhere', '/api/nowhere', '/%', `/api/tokens/${'x'.repeat(200)}`, '/v2/library/app/manifests/v1'])(
    'R36: %s, which does not exist, has all security headers',
    async (path) => {
      const answer = await lanyard.browser().get(path);
      expectGuarded(answer);
      expectGuarded(answer);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
    },
  );

  it.each([
    { host: 'evil.example' },
    { 'x-forwarded-host': 'evil.example' },
    { 'x-forwarded-proto': 'https' },
    { 'x-forwarded-for': '203.0.113.9' },
    { forwarded: 'for=203.0.113.9;host=evil.example;proto=https' },
    { 'x-real-ip': '203.0.113.9' },
    { 'x-original-url': '/api/tokens' },
  ])('R37, attack 28: %j changes neither the realm, the issuer nor the recorded address', async (headers) => {
    const { secret, id } = await sampleToken(account, { actions: ['pull'] });
    const challenge = (await lanyard.browser().get('/v2/', headers as Record<string, string>)).headers.get(
      'www-authenticate',
    );
    expect(challenge).toBe(`Bearer realm="${lanyard.url}/token",service="lanyard"`);
    const authorization = `Basic ${Buffer.from(`ada:${secret}`).toString('base64')}`;
    const sent = { ...headers, authorization } as Record<string, string>;
    const { body } = await lanyard.browser().request('GET', '/token?service=lanyard', { headers: sent });
    expect(claimsOf(body.token).iss).toBe(lanyard.url);
    await usesWritten(lanyard);
    expect((await account.browser.get(`/api/tokens/${id}`)).body.lastUsed.address).toBe('127.0.0.1');
  });

  it('R37: the server uses the forwarded address from a listed proxy', async () => {
    const behind = await startLanyard({ settings: { LANYARD_TRUSTED_PROXIES: '127.0.0.1,::1' } });
    const person = await sampleAccount(behind, 'ada');
    const { secret, id } = await sampleToken(person, { actions: ['pull'] });
    const authorization = `Basic ${Buffer.from(`ada:${secret}`).toString('base64')}`;
    const headers = { authorization, 'x-forwarded-for': '198.51.100.7, 203.0.113.9' };
    await behind.browser().request('GET', '/token?service=lanyard', { headers });
    await usesWritten(behind);
    expect((await person.browser.get(`/api/tokens/${id}`)).body.lastUsed.address).toBe('203.0.113.9');
    await behind.stop();
  });

  it('attack 29: two people behind one address each see their own data', async () => {
    const other = await sampleAccount(lanyard, 'bob');
    const seen = await Promise.all(
      [account, other].map(async ({ browser }) => (await browser.get('/api/session')).body.name),
    );
    expect(seen).toEqual(['ada', 'bob']);
  });

  it('attack 25: the token endpoint never redirects', async () => {
    for (const path of ['/token', '/token/', '//token', '/token?service=lanyard']) {
      expect((await lanyard.browser().get(path)).status).not.toBeGreaterThan(499);
      expect([301, 302, 303, 307, 308]).not.toContain((await lanyard.browser().get(path)).status);
    }
    expect((await requestToken(lanyard)).status).toBe(200);
  });
});

import { ROUTES } from '@lanyard/server/app/route-table';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleAccount, sampleAccount } from '../../support/lanyard/accounts.ts';
import { eventsOf } from '../../support/lanyard/audit.ts';
import { sampleCommandLine } from '../../support/lanyard/command-lines.ts';
import { type Lanyard, startLanyard } from '../../support/lanyard/start-lanyard.ts';
import { basic, requestToken, sampleToken } from '../../support/lanyard/tokens.ts';

type Headers = Readonly<Record<string, string>>;

/** What each carrier is, and to which credential columns it opens the door at all. */
const OPENS: Readonly<Record<string, readonly string[]>> = {
  nothing: [],
  'session cookie': ['session', 'account'],
  'API token of a password': ['account', 'bearer'],
  'API token of an access token': ['account', 'bearer'],
  'API token of a sign-in': ['account', 'bearer'],
  'expired API token': [],
  'access token as Basic': [],
  'access token as Bearer': [],
  'account password as Basic': [],
  'registry token': [],
  'refresh token': [],
  'garbage as Bearer': [],
  'API token in the query': [],
  'SCIM token': ['scim'],
};

/** They work, even with nothing to name: those after them need new credentials. */
const ENDS_CREDENTIALS = ['DELETE /api/session', 'POST /api/account/sign-out-everywhere'];

/** An access token, by whatever way it comes, opens nothing that governs accounts, people or tokens (R24). */
const OPEN_TO_TOKENS = ['GET /api/session'];

describe('R23, attacks 5 and 6: every route with every credential by every carrier', () => {
  let lanyard: Lanyard;
  let root: SampleAccount;
  let carriers: Readonly<Record<string, Headers>>;
  let queryToken: string;

  beforeAll(async () => {
    lanyard = await startLanyard();
    root = await sampleAccount(lanyard, 'root', { isAdministrator: true });
    const { secret } = await sampleToken(root, { actions: ['pull', 'push', 'delete'] });
    const expired = await apiTokenOf(root.password);
    lanyard.clock.advance(601);
    const registry = (await requestToken(lanyard, { credential: `root:${secret}` })).body.token;
    carriers = {
      nothing: {},
      'API token of an access token': { authorization: `Bearer ${await apiTokenOf(secret)}` },
      'expired API token': { authorization: `Bearer ${expired}` },
      'access token as Basic': { authorization: basic(`root:${secret}`) },
      'access token as Bearer': { authorization: `Bearer ${secret}` },
      'account password as Basic': { authorization: basic(`root:${root.password}`) },
      'registry token': { authorization: `Bearer ${registry}` },
      'garbage as Bearer': { authorization: 'Bearer garbage' },
      'API token in the query': {},
      'SCIM token': { authorization: `Bearer ${await scimToken()}` },
    };
    await signInAgain();
    expect(Object.keys(carriers).sort()).toEqual(Object.keys(OPENS).sort());
  });
  afterAll(() => lanyard?.stop());

  async function scimToken(): Promise<string> {
    await root.browser.signIn('root', root.password);
    await root.browser.post('/api/organizations', { name: 'directory' });
    return (await root.browser.post('/api/organizations/directory/scim-token')).body.secret;
  }

  async function apiTokenOf(password: string): Promise<string> {
    return (await lanyard.browser().post('/v2/users/login', { username: 'root', password })).body.token;
  }

  /** All that hangs on being signed in. */
  async function signInAgain(): Promise<void> {
    await root.browser.signIn('root', root.password);
    const signIn = await sampleCommandLine(lanyard, root);
    queryToken = await apiTokenOf(root.password);
    carriers = {
      ...carriers,
      'session cookie': { cookie: root.browser.cookie() },
      'API token of a password': { authorization: `Bearer ${queryToken}` },
      'API token of a sign-in': { authorization: `Bearer ${signIn.accessToken}` },
      'refresh token': { authorization: `Bearer ${signIn.refreshToken}` },
    };
  }

  const guarded = ROUTES.filter(({ credential }) => ['session', 'account', 'bearer', 'scim'].includes(credential));
  const rows = guarded.flatMap((route) =>
    Object.keys(OPENS).map((carrier) => [route.method, route.path, carrier] as const),
  );

  it.each(rows)('%s %s with %s', async (method, path, carrier) => {
    const route = guarded.find((one) => one.method === method && one.path === path);
    const address = path.replace(/:\w+/g, 'nothing-of-that-name');
    const query = carrier === 'API token in the query' ? `?access_token=${queryToken}&token=${queryToken}` : '';
    // Without a body where one is needed: whoever gets past the door hears of that, and nothing changes.
    const { status } = await lanyard.browser().request(method, address + query, { headers: carriers[carrier] ?? {} });
    const opens = OPENS[carrier]?.includes(route?.credential ?? '') ?? false;
    const isToken = carrier === 'API token of an access token';
    if (!opens) expect(refusedBeforeUse(route, status, carrier)).toBe(true);
    else if (isToken && !OPEN_TO_TOKENS.includes(`${method} ${path}`)) expect([400, 403]).toContain(status);
    else expect(status).not.toBe(401);
    if (opens && ENDS_CREDENTIALS.includes(`${method} ${path}`)) await signInAgain();
  });

  /** The body and query are read first: a malformed one tells nothing but its own fault. */
  function refusedBeforeUse(route: (typeof ROUTES)[number] | undefined, status: number, carrier: string): boolean {
    if (status === 401) return true;
    // Another scheme than Bearer is malformed here, not an unknown credential (attack 4).
    if (carrier.endsWith('as Basic')) return status === 400;
    return (
      status === 400 &&
      (route?.request.body !== undefined || route?.request.query !== undefined || route?.surface === 'hub')
    );
  }

  it('every route says all of its columns, and no two are the same', () => {
    const names = ROUTES.map(({ method, path }) => `${method} ${path}`);
    expect(new Set(names).size).toBe(names.length);
    for (const route of ROUTES) {
      const isUnsafe = route.method !== 'GET';
      const takesCookies = ['session', 'account'].includes(route.credential);
      if (isUnsafe && takesCookies) expect([names, route.csrf]).toEqual([names, 'origin']);
      if (route.credential !== 'none' || isUnsafe) expect(route.cache).toBe('no-store');
    }
  });

  const unsafe = guarded.filter(
    ({ method, credential }) => method !== 'GET' && !['bearer', 'scim'].includes(credential),
  );
  const foreign: readonly (readonly [string, Headers])[] = [
    ['no origin', { origin: '' }],
    ['a foreign origin', { origin: 'https://evil.example' }],
    ['the origin null', { origin: 'null' }],
    ['Sec-Fetch-Site: cross-site', { 'sec-fetch-site': 'cross-site' }],
    ['Sec-Fetch-Site: same-site', { 'sec-fetch-site': 'same-site' }],
    ['text/plain', { origin: 'https://evil.example', 'content-type': 'text/plain' }],
    ['an upper-case type', { origin: 'https://evil.example', 'content-type': 'APPLICATION/JSON' }],
    ['a tabbed type', { origin: 'https://evil.example', 'content-type': 'application/json\t; charset=utf-8' }],
  ];
  const forgeries = unsafe.flatMap(({ method, path }) =>
    foreign.map(([how, headers]) => [method, path, how, headers] as const),
  );

  it.each(forgeries)(
    'R35, attack 27: %s %s with a cookie and %s is not executed',
    async (method, path, _how, headers) => {
      const address = path.replace(/:\w+/g, 'nothing-of-that-name');
      const body = path === '/activate' ? undefined : '{}';
      const sent = { cookie: root.browser.cookie(), ...headers };
      const events = await eventsOf(lanyard, async () => {
        const { status } = await lanyard.browser().request(method, address, { body, headers: sent });
        expect([400, 403, 415]).toContain(status);
      });
      expect(events).toEqual([]);
    },
  );
});

import { CLIENT_SCOPE_NAMES, type ClientScope, isGranted } from '@lanyard/core/command-lines/client-scope';
import {
  hasOrganizationScope,
  ORGANIZATION_SCOPE_NAMES,
  type OrganizationScope,
} from '@lanyard/core/tokens/organization-scope';
import { isRepositoryScope, REPOSITORY_SCOPE_NAMES, type RepositoryScope } from '@lanyard/core/tokens/repository-scope';
import { ROUTES } from '@lanyard/server/app/route-table';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleAccount, sampleAccount } from '../../support/lanyard/accounts.ts';
import { eventsOf } from '../../support/lanyard/audit.ts';
import { sampleCommandLine } from '../../support/lanyard/command-lines.ts';
import { forgetCount } from '../../support/lanyard/existing-counts.ts';
import { type Lanyard, startLanyard } from '../../support/lanyard/start-lanyard.ts';
import { basic, requestToken, sampleToken } from '../../support/lanyard/tokens.ts';

type Headers = Readonly<Record<string, string>>;

const ACCOUNTS = ['account', 'bearer', 'organization-bearer'];

/** A token of an organization for each scope. Each opens the routes whose row names this scope. */
const TOKENS_OF_ORGANIZATION: ReadonlyMap<string, OrganizationScope | RepositoryScope> = new Map(
  [...ORGANIZATION_SCOPE_NAMES, ...REPOSITORY_SCOPE_NAMES].map(
    (scope) => [`API token of an organization's token for ${scope}`, scope] as const,
  ),
);

/** Each carrier of a credential, and the values of the credential column that it can open at all. */
const OPENS: Readonly<Record<string, readonly string[]>> = {
  nothing: [],
  'session cookie': ['session', 'account'],
  'API token of a password': ACCOUNTS,
  'API token of an access token': ACCOUNTS,
  "API token of docker's command-line login": ACCOUNTS,
  'API token of a sign-in for account:read': ACCOUNTS,
  'API token of a sign-in for tokens:read': ACCOUNTS,
  'API token of a sign-in for tokens:write': ACCOUNTS,
  'API token of a sign-in for reviews:read': ACCOUNTS,
  'expired API token': [],
  'access token as Basic': [],
  'access token as Bearer': [],
  'account password as Basic': [],
  'registry token': [],
  'refresh token': [],
  'garbage as Bearer': [],
  'API token in the query': [],
  'SCIM token': ['scim'],
  ...Object.fromEntries([...TOKENS_OF_ORGANIZATION.keys()].map((carrier) => [carrier, ACCOUNTS])),
};

/** The command lines among the carriers, and the scopes for which each was approved (R48, attack 44). */
const APPROVED_FOR: ReadonlyMap<string, readonly ClientScope[]> = new Map<string, readonly ClientScope[]>([
  ["API token of docker's command-line login", []] as const,
  ...CLIENT_SCOPE_NAMES.map((scope) => [`API token of a sign-in for ${scope}`, [scope]] as const),
]);

/** These routes work even without parameters, and end credentials, so later ones need new credentials. */
const ENDS_CREDENTIALS = ['DELETE /api/session', 'POST /api/account/sign-out-everywhere'];

/** An access token, however it is sent, opens nothing that governs accounts, people or tokens (R24). */
const OPEN_TO_TOKENS = ['GET /api/session'];

describe('R23, attacks 5 and 6: every route answers every credential as the route table says', () => {
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
      ...(await tokensOfOrganization()),
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

  /** Tokens of the same organization as the SCIM token. */
  async function tokensOfOrganization(): Promise<Readonly<Record<string, Headers>>> {
    const tokens = await Promise.all(
      [...TOKENS_OF_ORGANIZATION].map(async ([carrier, scope]) => {
        const resources = isRepositoryScope(scope)
          ? [{ type: 'TYPE_REPO', path: 'directory/*', scopes: [scope] }]
          : [{ type: 'TYPE_ORG', path: 'directory', scopes: [scope] }];
        const headers = { authorization: `Bearer ${await apiTokenOf(root.password)}` };
        const made = await lanyard
          .browser()
          .request('POST', '/v2/orgs/directory/access-tokens', { headers, body: { label: scope, resources } });
        const login = { identifier: 'directory', secret: made.body.token };
        const { body } = await lanyard.browser().post('/v2/auth/token', login);
        return [carrier, { authorization: `Bearer ${body.access_token}` }] as const;
      }),
    );
    return Object.fromEntries(tokens);
  }

  async function apiTokenOf(password: string): Promise<string> {
    return (await lanyard.browser().post('/v2/users/login', { username: 'root', password })).body.token;
  }

  /** Signs in again everything that depends on a session. */
  async function signInAgain(): Promise<void> {
    await root.browser.signIn('root', root.password);
    // Each sign-in here approves a command line for each scope.
    await forgetCount(lanyard, { limit: 'command-lines-approved', of: root.id });
    const commandLine = await sampleCommandLine(lanyard, root);
    const approved = await Promise.all(
      CLIENT_SCOPE_NAMES.map(async (scope) => {
        const { accessToken } = await sampleCommandLine(lanyard, root, 'lanyard-cli/1', { scope });
        return [`API token of a sign-in for ${scope}`, { authorization: `Bearer ${accessToken}` }] as const;
      }),
    );
    queryToken = await apiTokenOf(root.password);
    carriers = {
      ...carriers,
      'session cookie': { cookie: root.browser.cookie() },
      'API token of a password': { authorization: `Bearer ${queryToken}` },
      "API token of docker's command-line login": { authorization: `Bearer ${commandLine.accessToken}` },
      ...Object.fromEntries(approved),
      'refresh token': { authorization: `Bearer ${commandLine.refreshToken}` },
    };
  }

  const guarded = ROUTES.filter(({ credential }) => ['session', 'scim', ...ACCOUNTS].includes(credential));
  const addresses = ({ path, alias = path }: (typeof ROUTES)[number]) => [...new Set([path, alias])];
  const rows = guarded.flatMap((route) =>
    addresses(route).flatMap((path) => Object.keys(OPENS).map((carrier) => [route.method, path, carrier] as const)),
  );

  it.each(rows)('%s %s, sent with %s', async (method, path, carrier) => {
    const route = guarded.find((one) => one.method === method && addresses(one).includes(path));
    const address = path.replace(/:\w+/g, 'nothing-of-that-name');
    const query = carrier === 'API token in the query' ? `?access_token=${queryToken}&token=${queryToken}` : '';
    // The request has no body, even if one is needed. A caller who gets past the checks learns that, and nothing
    // changes.
    const { status, body } = await lanyard
      .browser()
      .request(method, address + query, { headers: carriers[carrier] ?? {} });
    const opens = OPENS[carrier]?.includes(route?.credential ?? '') ?? false;
    const scopes = APPROVED_FOR.get(carrier);
    if (!opens) expect(refusedBeforeUse(route, status, carrier)).toBe(true);
    else if (scopes && !isGranted(scopes, route?.clientScope)) expectRefusedToClient(route, status, body);
    else if (isClosedToToken(route, carrier)) expect([400, 403]).toContain(status);
    else expect(status).not.toBe(401);
    if (opens && ENDS_CREDENTIALS.includes(`${method} ${path}`)) await signInAgain();
  });

  const spellings: readonly (readonly [string, (path: string) => string])[] = [
    ['a slash at its end', (path) => `${path}/`],
    ['two slashes at its start', (path) => `/${path}`],
    ['two slashes inside', (path) => path.replace(/(?<=.)\//, '//')],
  ];

  it.each(spellings)('with %s, an address accepts no credential that its plain form refuses', async (_how, spell) => {
    const opened: string[] = [];
    const tries = rows.filter(([method, path, carrier]) => {
      const route = guarded.find((one) => one.method === method && addresses(one).includes(path));
      return !OPENS[carrier]?.includes(route?.credential ?? '') && carrier !== 'API token in the query';
    });
    await forEachOf(tries, 16, async ([method, path, carrier]) => {
      const address = spell(path.replace(/:\w+/g, 'nothing-of-that-name'));
      const { status } = await lanyard.browser().request(method, address, { headers: carriers[carrier] ?? {} });
      if (status < 400 || status >= 500) opened.push(`${method} ${address} with ${carrier}: ${status}`);
    });
    expect(opened).toEqual([]);
    expect(tries.length).toBeGreaterThan(1_000);
  });

  /** An access token of an account opens nothing. One of an organization opens what its scope allows. */
  function isClosedToToken(route: (typeof ROUTES)[number] | undefined, carrier: string): boolean {
    if (carrier === 'API token of an access token') return !OPEN_TO_TOKENS.includes(`${route?.method} ${route?.path}`);
    const scope = TOKENS_OF_ORGANIZATION.get(carrier);
    if (scope === undefined) return false;
    // The addresses here name a namespace of nobody, where the scopes of the token for `directory` never reach.
    if (isRepositoryScope(scope)) return true;
    return !hasOrganizationScope([scope], route?.organizationScope);
  }

  function expectRefusedToClient(route: (typeof ROUTES)[number] | undefined, status: number, body: unknown): void {
    // A malformed request is refused before the caller is checked.
    if (status === 400 && refusedBeforeUse(route, status, '')) return;
    expect(status).toBe(403);
    expect(JSON.stringify(body)).toMatch(/a command line cannot do this|was not approved for/);
  }

  /** The body and query are read first. The answer to a malformed one says only what is wrong with it. */
  function refusedBeforeUse(route: (typeof ROUTES)[number] | undefined, status: number, carrier: string): boolean {
    if (status === 401) return true;
    // Any scheme except Bearer is malformed here, not an unknown credential (attack 4).
    if (carrier.endsWith('as Basic')) return status === 400;
    return (
      status === 400 &&
      (route?.request.body !== undefined || route?.request.query !== undefined || route?.surface === 'hub')
    );
  }

  it('every route fills in all columns of its row, and no two routes have the same method and path', () => {
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
    ({ method, credential }) => method !== 'GET' && ['session', 'account'].includes(credential),
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
    'R35, attack 27: refuses %s %s with a session cookie and %s, and changes nothing',
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

async function forEachOf<Item>(items: readonly Item[], atOnce: number, work: (item: Item) => Promise<void>) {
  const queue = items.values();
  const run = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, run));
}

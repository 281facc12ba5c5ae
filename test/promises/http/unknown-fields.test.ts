import { NO_TERMS } from '@lanyard/core/organizations/member-terms';
import { ROUTES } from '@lanyard/server/app/route-table';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleAccount, sampleAccount } from '../../support/lanyard/accounts.ts';
import { trailOf } from '../../support/lanyard/audit.ts';
import { existingResetCode } from '../../support/lanyard/existing-credentials.ts';
import { authenticatorOf } from '../../support/lanyard/second-factors.ts';
import { createSoftwareAuthenticator } from '../../support/lanyard/software-authenticator.ts';
import { softwareIdentityProvider } from '../../support/lanyard/software-identity-provider.ts';
import { type Lanyard, startLanyard } from '../../support/lanyard/start-lanyard.ts';

const SMUGGLED = ['owner', 'ownerId', 'ownerName', 'userId', 'accountId', 'id', 'createdAt', '__proto__'] as const;
const NAMES = { organization: 'acme', account: 'root', team: 'builders', name: 'root', id: 'one' };
const password = 'correct horse battery';
const code = 'no code of any link';
const person = { name: 'eve', email: 'eve@example.com', password };

/** A body that every route would take; it is refused for the added field alone. */
const GOOD_BODIES: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'POST /api/session': { identifier: 'eve', password },
  'POST /api/session/second-factor': { code: '123456' },
  'POST /api/session/passkey': { passkey: {} },
  'POST /api/session/connect': { password },
  'POST /api/session/connect-by-mail': { code: 'code' },
  'PATCH /api/account/factors/:id': { name: 'other' },
  'POST /api/setup': { code: 'AAAA-AAAA-AAAA-AAAA', ...person },
  'POST /api/accounts': person,
  'PATCH /api/accounts/:name': { active: true },
  'PUT /api/accounts/:name/administrator': { isAdministrator: true },
  'PUT /api/accounts/:name/email': { email: 'other@example.org' },
  'POST /api/server/tokens/find': { secret: 'no token' },
  'POST /api/server/tokens/:id/revoke': { reason: 'found in a public repository' },
  'POST /api/password-resets': { email: 'root@example.com' },
  'POST /api/organizations': { name: 'other' },
  'PATCH /api/organizations/:organization/policy': { passwordAtRegistry: false },
  'PUT /api/organizations/:organization/members/:account': { role: 'owner' },
  'POST /api/organizations/:organization/membership/terms': { terms: NO_TERMS },
  'POST /api/organizations/:organization/invitations': { account: 'somebody', role: 'member' },
  'POST /api/server/invitations': { email: 'somebody@example.org' },
  'POST /api/invitations/:id/accept': { terms: NO_TERMS },
  'POST /api/invitations/open': { code },
  'POST /api/invitations/decline': { code },
  'POST /api/invitations/join': { code, name: 'newcomer', password },
  'POST /api/organizations/:organization/teams': { name: 'builders' },
  'PATCH /api/organizations/:organization/teams/:team': { description: 'builds' },
  'PUT /api/account/notices': { unwanted: ['token-created'] },
  'POST /api/organizations/:organization/webhooks': { url: 'https://hooks.example.com/' },
  'PATCH /api/organizations/:organization/webhooks/:id': { active: false },
  'POST /api/organizations/:organization/access-review/rulings': { ruling: 'block', tokens: ['token'], reason: 'old' },
  'POST /api/organizations/:organization/reviews': {
    name: 'Spring',
    scope: { type: 'all' },
    reviewers: 'owners',
    undecided: 'keep',
    dueAt: new Date(Date.now() + 86_400_000).toISOString(),
  },
  'POST /api/organizations/:organization/reviews/:id/decisions': { decision: 'keep', tokens: ['token'] },
  'POST /api/organizations/:organization/exemptions': {
    rule: 'tokenUnusedSeconds',
    member: 'somebody',
    reason: 'on leave',
    endsAt: '2027-03-01T00:00:00Z',
  },
  'POST /api/tokens/:id/let-in': { organization: 'acme' },
  'POST /api/organizations/:organization/domains': { name: 'example.com' },
  'POST /api/repositories': { name: 'root/app' },
  'PATCH /api/repository': { visibility: 'public' },
  'PUT /api/repository/rights': { subjectType: 'account', subject: 'root', right: 'read' },
  'POST /api/repository/quarantines': { registry: 'default', digest: `sha256:${'d'.repeat(64)}`, reason: 'old' },
  'POST /api/repository/accepted-findings': {
    digest: `sha256:${'d'.repeat(64)}`,
    kind: 'malware',
    finding: 'Test.Eicar',
    place: 'opt/tool',
    reason: 'old',
    endsAt: '2027-03-01T00:00:00Z',
  },
  'POST /api/registries': { name: 'second', service: 'second' },
  'POST /api/registries/:name/gate': { for: 'nginx', upstream: 'http://127.0.0.1:5000', host: 'registry.example.com' },
  'PATCH /api/registries/:name': { hosts: ['registry.example.com'] },
  'POST /api/tokens': { description: 'ci', grants: [{ pattern: '*', actions: ['pull'] }] },
  'PATCH /api/tokens/:id': { description: 'other' },
  'POST /api/organizations/:organization/tokens': {
    description: 'ci',
    grants: [{ pattern: 'acme/*', actions: ['pull'] }],
  },
  'PATCH /api/organizations/:organization/tokens/:id': { description: 'other' },
};

const routes = ROUTES.filter(({ path, request }) => path.startsWith('/api/') && request.body !== undefined);

function addressOf(path: string): string {
  const address = path.replace(/:(\w+)/g, (_, name: keyof typeof NAMES) => NAMES[name]);
  return path.startsWith('/api/repository') ? `${address}?name=root/app` : address;
}

describe('the HTTP API', () => {
  let lanyard: Lanyard;
  let root: SampleAccount;
  let resetCode: string;
  beforeAll(async () => {
    lanyard = await startLanyard();
    root = await sampleAccount(lanyard, 'root', { isAdministrator: true });
    await root.browser.post('/api/organizations', { name: 'acme' });
    const { id } = await sampleAccount(lanyard, 'forgetful');
    resetCode = await existingResetCode(lanyard, id);
  });
  afterAll(() => lanyard.stop());

  type Body = Readonly<Record<string, unknown>>;
  const offer = async (what: string) => (await root.browser.post(`/api/account/factors/${what}/offer`)).body;

  /** Those that take what only this server, this moment or this account can give. */
  const madeNow: Readonly<Record<string, () => Promise<Body>>> = {
    'PUT /api/account/password': async () => ({
      currentPassword: root.password,
      newPassword: 'another long password',
    }),
    'POST /api/password-resets/complete': async () => ({ code: resetCode, password }),
    'POST /api/account/factors/totp': async () => {
      const code = authenticatorOf(lanyard, (await offer('totp')).seed).code();
      return { name: 'phone', code };
    },
    'POST /api/account/factors/passkeys': async () => {
      const passkey = createSoftwareAuthenticator(lanyard.url).create(await offer('passkeys'));
      return { name: 'laptop', passkey };
    },
    'PUT /api/organizations/:organization/single-sign-on': async () => {
      return { protocol: 'saml', metadata: (await softwareIdentityProvider()).metadata() };
    },
  };
  const goodBodyOf = async (route: string): Promise<Body | undefined> => madeNow[route]?.() ?? GOOD_BODIES[route];

  it.each(routes.map(({ method, path }) => [method, path] as const))(
    'refuses unknown fields of %s %s with 400 and changes nothing (R25, attacks 1 and 22)',
    async (method, path) => {
      const good = await goodBodyOf(`${method} ${path}`);
      expect(good, 'add a good body of this route').toBeDefined();
      const send = (added: object) => root.browser.request(method, addressOf(path), { body: { ...good, ...added } });
      const trail = await trailOf(lanyard, async () => {
        for (const field of SMUGGLED) {
          const { status } = await send(Object.fromEntries([[field, 'eve']]));
          expect([field, status]).toEqual([field, 400]);
        }
      });
      expect(trail).toEqual([]);
      expect((await send({})).status).not.toBe(400);
    },
  );

  it('refuses unknown query parameters with 400', async () => {
    for (const path of ['/api/accounts', '/api/audit', '/api/server/audit', '/api/tokens', '/api/repositories']) {
      const good = path === '/api/repositories' ? 'namespace=root&' : '';
      expect([path, (await root.browser.get(`${path}?${good}ownerId=root`)).status]).toEqual([path, 400]);
      expect([path, (await root.browser.get(`${path}?${good}page=1`)).status]).toEqual([path, 200]);
    }
  });
});

import { randomUUID } from 'node:crypto';
import { ROUTES } from '@lanyard/server/app/route-table';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TEST_RUNS_TIMEOUT, testRuns } from '../../../packages/core/test/test-runs.ts';
import { existingAccount, freshName, type SampleAccount, sampleAccount } from '../../support/lanyard/accounts.ts';
import { writeExisting } from '../../support/lanyard/audit.ts';
import type { Answer, Browser } from '../../support/lanyard/browser.ts';
import { userOf } from '../../support/lanyard/directory.ts';
import { existingSession } from '../../support/lanyard/existing-credentials.ts';
import { migratedDatabase } from '../../support/lanyard/migrated-database.ts';
import {
  type Crowd,
  type ParallelWorld,
  parallelWorld,
  sampleCrowd,
  stateOf,
} from '../../support/lanyard/parallel-world.ts';
import { logoutForm, logoutRequestParts, logoutXml } from '../../support/lanyard/saml-logout.ts';
import { violationsOf } from '../../support/lanyard/serial-orders.ts';
import {
  type AuthnRequest,
  readAuthnRequest,
  softwareIdentityProvider,
} from '../../support/lanyard/software-identity-provider.ts';
import { type Lanyard, startLanyard } from '../../support/lanyard/start-lanyard.ts';
import { type DnsServer, startDnsServer } from '../../support/programs/dns-server.ts';
import { describeWith } from '../../support/programs/installed-programs.ts';

/**
 * An organization with a proven domain, a directory and a provider. Eve is a member whom both brought; the directory asks
 * Zoe, who had her account before; it disabled Dan.
 */
interface World extends ParallelWorld {
  readonly lanyard: Lanyard;
  readonly admin: SampleAccount;
  readonly owner: SampleAccount;
  readonly zoe: SampleAccount;
  readonly eve: { readonly id: string; readonly name: string };
  readonly dan: { readonly id: string; readonly name: string };
  readonly domain: string;
  /** Where Eve is on her way back from the provider, with what it says of her. */
  readonly arriving: { readonly browser: Browser; readonly request: AuthnRequest; readonly response: string };
}

const O = '/api/organizations/:organization';
const S = '/scim/v2/organizations/:organization';
const provider = await softwareIdentityProvider();
const another = await softwareIdentityProvider('https://other.example.org/metadata');
const patched = (value: object) => ({ Operations: [{ op: 'replace', value }] });

const ACTS: Readonly<Record<string, (world: World) => Promise<Answer>>> = {
  [`POST ${S}/Users: somebody new`]: ({ scim, domain }) => scim('POST', '/Users', userOf(`new@${domain}`)),
  [`POST ${S}/Users: who has an account`]: ({ scim, zoe, domain }) =>
    scim('POST', '/Users', userOf(`${zoe.name}@${domain}`)),
  [`PUT ${S}/Users/:id`]: ({ scim, eve, domain }) =>
    scim('PUT', `/Users/${eve.id}`, userOf(`${eve.name}@${domain}`, { externalId: 'e-1' })),
  [`PATCH ${S}/Users/:id: its id elsewhere`]: ({ scim, eve }) =>
    scim('PATCH', `/Users/${eve.id}`, patched({ externalId: 'e-2' })),
  [`PATCH ${S}/Users/:id: disabled`]: ({ scim, eve }) => scim('PATCH', `/Users/${eve.id}`, patched({ active: false })),
  [`PATCH ${S}/Users/:id: enabled`]: ({ scim, dan }) => scim('PATCH', `/Users/${dan.id}`, patched({ active: true })),
  [`PATCH ${S}/Users/:id: who was asked`]: ({ scim, zoe }) =>
    scim('PATCH', `/Users/${zoe.id}`, patched({ active: false })),
  [`DELETE ${S}/Users/:id: a member`]: ({ scim, eve }) => scim('DELETE', `/Users/${eve.id}`),
  [`DELETE ${S}/Users/:id: who was asked`]: ({ scim, zoe }) => scim('DELETE', `/Users/${zoe.id}`),
  'POST /api/account/directory-requests/:organization/confirm': ({ zoe, name }) =>
    zoe.browser.post(`/api/account/directory-requests/${name}/confirm`),
  'POST /api/account/directory-requests/:organization/decline': ({ zoe, name }) =>
    zoe.browser.post(`/api/account/directory-requests/${name}/decline`),
  [`DELETE ${O}/members/:account`]: ({ owner, path, eve }) => owner.browser.delete(`${path}/members/${eve.name}`),
  [`DELETE ${O}/domains/:name`]: ({ owner, path, domain }) => owner.browser.delete(`${path}/domains/${domain}`),
  [`POST ${O}/domains/:name/verify`]: ({ owner, path, domain }) =>
    owner.browser.post(`${path}/domains/second.${domain}/verify`),
  [`DELETE ${O}/domains/:name: one that is not proven`]: ({ owner, path, domain }) =>
    owner.browser.delete(`${path}/domains/second.${domain}`),
  [`PUT ${O}/single-sign-on: another provider`]: ({ owner, path }) =>
    owner.browser.put(`${path}/single-sign-on`, { protocol: 'saml', metadata: another.metadata(), groupTeams: [] }),
  [`DELETE ${O}/single-sign-on`]: ({ owner, path }) => owner.browser.delete(`${path}/single-sign-on`),
  [`DELETE ${O}/single-sign-on/members/:account`]: ({ owner, path, eve }) =>
    owner.browser.delete(`${path}/single-sign-on/members/${eve.name}`),
  [`PATCH ${O}/policy: single sign-on is required`]: ({ owner, path }) =>
    owner.browser.patch(`${path}/policy`, { requireSingleSignOn: true }),
  'POST /sso/:organization/acs': ({ name, arriving: { browser, request, response } }) =>
    browser.request('POST', `/sso/${name}/acs`, {
      body: new URLSearchParams({ SAMLResponse: response, RelayState: request.relayState ?? '' }).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://idp.example.org' },
    }),
  'POST /sso/:organization/logout': ({ name, lanyard, eve }) => {
    const address = `${lanyard.url}/sso/${name}/logout`;
    const parts = logoutRequestParts(provider.entityId, address, eve.name, lanyard.clock.now());
    return lanyard.browser().request('POST', `/sso/${name}/logout`, {
      body: new URLSearchParams(logoutForm(logoutXml(parts), provider)).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://idp.example.org' },
    });
  },
  'PATCH /api/accounts/:name: disabled': ({ admin, eve }) =>
    admin.browser.patch(`/api/accounts/${eve.name}`, { active: false }),
  'PATCH /api/accounts/:name: enabled': ({ admin, dan }) =>
    admin.browser.patch(`/api/accounts/${dan.name}`, { active: true }),
};

/** Routes of directories and providers that are not in the pairs, each with the reason. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  'GET /sso/:organization/callback': 'the use case of POST /sso/:organization/acs',
  'GET /sso/:organization/logout': 'the use case of POST /sso/:organization/logout',
  'GET /sso/:organization/start': 'adds one row, which only the answer to it reads',
  [`POST ${O}/scim-token`]: 'test/promises/store/parallel-changes.test.ts',
  [`DELETE ${O}/scim-token`]: 'as above',
  [`POST ${O}/domains`]: 'as above',
  [`POST ${S}/Groups`]: 'as above',
  [`PUT ${S}/Groups/:id`]: 'as above',
  [`PATCH ${S}/Groups/:id`]: 'as above',
  [`DELETE ${S}/Groups/:id`]: 'as above',
};

const names = Object.keys(ACTS);
/** What is said about a person reaches that person alone; the domain and the provider reach everybody. */
const aboutOf = (name: string) => {
  if (/enabled/.test(name)) return 'dan';
  if (/asked|who has|directory-requests/.test(name)) return 'zoe';
  if (/verify|not proven|policy/.test(name)) return 'the organization';
  return /Users|members|accounts|acs|logout/.test(name) ? 'eve' : 'everybody';
};
/** Of these the second is refused, because its provider was asked before the transaction: a test of their own. */
const isOfConnection = (name: string) => /(PUT|DELETE) \S+\/single-sign-on(:|$)/.test(name);
const meets = (first: string, second: string) =>
  !(first.startsWith('PUT') && isOfConnection(first) && isOfConnection(second)) &&
  ([aboutOf(first), aboutOf(second)].includes('everybody') || aboutOf(first) === aboutOf(second));
const ROUNDS = testRuns(1);

describeWith(['postgres'], 'R50: two changes of a directory, a provider or a domain at the same moment', () => {
  let dns: DnsServer;
  let lanyard: Lanyard;
  let admin: SampleAccount;
  let crowd: Crowd;
  let networks = 0;
  beforeAll(async () => {
    dns = await startDnsServer();
    const databaseUrl = await migratedDatabase();
    lanyard = await startLanyard({
      databaseUrl,
      settings: { LANYARD_DNS_SERVERS: dns.address, LANYARD_TRUSTED_PROXIES: '127.0.0.1,::1' },
    });
    admin = await sampleAccount(lanyard, 'admin', { isAdministrator: true });
    crowd = await sampleCrowd(lanyard);
  });
  afterAll(async () => {
    await lanyard?.stop();
    await dns?.stop();
  });

  async function makeWorld(): Promise<World> {
    const now = lanyard.clock.now();
    const domain = `${freshName('corp')}.example`;
    const zoe = await sampleAccount(lanyard, freshName('zoe'), { domain });
    const [eve, dan] = await Promise.all(
      [freshName('eve'), freshName('dan')].map(async (name) => {
        return { name, id: await existingAccount(lanyard, { name, domain, password: null }) };
      }),
    );
    if (!eve || !dan) throw new Error('two were made');
    const { owner } = crowd;
    const world = await parallelWorld(lanyard, { ...crowd, ids: { ...crowd.ids, eve: eve.id } });
    const { organizationId } = world;
    const second = `second.${domain}`;
    dns.setTxt(`_lanyard-challenge.${second}`, ['lanyard-verification=y']);
    const said = lanyard.services.saml.readMetadata(provider.metadata());
    const attributes = { groupsAttribute: 'groups', emailAttribute: 'mail', signsRequests: false, groupTeams: [] };
    const settings = { protocol: 'saml', ...said, ...attributes } as const;
    const connection = { id: randomUUID(), organizationId, settings, sealedSecret: null, createdAt: now, outage: null };
    const proven = { createdAt: now, provenAt: now, checkedAt: now, sealedRefreshToken: null };
    const identity = { organizationId, issuer: said.entityId, subject: eve.name, accountId: eve.id, ...proven };
    const user = { organizationId, externalId: null, createdAt: now, deletedAt: null } as const;
    await writeExisting(lanyard, async (records) => {
      const { accounts, domains, identities, organizations, scimUsers, singleSignOnConnections } = records;
      await domains.insert({ organizationId, name: domain, challenge: 'x', createdAt: now, verifiedAt: now });
      await domains.insert({ organizationId, name: second, challenge: 'y', createdAt: now, verifiedAt: null });
      await singleSignOnConnections.put(connection);
      await identities.put({ ...identity, voidedAt: null, failure: null });
      await organizations.putMember(organizationId, dan.id, 'member', now);
      await accounts.setDisabledAt(dan.id, now);
      const userName = (name: string) => ({ userName: `${name}@${domain}` });
      const given = { consent: 'given', wantedActive: true } as const;
      await scimUsers.put({ ...user, ...given, ...userName(eve.name), accountId: eve.id, disabledAt: null });
      await scimUsers.put({ ...user, ...given, ...userName(dan.name), accountId: dan.id, disabledAt: now });
      const asked = { consent: 'asked', wantedActive: true, disabledAt: null } as const;
      await scimUsers.put({ ...user, ...asked, ...userName(zoe.name), accountId: zoe.id });
    });
    await existingSession(lanyard, eve.id);
    const arriving = await arrivingOf(world.name, eve.name, `${eve.name}@${domain}`);
    return { ...world, lanyard, admin, owner, zoe, eve, dan, domain, arriving };
  }

  async function arrivingOf(organization: string, subject: string, email: string) {
    const browser = lanyard.browser();
    // From a network of its own: each may begin only so many.
    networks += 1;
    const from = `10.${networks >> 8}.${networks & 255}.1`;
    const answer = await browser.get(`/sso/${organization}/start`, { 'x-forwarded-for': from });
    const request = readAuthnRequest(answer.headers.get('location') ?? '');
    const assertion = { nameId: subject, attributes: { mail: [email] } };
    return { browser, request, response: provider.respond(request, { now: lanyard.clock.now(), assertion }) };
  }

  async function stateAfter(world: World): Promise<string> {
    const { organizationId, zoe, eve, dan, domain } = world;
    const { accounts, domains, identities, organizations, scimUsers, sessions, singleSignOnConnections } =
      lanyard.services.store.read;
    const people = [zoe.id, eve.id, dan.id].map(async (id) => {
      const user = await scimUsers.ofAccount(id);
      const identity = await identities.ofAccount(organizationId, id);
      return [
        user && [user.userName, user.externalId, user.consent, user.wantedActive],
        user?.disabledAt === null,
        user?.deletedAt === null,
        (await accounts.byId(id))?.disabledAt === null,
        await organizations.role(organizationId, id),
        identity && identity.voidedAt === null,
        (await sessions.ofAccount(id)).length,
      ];
    });
    const connection = (await singleSignOnConnections.ofOrganization(organizationId))?.settings;
    const state = {
      people: await Promise.all(people),
      isProven: (await domains.ofOrganization(organizationId)).map((one) => [one.name, one.verifiedAt !== null]),
      provider: connection?.protocol === 'saml' && connection.entityId,
      hasNew: (await accounts.byEmail(`new@${domain}`)) !== undefined,
    };
    const text = `${await stateOf(lanyard, world)}\n${JSON.stringify(state, null, 1)}`;
    return [zoe.name, eve.name, dan.name, domain, world.name]
      .reduce((plain, name, at) => plain.replaceAll(new RegExp(`\\b${name}\\b`, 'g'), `name ${at}`), text)
      .replaceAll(/\bnew-\d+\b/g, 'new')
      .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'an id')
      .replaceAll(/\b1\d{12}\b/g, 'a time');
  }

  it('are tested for every route that makes them', () => {
    const isMeant = (path: string) =>
      /^\/(scim\/|sso\/|api\/account\/directory-requests\/)/.test(path) ||
      /^\/api\/organizations\/:organization\/(domains|single-sign-on|scim-token)/.test(path);
    const routes = ROUTES.filter(({ method, path, audit }) => (method !== 'GET' || audit.length > 0) && isMeant(path));
    const covered = new Set([...names.map((name) => name.split(': ')[0]), ...Object.keys(LEFT_OUT)]);
    expect(routes.map(({ method, path }) => `${method} ${path}`).filter((route) => !covered.has(route))).toEqual([]);
  });

  it.each(names.map((name, index) => [name, names.slice(index).filter((other) => meets(name, other))] as const))(
    '%s and any other end as if one came after the other',
    async (first, others) => {
      expect(await violationsOf({ acts: ACTS, makeWorld, stateOf: stateAfter, rounds: ROUNDS }, first, others)).toBe(
        '',
      );
    },
    TEST_RUNS_TIMEOUT,
  );

  it('another provider replaces the one that was there when it was asked, and no other', async () => {
    const change = ACTS[`PUT ${O}/single-sign-on: another provider`];
    const end = ACTS[`DELETE ${O}/single-sign-on`];
    for (const other of [change, end]) {
      const world = await makeWorld();
      const answers = await Promise.all([change?.(world), other?.(world)]);
      const refused = answers.filter((answer) => answer?.status === 409);
      for (const answer of refused) expect(answer?.body.error.message).toContain('somebody changed the connection');
      const { items } = await lanyard.services.store.read.audit.list({ namespace: world.name, page: 1, pageSize: 100 });
      const events = items.filter(({ action }) => action.startsWith('sso-connection.'));
      expect(events).toHaveLength(answers.length - refused.length);
    }
  });
});

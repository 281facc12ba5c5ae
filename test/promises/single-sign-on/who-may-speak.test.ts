import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshName, type SampleAccount, sampleAccount } from '../../support/lanyard/accounts.ts';
import { recheckIdentitiesNow } from '../../support/lanyard/background-work.ts';
import { sampleDirectory } from '../../support/lanyard/directory.ts';
import {
  type SampleOpenId,
  type SampleSingleSignOn,
  sampleOpenId,
  sampleSingleSignOn,
} from '../../support/lanyard/single-sign-on.ts';
import { newSigningKey } from '../../support/lanyard/software-identity-provider.ts';
import { type Lanyard, startLanyard } from '../../support/lanyard/start-lanyard.ts';
import { type DnsServer, startDnsServer } from '../../support/programs/dns-server.ts';
import { type OidcProvider, startOidcProvider } from '../../support/programs/oidc-provider.ts';

let dns: DnsServer;
let provider: OidcProvider;
let lanyard: Lanyard;

beforeAll(async () => {
  [dns, provider] = await Promise.all([startDnsServer(), startOidcProvider()]);
  lanyard = await startLanyard({
    settings: { LANYARD_DNS_SERVERS: dns.address, LANYARD_OUTBOUND_HOSTS: provider.host },
  });
});

afterAll(async () => {
  await lanyard?.stop();
  await Promise.all([dns?.stop(), provider?.stop()]);
});

const CONNECTIONS = ['alive', 'rotated', 'replaced', 'deleted'] as const;
const DOMAINS = ['held', 'lost', 'moved'] as const;
const MEMBERS = ['member', 'removed', 'left', 'disabled'] as const;

type Case = readonly [(typeof CONNECTIONS)[number], (typeof DOMAINS)[number], (typeof MEMBERS)[number]];

const CASES: readonly Case[] = CONNECTIONS.flatMap((connection) =>
  DOMAINS.flatMap((domain) => MEMBERS.map((member) => [connection, domain, member] as const)),
);

/**
 * The result of a sign-in at the provider, for connection, domain and member in this order: signed in; must prove the
 * account; refused, until an invitation or a proven domain; the account is disabled; there is no provider.
 */
const SIGN_IN: Readonly<Record<string, string>> = {
  'alive held': 'in refused refused disabled',
  'alive lost': 'refused refused refused disabled',
  'alive moved': 'refused refused refused disabled',
  'rotated held': 'in refused refused disabled',
  'rotated lost': 'refused refused refused disabled',
  'rotated moved': 'refused refused refused disabled',
  'replaced held': 'prove refused refused disabled',
  'replaced lost': 'refused refused refused disabled',
  'replaced moved': 'refused refused refused disabled',
  'deleted held': 'none none none none',
  'deleted lost': 'none none none none',
  'deleted moved': 'none none none none',
};

/**
 * What remains after the next re-check if the provider no longer knows the person. `nothing`, or `password`: the
 * session that began with a password, because the provider cannot decide about it any more.
 */
const RE_CHECK: Readonly<Record<string, string>> = {
  'alive held': 'nothing password password nothing',
  'alive lost': 'password password password nothing',
  'alive moved': 'password password password nothing',
  'rotated held': 'nothing password password nothing',
  'rotated lost': 'password password password nothing',
  'rotated moved': 'password password password nothing',
  'replaced held': 'password password password nothing',
  'replaced lost': 'password password password nothing',
  'replaced moved': 'password password password nothing',
  'deleted held': 'password password password nothing',
  'deleted lost': 'password password password nothing',
  'deleted moved': 'password password password nothing',
};

/**
 * What the directory can do, by domain and member: make a member, or disable the account. It does not depend on the
 * connection.
 */
const DIRECTORY: Readonly<Record<string, string>> = {
  held: 'member+disables - - member+disables',
  lost: 'refused refused refused refused',
  moved: 'refused refused refused refused',
};

function expected(table: Readonly<Record<string, string>>, [connection, domain, member]: Case): string | undefined {
  return table[`${connection} ${domain}`]?.split(' ')[MEMBERS.indexOf(member)];
}

type World = Pick<SampleSingleSignOn, 'organization' | 'domain' | 'scim' | 'adopt'>;

interface Person extends SampleAccount {
  readonly email: string;
  readonly subject: string;
}

async function personIn({ domain }: World): Promise<Person> {
  const account = await sampleAccount(lanyard, freshName('ada'), { domain });
  return { ...account, email: `${account.name}@${domain}`, subject: `subject-of-${account.name}` };
}

/** Another domain stays proven, so that people can still go to the provider. */
async function keepADomain({ organization }: World): Promise<void> {
  const { owner, path } = organization;
  const name = `kept.${organization.name}.example.org`;
  await prove(owner, path, name);
}

async function prove({ browser }: SampleAccount, path: string, name: string): Promise<void> {
  const { body } = await browser.post(`${path}/domains`, { name });
  dns.setTxt(body.record.name, [body.record.value]);
  expect((await browser.post(`${path}/domains/${name}/verify`)).status).toBe(200);
}

/** Returns the organization that has the domain afterwards, if there is one. */
async function loseDomain(world: World, domain: Case[1]): Promise<World | undefined> {
  if (domain === 'held') return undefined;
  const { owner, path } = world.organization;
  expect((await owner.browser.delete(`${path}/domains/${world.domain}`)).status).toBe(204);
  if (domain === 'lost') return undefined;
  const other = await sampleDirectory(lanyard, dns);
  await prove(other.organization.owner, other.organization.path, world.domain);
  return other;
}

async function loseMember({ organization: { owner, path } }: World, person: Person, member: Case[2]): Promise<void> {
  const by = { removed: owner.browser, left: person.browser } as const;
  if (member === 'removed' || member === 'left') {
    // Sessions that began at the provider can already have ended.
    await person.browser.signIn(person.name, person.password);
    expect((await by[member].delete(`${path}/members/${person.name}`)).status).toBe(204);
  }
  if (member !== 'disabled') return;
  const root = await sampleAccount(lanyard, freshName('root'), { isAdministrator: true });
  expect((await root.browser.patch(`/api/accounts/${person.name}`, { active: false })).status).toBe(200);
}

/** Uses only what a browser can see. */
function outcomeOf(status: number, location: string): string {
  if (status === 404) return 'none';
  if (status === 401) return 'disabled';
  if (status === 403) return 'refused';
  return location.startsWith('/sign-in?step=connect') ? 'prove' : 'in';
}

describe('R26, attack 42: what a SAML provider can do to an account', () => {
  let made: ReturnType<typeof newSigningKey> | undefined;
  const anotherKey = () => (made ??= newSigningKey());

  async function changeConnection(world: SampleSingleSignOn, connection: Case[0]) {
    const { owner, path } = world.organization;
    if (connection === 'deleted') await owner.browser.delete(`${path}/single-sign-on`);
    if (connection !== 'rotated' && connection !== 'replaced') return world.provider;
    const key = await anotherKey();
    const mine = world.provider.certificate;
    const certificates = { rotated: [mine, key.certificate], replaced: [key.certificate] } as const;
    const metadata = world.provider.metadata(certificates[connection]);
    expect((await owner.browser.put(`${path}/single-sign-on`, { protocol: 'saml', metadata })).status).toBe(200);
    return connection === 'replaced' ? key : world.provider;
  }

  it.each(CASES)('depends on connection (%s), domain (%s) and membership (%s)', async (...row) => {
    const [connection, domain, member] = row;
    const world = await sampleSingleSignOn(lanyard, dns);
    await keepADomain(world);
    const { owner, path } = world.organization;
    await owner.browser.patch(`${path}/policy`, { signOnRecheckSeconds: 600 });
    const person = await personIn(world);
    expect((await world.singleSignOn(person.browser, person)).status).toBe(303);
    const theirs = lanyard.browser();
    await world.singleSignOn(theirs, person);
    const key = await changeConnection(world, connection);
    await loseDomain(world, domain);
    await loseMember(world, person, member);
    const browser = lanyard.browser();
    const start = await browser.get(`/sso/${world.organization.name}/start`);
    if (start.status === 303) {
      const request = await world.begin(browser);
      const answer = await world.post(browser, request, world.respond(request, person, { signing: { key } }));
      const outcome = outcomeOf(answer.status, answer.headers.get('location') ?? '');
      expect([row, outcome]).toEqual([row, expected(SIGN_IN, row)]);
    } else expect([row, outcomeOf(start.status, '')]).toEqual([row, expected(SIGN_IN, row)]);
    expect((await browser.get('/api/session')).status === 200).toBe(expected(SIGN_IN, row) === 'in');
    // Nobody can be asked again, so sessions from the provider end with the re-check time, or at once.
    lanyard.clock.advance(599);
    expect([row, (await theirs.get('/api/session')).status === 200]).toEqual([
      row,
      domain === 'held' && member === 'member',
    ]);
    lanyard.clock.advance(2);
    expect((await theirs.get('/api/session')).status).toBe(401);
  });
});

describe('R26, attack 42: a lost domain that the organization proves again', () => {
  it.each(DOMAINS.slice(1))('lets its people in again without another proof (%s)', async (domain) => {
    const world = await sampleSingleSignOn(lanyard, dns);
    await keepADomain(world);
    const { owner, path } = world.organization;
    const person = await personIn(world);
    await world.singleSignOn(person.browser, person);
    const holder = await loseDomain(world, domain);
    const outcome = async () => {
      const browser = lanyard.browser();
      const answer = await world.singleSignOn(browser, person);
      const { name } = (await browser.get('/api/session')).body;
      return [outcomeOf(answer.status, answer.headers.get('location') ?? ''), name];
    };
    expect(await outcome()).toEqual(['refused', undefined]);
    if (holder) {
      const { body } = await owner.browser.post(`${path}/domains`, { name: world.domain });
      dns.setTxt(body.record.name, [body.record.value]);
      expect((await owner.browser.post(`${path}/domains/${world.domain}/verify`)).status).toBe(409);
      expect(await outcome()).toEqual(['refused', undefined]);
      const theirs = `${holder.organization.path}/domains/${world.domain}`;
      expect((await holder.organization.owner.browser.delete(theirs)).status).toBe(204);
      expect(await outcome()).toEqual(['refused', undefined]);
      expect((await owner.browser.post(`${path}/domains/${world.domain}/verify`)).status).toBe(200);
    } else await prove(owner, path, world.domain);
    expect(await outcome()).toEqual(['in', person.name]);
  });
});

describe('R26, attack 42: what an OpenID Connect provider can do to an account', () => {
  async function changeConnection({ organization }: SampleOpenId, connection: Case[0]): Promise<void> {
    const { owner, path, name } = organization;
    if (connection === 'deleted') await owner.browser.delete(`${path}/single-sign-on`);
    if (connection !== 'rotated' && connection !== 'replaced') return;
    const clientId = connection === 'replaced' ? `another-of-${name}` : `lanyard-of-${name}`;
    const client = { clientId, clientSecret: `another-secret-of-${name}` };
    await provider.putClient({ ...client, redirectUri: `${lanyard.services.publicUrl}/sso/${name}/callback` });
    const settings = { protocol: 'oidc', issuer: provider.issuer, ...client };
    expect((await owner.browser.put(`${path}/single-sign-on`, settings)).status).toBe(200);
  }

  async function changed([connection, domain, member]: Case) {
    const world = await sampleOpenId(lanyard, dns, provider);
    await keepADomain(world);
    const person = await personIn(world);
    const atProvider = { login: person.name, subject: person.subject, email: person.email };
    await provider.putPerson(atProvider);
    const first = lanyard.browser();
    await world.singleSignOn(first, person.name);
    expect((await first.post('/api/session/connect', { password: person.password })).status).toBe(200);
    const theirs = lanyard.browser();
    await world.singleSignOn(theirs, person.name);
    expect((await theirs.get('/api/session')).body.name).toBe(person.name);
    const own = lanyard.browser();
    await own.signIn(person.name, person.password);
    await changeConnection(world, connection);
    await loseDomain(world, domain);
    await loseMember(world, person, member);
    return { world, person, theirs, own };
  }

  it.each(CASES)('at the sign-in depends on connection (%s), domain (%s) and membership (%s)', async (...row) => {
    const { world, person } = await changed(row);
    const browser = lanyard.browser();
    const start = await browser.get(`/sso/${world.organization.name}/start`);
    const answer = start.status === 303 ? await world.singleSignOn(browser, person.name) : start;
    const outcome = outcomeOf(answer.status, answer.headers.get('location') ?? '');
    expect([row, outcome]).toEqual([row, expected(SIGN_IN, row)]);
    expect((await browser.get('/api/session')).status === 200).toBe(outcome === 'in');
  });

  it.each(CASES)(
    'after it deleted the person depends on connection (%s), domain (%s) and membership (%s)',
    async (...row) => {
      const { person, theirs, own } = await changed(row);
      await provider.removePerson(person.name);
      lanyard.clock.advance(1800);
      await Promise.all([theirs.get('/api/session'), own.get('/api/session')]);
      lanyard.clock.advance(1801);
      await recheckIdentitiesNow(lanyard);
      const left = [(await theirs.get('/api/session')).status, (await own.get('/api/session')).status];
      const statuses = { nothing: [401, 401], password: [401, 200] }[expected(RE_CHECK, row) ?? ''];
      expect([row, left]).toEqual([row, statuses]);
    },
  );
});

describe('R26, attack 42: what a directory can do to an account through SCIM', () => {
  const cases = CASES.filter(([connection]) => connection === 'alive');

  it.each(cases)('depends on connection (%s), domain (%s) and membership (%s)', async (...row) => {
    const [, domain, member] = row;
    const world = await sampleDirectory(lanyard, dns);
    const person = await personIn(world);
    await world.adopt(person);
    await loseDomain(world, domain);
    await loseMember(world, person, member);
    const { owner, path } = world.organization;
    const setActive = (value: boolean) =>
      world.scim('PATCH', `/Users/${person.id}`, { Operations: [{ op: 'replace', path: 'active', value }] });
    const isActive = async () => {
      const { accounts } = (await root.browser.get(`/api/accounts?search=${person.name}`)).body;
      return accounts[0].active;
    };
    const root = await sampleAccount(lanyard, freshName('root'), { isAdministrator: true });
    const answer = await setActive(true);
    const { body } = await owner.browser.get(`${path}/members`);
    const isMember = body.members.some((one: { account: string }) => one.account === person.name);
    const before = await isActive();
    await setActive(false);
    const isDisabled = !(await isActive());
    const did = [...(isMember ? ['member'] : []), ...(isDisabled ? ['disables'] : [])].join('+') || '-';
    expect([row, answer.status === 409 ? 'refused' : did]).toEqual([
      row,
      DIRECTORY[domain]?.split(' ')[MEMBERS.indexOf(member)],
    ]);
    // An account that an administrator had disabled was already disabled, and the directory changed nothing.
    expect(before).toBe(member !== 'disabled');
  });
});

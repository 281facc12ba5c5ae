import { randomBytes } from 'node:crypto';
import { makeTokenSecret } from '@lanyard/core/tokens/access-token';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  freshName,
  joinOrganization,
  type SampleAccount,
  sampleAccount,
  sampleOrganization,
} from '../../support/lanyard/accounts.ts';
import { eventsOf } from '../../support/lanyard/audit.ts';
import type { Browser } from '../../support/lanyard/browser.ts';
import { postForm, sampleCommandLine } from '../../support/lanyard/command-lines.ts';
import { sampleDirectory } from '../../support/lanyard/directory.ts';
import { sampleTotp } from '../../support/lanyard/second-factors.ts';
import { type SampleSingleSignOn, sampleOpenId, sampleSingleSignOn } from '../../support/lanyard/single-sign-on.ts';
import { createSoftwareAuthenticator } from '../../support/lanyard/software-authenticator.ts';
import { type Lanyard, startLanyard } from '../../support/lanyard/start-lanyard.ts';
import { hubClient, sampleToken } from '../../support/lanyard/tokens.ts';
import { type DnsServer, startDnsServer } from '../../support/programs/dns-server.ts';
import { type OidcProvider, startOidcProvider } from '../../support/programs/oidc-provider.ts';

/** The less common ways to an event. At the end of a whole run, every event in the route table must have occurred. */
describe('the audit log records the same event, whichever route causes it', () => {
  let lanyard: Lanyard;
  let dns: DnsServer;
  let provider: OidcProvider;

  beforeAll(async () => {
    [dns, provider] = await Promise.all([startDnsServer(), startOidcProvider()]);
    lanyard = await startLanyard({
      settings: { LANYARD_DNS_SERVERS: dns.address, LANYARD_OUTBOUND_HOSTS: provider.host },
    });
  });
  afterAll(async () => {
    await Promise.all([lanyard?.stop(), dns?.stop(), provider?.stop()]);
  });

  const actionsOf = async (work: () => Promise<unknown>) =>
    (await eventsOf(lanyard, work)).map(({ action }) => action).sort();

  describe('on paths with a trailing slash and on older paths', () => {
    it('records a sign-in and a wrong password', async () => {
      const { name, password } = await sampleAccount(lanyard, freshName('ada'));
      const logIn = (secret: string) =>
        lanyard.browser().post('/v2/users/login/', { username: name, password: secret });
      expect(await actionsOf(() => logIn(password))).toEqual(['session.started']);
      expect(await actionsOf(() => logIn('wrong'))).toEqual(['session.refused']);
    });

    it('records a refused token', async () => {
      const secret = makeTokenSecret('pat', (length) => randomBytes(length)).reveal();
      const paths = ['/v2/users/login', '/v2/users/login/', '/v2/auth/token'];
      for (const path of paths) {
        const body = path.includes('login') ? { username: 'ada', password: secret } : { identifier: 'ada', secret };
        expect(await actionsOf(() => lanyard.browser().post(path, body))).toEqual(['token.refused']);
      }
      const form = { grant_type: 'password', service: 'lanyard', username: 'ada', password: secret };
      expect(await actionsOf(() => postForm(`${lanyard.url}/token`, form))).toEqual(['token.refused']);
    });

    it('records a wrong code', async () => {
      const { name, password, browser } = await sampleAccount(lanyard, freshName('ada'));
      await sampleTotp(lanyard, browser);
      const { body } = await lanyard.browser().post('/v2/users/login/', { username: name, password });
      const second = { login_2fa_token: body.login_2fa_token, code: '000000' };
      expect(await actionsOf(() => lanyard.browser().post('/v2/users/2fa-login/', second))).toEqual([
        'session.refused',
      ]);
    });

    it('records that a token was deactivated and activated', async () => {
      const { owner, name } = await sampleOrganization(lanyard);
      const hub = await hubClient(lanyard, owner);
      const { body: own } = await hub('POST', '/v2/api_tokens', { token_label: 'ci' });
      const resources = [{ type: 'TYPE_REPO', path: `${name}/app`, scopes: ['scope-image-pull'] }];
      const { body: theirs } = await hub('POST', `/v2/orgs/${name}/access-tokens`, { label: 'ci', resources });
      for (const path of [`/v2/api_tokens/${own.uuid}`, `/v2/orgs/${name}/access-tokens/${theirs.id}`]) {
        expect(await actionsOf(() => hub('PATCH', path, { is_active: false }))).toEqual(['token.deactivated']);
        expect(await actionsOf(() => hub('PATCH', path, { is_active: true }))).toEqual(['token.activated']);
      }
    });
  });

  it('records a repository that a push creates when the token is requested with a form', async () => {
    const account = await sampleAccount(lanyard, freshName('ada'));
    const { secret } = await sampleToken(account, { actions: ['pull', 'push'] });
    const scope = `repository:${account.name}/fresh:pull,push`;
    const form = { grant_type: 'password', service: 'lanyard', scope, username: account.name, password: secret };
    expect(await actionsOf(() => postForm(`${lanyard.url}/token`, form))).toEqual(['repository.created']);
  });

  it('records a member who is removed from a team', async () => {
    const { owner, member, path } = await sampleOrganization(lanyard);
    await owner.browser.post(`${path}/teams`, { name: 'engines' });
    const seat = `${path}/teams/engines/members/${member.name}`;
    expect(await actionsOf(() => owner.browser.put(seat))).toEqual(['team.member-added']);
    expect(await actionsOf(() => owner.browser.delete(seat))).toEqual(['team.member-removed']);
  });

  describe('from a directory', () => {
    it('records an account that is linked as inactive, and what that ends', async () => {
      const { singleSignOn, user, domain } = await sampleSingleSignOn(lanyard, dns);
      const [name, browser] = [freshName('ada'), lanyard.browser()];
      await singleSignOn(browser, { subject: name, email: `${name}@${domain}` });
      await (await sampleCommandLine(lanyard, { id: '', name, password: '', browser })).generate();
      expect(await actionsOf(() => user(name, { active: false }))).toEqual(
        ['account.disabled', 'scim-user.linked', 'sign-in.ended', 'token.deleted'].sort(),
      );
    });

    it('records a changed user and a changed group', async () => {
      const { scim, user } = await sampleDirectory(lanyard, dns);
      const { body: ada } = await user(freshName('ada'));
      const renamed = { Operations: [{ op: 'replace', path: 'externalId', value: 'e-1' }] };
      expect(await actionsOf(() => scim('PATCH', `/Users/${ada.id}`, renamed))).toEqual(['scim-user.changed']);
      const { body: group } = await scim('POST', '/Groups', { displayName: 'Engines' });
      const other = { displayName: 'Machines' };
      expect(await actionsOf(() => scim('PUT', `/Groups/${group.id}`, other))).toEqual(['scim-group.changed']);
    });
  });

  describe('through an identity provider', () => {
    /** An organization with a team that belongs to a group at its provider. The members are already in the team. */
    async function withTeam(singleSignOn: SampleSingleSignOn, ...members: readonly SampleAccount[]): Promise<void> {
      const { owner, path } = singleSignOn.organization;
      await owner.browser.post(`${path}/teams`, { name: 'engines' });
      for (const member of members) {
        await joinOrganization(owner, path, member);
        await owner.browser.put(`${path}/teams/engines/members/${member.name}`);
      }
      const groupTeams = [{ group: 'engineers', team: 'engines' }];
      const { status } = await owner.browser.put(`${path}/single-sign-on`, { protocol: 'saml', groupTeams });
      if (status !== 200) throw new Error(`the connection answered ${status}`);
    }

    const inDomain = (singleSignOn: SampleSingleSignOn, options = {}) =>
      sampleAccount(lanyard, freshName('ada'), { ...options, domain: singleSignOn.domain });

    /** Signs in up to the password that links the account to the person at the provider. */
    async function arrive(singleSignOn: SampleSingleSignOn, { name }: SampleAccount, groups: readonly string[]) {
      const browser = lanyard.browser();
      const person = { subject: `subject-of-${name}`, email: `${name}@${singleSignOn.domain}`, groups };
      const { headers } = await singleSignOn.singleSignOn(browser, person);
      expect(headers.get('location')).toContain('step=connect');
      return browser;
    }

    const connect = (browser: Browser, { password }: SampleAccount) =>
      browser.post('/api/session/connect', { password });

    it('records an account that is connected with its password, and the changes of its teams', async () => {
      const singleSignOn = await sampleSingleSignOn(lanyard, dns);
      const [joins, leaves] = [await inDomain(singleSignOn), await inDomain(singleSignOn)];
      await withTeam(singleSignOn, leaves);
      const joining = await arrive(singleSignOn, joins, ['engineers']);
      expect(await actionsOf(() => connect(joining, joins))).toEqual(
        ['identity.linked', 'member.added', 'session.started', 'team.member-added'].sort(),
      );
      const leaving = await arrive(singleSignOn, leaves, []);
      expect(await actionsOf(() => connect(leaving, leaves))).toEqual(
        ['identity.linked', 'session.started', 'team.member-removed'].sort(),
      );
    });

    it('records the same when a second factor follows the password', async () => {
      const singleSignOn = await sampleSingleSignOn(lanyard, dns);
      const [joins, leaves] = [await inDomain(singleSignOn), await inDomain(singleSignOn)];
      const [first, second] = [await sampleTotp(lanyard, joins.browser), await sampleTotp(lanyard, leaves.browser)];
      await withTeam(singleSignOn, leaves);
      const joining = await arrive(singleSignOn, joins, ['engineers']);
      expect(await actionsOf(() => connect(joining, joins))).toEqual([]);
      const join = () => joining.post('/api/session/second-factor', { code: first.code() });
      expect(await actionsOf(join)).toEqual(
        ['identity.linked', 'member.added', 'session.started', 'team.member-added'].sort(),
      );
      const leaving = await arrive(singleSignOn, leaves, []);
      await connect(leaving, leaves);
      const leave = () => leaving.post('/api/session/second-factor', { code: second.code() });
      expect(await actionsOf(leave)).toEqual(['identity.linked', 'session.started', 'team.member-removed'].sort());
    });

    it('records a person who is no longer in a group, with OpenID Connect', async () => {
      const singleSignOn = await sampleOpenId(lanyard, dns, provider);
      const { owner, path } = singleSignOn.organization;
      await owner.browser.post(`${path}/teams`, { name: 'engines' });
      const { body } = await owner.browser.get(`${path}/single-sign-on`);
      const { createdAt: _, ...connection } = body.connection;
      const groupTeams = [{ group: 'engineers', team: 'engines' }];
      expect((await owner.browser.put(`${path}/single-sign-on`, { ...connection, groupTeams })).status).toBe(200);
      const login = freshName('grace');
      const person = { login, subject: `subject-of-${login}`, email: `${login}@${singleSignOn.domain}` };
      await provider.putPerson({ ...person, groups: ['engineers'] });
      await singleSignOn.singleSignOn(lanyard.browser(), login);
      await provider.putPerson({ ...person, groups: [] });
      expect(await actionsOf(() => singleSignOn.singleSignOn(lanyard.browser(), login))).toEqual(
        ['session.started', 'team.member-removed'].sort(),
      );
    });

    it('records an administrator who bypasses required single sign-on with a second factor or a passkey', async () => {
      const singleSignOn = await sampleSingleSignOn(lanyard, dns);
      const root = await inDomain(singleSignOn, { isAdministrator: true });
      const authenticator = createSoftwareAuthenticator(lanyard.url);
      const { body: offer } = await root.browser.post('/api/account/factors/passkeys/offer');
      const passkey = { name: 'laptop', passkey: authenticator.create(offer) };
      expect((await root.browser.post('/api/account/factors/passkeys', passkey)).status).toBe(201);
      await singleSignOn.singleSignOn(lanyard.browser(), {
        subject: 'grace',
        email: `${freshName('grace')}@${singleSignOn.domain}`,
      });
      const { owner, path } = singleSignOn.organization;
      expect((await owner.browser.patch(`${path}/policy`, { requireSingleSignOn: true })).status).toBe(200);
      const browser = lanyard.browser();
      const first = { identifier: root.name, password: root.password, breakGlass: true };
      expect((await browser.post('/api/session', first)).status).toBe(202);
      const { body: options } = await browser.post('/api/session/second-factor/options');
      const second = () => browser.post('/api/session/second-factor', { passkey: authenticator.get(options) });
      expect(await actionsOf(second)).toEqual(['session.started', 'sso-connection.bypassed']);
      const { body: asked } = await browser.post('/api/session/passkey/options');
      const alone = { passkey: authenticator.get(asked), breakGlass: true };
      expect(await actionsOf(() => browser.post('/api/session/passkey', alone))).toEqual([
        'session.started',
        'sso-connection.bypassed',
      ]);
    });
  });
});

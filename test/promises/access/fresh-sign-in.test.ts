import { expect, it } from 'vitest';
import {
  existingAccount,
  freshName,
  joinOrganization,
  type SampleAccount,
  sampleAccount,
} from '../../support/lanyard/accounts.ts';
import { eventsOf } from '../../support/lanyard/audit.ts';
import type { Answer, Browser } from '../../support/lanyard/browser.ts';
import { openActivationPage, postForm, sampleCommandLine } from '../../support/lanyard/command-lines.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { sampleTotp } from '../../support/lanyard/second-factors.ts';
import { softwareIdentityProvider } from '../../support/lanyard/software-identity-provider.ts';
import type { Lanyard } from '../../support/lanyard/start-lanyard.ts';
import { hubClient, sampleToken } from '../../support/lanyard/tokens.ts';

const PULL = [{ pattern: '*', actions: ['pull'] }];

interface World extends SampleAccount {
  readonly lanyard: Lanyard;
  readonly organization: string;
  /** Things of the account: an active token, an inactive one, a factor, another session. */
  readonly token: string;
  readonly inactive: string;
  readonly factor: string;
  readonly otherSession: string;
  /** The names of a member of the organization, and of a disabled account. */
  readonly other: string;
  readonly disabled: string;
}

type Act = (world: World) => Promise<Answer>;

/** Everything that reveals a secret or changes something important. `fresh-sign-in-routes.test.ts` has every route. */
const NEEDS_FRESH: Readonly<Record<string, Act>> = {
  'making a token': ({ browser }) => browser.post('/api/tokens', { description: 'new', grants: PULL }),
  'making a token of an organization': ({ browser, organization }) =>
    browser.post(`/api/organizations/${organization}/tokens`, {
      description: 'new',
      grants: [{ pattern: `${organization}/*`, actions: ['pull'] }],
    }),
  'activating a token': ({ browser, inactive }) => browser.patch(`/api/tokens/${inactive}`, { active: true }),
  'enabling an account': ({ browser, disabled }) => browser.patch(`/api/accounts/${disabled}`, { active: true }),
  'making somebody an owner': ({ browser, organization, other }) =>
    browser.put(`/api/organizations/${organization}/members/${other}`, { role: 'owner' }),
  'inviting somebody': ({ browser, organization }) =>
    browser.post(`/api/organizations/${organization}/invitations`, { account: 'somebody', role: 'member' }),
  'changing a policy': ({ browser, organization }) =>
    browser.patch(`/api/organizations/${organization}/policy`, { requireSecondFactor: true }),
  'making an account': ({ browser }) =>
    browser.post('/api/accounts', {
      name: freshName('newcomer'),
      email: `${freshName('newcomer')}@example.com`,
      password: 'a long enough password',
    }),
  'being offered an authenticator': ({ browser }) => browser.post('/api/account/factors/totp/offer'),
  'being offered a passkey': ({ browser }) => browser.post('/api/account/factors/passkeys/offer'),
  'removing a factor': ({ browser, factor }) => browser.delete(`/api/account/factors/${factor}`),
  'making recovery codes': ({ browser }) => browser.post('/api/account/recovery-codes'),
  'making a SCIM token': ({ browser, organization }) => browser.post(`/api/organizations/${organization}/scim-token`),
  'connecting an identity provider': async ({ browser, organization }) =>
    browser.put(`/api/organizations/${organization}/single-sign-on`, {
      protocol: 'saml',
      metadata: (await softwareIdentityProvider()).metadata(),
    }),
  'ending the connection with it': ({ browser, organization }) =>
    browser.delete(`/api/organizations/${organization}/single-sign-on`),
  'rotating the key of a registry': ({ browser }) => browser.post('/api/registries/default/rotate'),
};

/** Any sign-in is enough to remove or to name something. */
const NEEDS_NONE: Readonly<Record<string, Act>> = {
  'renaming a token': ({ browser, token }) => browser.patch(`/api/tokens/${token}`, { description: 'renamed' }),
  'deactivating a token': ({ browser, token }) => browser.patch(`/api/tokens/${token}`, { active: false }),
  'deleting a token': ({ browser, token }) => browser.delete(`/api/tokens/${token}`),
  'renaming a factor': ({ browser, factor }) => browser.patch(`/api/account/factors/${factor}`, { name: 'drawer' }),
  'ending another session': ({ browser, otherSession }) => browser.delete(`/api/sessions/${otherSession}`),
  'ending the SCIM token': ({ browser, organization }) =>
    browser.delete(`/api/organizations/${organization}/scim-token`),
  'disabling an account': ({ browser, other }) => browser.patch(`/api/accounts/${other}`, { active: false }),
  'removing a member': ({ browser, organization, other }) =>
    browser.delete(`/api/organizations/${organization}/members/${other}`),
  'signing out everywhere': ({ browser }) => browser.post('/api/account/sign-out-everywhere'),
  'listing tokens': ({ browser }) => browser.get('/api/tokens'),
  'signing out': ({ browser }) => browser.delete('/api/session'),
};

describeLanyard('R34: a fresh sign-in', (lanyard) => {
  async function world(): Promise<World> {
    const account = await sampleAccount(lanyard(), freshName('person'), { isAdministrator: true });
    const { browser, name, password } = account;
    const organization = freshName('acme');
    await browser.post('/api/organizations', { name: organization });
    await browser.post(`/api/organizations/${organization}/scim-token`);
    const metadata = (await softwareIdentityProvider()).metadata();
    await browser.put(`/api/organizations/${organization}/single-sign-on`, { protocol: 'saml', metadata });
    const token = (await sampleToken(account, { actions: ['pull'] })).id;
    const inactive = (await sampleToken(account, { actions: ['pull'] })).id;
    await browser.patch(`/api/tokens/${inactive}`, { active: false });
    const elsewhere = lanyard().browser();
    await elsewhere.signIn(name, password);
    const sessions = (await browser.get('/api/sessions')).body.sessions;
    const otherSession = sessions.find(({ isCurrent }: { isCurrent: boolean }) => !isCurrent).id;
    const [other, disabled] = [freshName('other'), freshName('disabled')];
    await existingAccount(lanyard(), { name: disabled, password: null });
    await joinOrganization(account, `/api/organizations/${organization}`, await sampleAccount(lanyard(), other));
    await browser.patch(`/api/accounts/${disabled}`, { active: false });
    const { id: factor, recoveryCodes } = await sampleTotp(lanyard(), browser);
    await browser.signIn(name, password);
    const answer = await browser.post('/api/session/second-factor', { code: recoveryCodes[0] });
    if (answer.status !== 200) throw new Error(`the second step answered ${answer.status}`);
    return { ...account, lanyard: lanyard(), organization, token, inactive, factor, otherSession, other, disabled };
  }

  // The clock runs while the requests run. The exact second is tested in core.
  it.each(Object.entries(NEEDS_FRESH))('%s works 9:50 after the sign-in', async (_, act) => {
    const young = await world();
    lanyard().clock.advance(590);
    expect((await act(young)).status).toBeLessThan(300);
  });

  it('none of this works 10:01 after the sign-in, and nothing is changed', async () => {
    const old = await world();
    lanyard().clock.advance(601);
    const message = 'this is only possible within 10 minutes of signing in; sign in again';
    const events = await eventsOf(lanyard(), async () => {
      for (const [what, act] of Object.entries(NEEDS_FRESH)) {
        const { status, body } = await act(old);
        expect([what, status, body.error]).toMatchObject([what, 403, { code: 'fresh-sign-in-required', message }]);
      }
    });
    expect(events).toEqual([]);
  });

  it.each(Object.entries(NEEDS_NONE))('%s works at any time after the sign-in', async (_, act) => {
    const old = await world();
    lanyard().clock.advance(601);
    expect((await act(old)).status).toBeLessThan(300);
  });

  it("Hub's interface refuses an API token that is 10 minutes old and accepts one from a new sign-in", async () => {
    const account = await sampleAccount(lanyard(), freshName('person'));
    const organization = freshName('acme');
    await account.browser.post('/api/organizations', { name: organization });
    const ours = `/v2/orgs/${organization}/access-tokens`;
    const resources = (scope: string) => [{ type: 'TYPE_REPO', path: `${organization}/app`, scopes: [scope] }];
    const hub = await hubClient(lanyard(), account);
    const { uuid } = (await hub('POST', '/v2/access-tokens', { token_label: 'ci', scopes: ['repo:read'] })).body;
    const { id } = (await hub('POST', ours, { label: 'ci', resources: resources('scope-image-pull') })).body;
    expect((await hub('PATCH', `/v2/access-tokens/${uuid}`, { is_active: false })).status).toBe(200);
    const statuses = async (client: typeof hub) => {
      const answers = [
        await client('POST', '/v2/access-tokens', { token_label: 'ci', scopes: ['repo:read'] }),
        await client('PATCH', `/v2/access-tokens/${uuid}`, { is_active: true }),
        await client('PATCH', `${ours}/${id}`, { resources: resources('scope-image-push') }),
        await client('PATCH', `${ours}/${id}`, { label: 'other' }),
      ];
      return answers.map(({ status }) => status);
    };
    // The interface's own tokens end after ten minutes, at the same time as the freshness of a sign-in.
    lanyard().clock.advance(601);
    expect(await statuses(hub)).toEqual([401, 401, 401, 401]);
    expect(await statuses(await hubClient(lanyard(), account))).toEqual([201, 200, 200, 200]);
  });

  it('a command line creates manual tokens for ten minutes after its approval, and its auto-generated token at any time', async () => {
    const account = await sampleAccount(lanyard(), freshName('person'));
    const commandLine = await sampleCommandLine(lanyard(), account, 'lanyard-cli/1', { scope: 'tokens:write' });
    const make = async (accessToken: string) => {
      const body = { description: 'by a command line', grants: [{ pattern: '*', actions: ['pull'] }], expiresAt: null };
      const headers = { authorization: `Bearer ${accessToken}` };
      return (await lanyard().browser().request('POST', '/api/tokens', { body, headers })).status;
    };
    expect(await make(commandLine.accessToken)).toBe(201);
    lanyard().clock.advance(601);
    const { body } = await commandLine.refresh();
    expect(await make(body.access_token)).toBe(403);
    const headers = { authorization: `Bearer ${body.access_token}` };
    const own = await lanyard().browser().request('POST', '/v2/access-tokens/desktop-generate', { headers });
    expect(own.status).toBe(201);
  });

  it('approving a command line needs a fresh sign-in: the page leads to the sign-in and back', async () => {
    const account = await sampleAccount(lanyard(), freshName('person'));
    const { body } = await postForm(`${lanyard().url}/oauth/device/code`, { client_id: 'cli' });
    const page = `/activate?user_code=${body.user_code}`;
    const leads = `/sign-in?next=${encodeURIComponent(page)}`;
    const nobody = await lanyard().browser().get(page);
    expect([nobody.status, nobody.headers.get('location')]).toEqual([303, leads]);
    const opened = await openActivationPage(account.browser, `${lanyard().url}${page}`);
    lanyard().clock.advance(590);
    const { body: second } = await postForm(`${lanyard().url}/oauth/device/code`, { client_id: 'cli' });
    const other = await openActivationPage(account.browser, `${lanyard().url}/activate?user_code=${second.user_code}`);
    lanyard().clock.advance(9);
    expect(opened.text).toContain(body.user_code);
    lanyard().clock.advance(2);
    const stale = await other.approve();
    expect([stale.status, stale.headers.get('location')]).toEqual([
      303,
      `/sign-in?next=${encodeURIComponent(`/activate?user_code=${second.user_code}`)}`,
    ]);
    const poll = () =>
      postForm(`${lanyard().url}/oauth/token`, {
        client_id: 'cli',
        grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
        device_code: second.device_code,
      });
    expect((await poll()).body.error).toBe('authorization_pending');
    await account.browser.signIn(account.name, account.password);
    expect((await other.approve()).status).toBe(200);
    lanyard().clock.advance(6);
    expect((await poll()).status).toBe(200);
  });

  it('refusing a command line works with any sign-in', async () => {
    const { browser } = await sampleAccount(lanyard(), freshName('person'));
    lanyard().clock.advance(300);
    const { body } = await postForm(`${lanyard().url}/oauth/device/code`, { client_id: 'cli' });
    const page = await openActivationPage(browser, `${lanyard().url}/activate?user_code=${body.user_code}`);
    lanyard().clock.advance(302);
    expect((await page.refuse()).status).toBe(200);
  });

  const sessionIdOf = async (browser: Browser): Promise<string> =>
    (await browser.get('/api/sessions')).body.sessions.find(({ isCurrent }: { isCurrent: boolean }) => isCurrent).id;

  it('signing in again keeps the session, gives it a new secret and makes the old one invalid', async () => {
    const { browser, name, password } = await sampleAccount(lanyard(), freshName('person'));
    const [id, cookie] = [await sessionIdOf(browser), browser.cookie()];
    lanyard().clock.advance(601);
    expect((await browser.get('/api/session')).body.freshUntil).toBeNull();
    expect((await browser.signIn(name, password)).status).toBe(200);
    expect(await sessionIdOf(browser)).toBe(id);
    expect(browser.cookie()).not.toBe(cookie);
    expect((await lanyard().browser().get('/api/session', { cookie })).status).toBe(401);
    expect((await browser.get('/api/sessions')).body.sessions).toHaveLength(1);
    const { freshUntil } = (await browser.get('/api/session')).body;
    const left = Date.parse(freshUntil) - lanyard().clock.now();
    expect(left).toBeGreaterThan(590_000);
    expect(left).toBeLessThanOrEqual(600_000);
  });

  it('an account with a second factor has a fresh sign-in only after the second step', async () => {
    const account = await sampleAccount(lanyard(), freshName('person'));
    const { browser } = account;
    const totp = await sampleTotp(lanyard(), browser);
    const id = await sessionIdOf(browser);
    lanyard().clock.advance(601);
    expect((await browser.signIn(account.name, account.password)).status).toBe(202);
    expect((await browser.get('/api/session')).body.freshUntil).toBeNull();
    expect((await browser.post('/api/session/second-factor', { code: totp.code() })).status).toBe(200);
    expect((await browser.get('/api/session')).body.freshUntil).not.toBeNull();
    expect(await sessionIdOf(browser)).toBe(id);
  });

  it('a wrong password does not change the session', async () => {
    const { browser, name } = await sampleAccount(lanyard(), freshName('person'));
    const cookie = browser.cookie();
    expect((await browser.signIn(name, 'wrong')).status).toBe(401);
    expect(browser.cookie()).toBe(cookie);
    expect((await browser.get('/api/session')).status).toBe(200);
  });

  it('signing in with another account in the same browser starts a session of its own', async () => {
    const ada = await sampleAccount(lanyard(), freshName('person'));
    const bob = await sampleAccount(lanyard(), freshName('person'));
    const [id, cookie] = [await sessionIdOf(ada.browser), ada.browser.cookie()];
    await ada.browser.signIn(bob.name, bob.password);
    expect(await sessionIdOf(ada.browser)).not.toBe(id);
    expect((await ada.browser.get('/api/session')).body.name).toBe(bob.name);
    expect((await lanyard().browser().get('/api/session', { cookie })).body.name).toBe(ada.name);
  });

  it('R3: signing in with the cookie of an ended session starts a new session', async () => {
    const { browser, name, password } = await sampleAccount(lanyard(), freshName('person'));
    const [id, cookie] = [await sessionIdOf(browser), browser.cookie()];
    expect((await browser.delete('/api/session')).status).toBe(204);
    const body = { identifier: name, password };
    const again = lanyard().browser();
    expect((await again.request('POST', '/api/session', { body, headers: { cookie } })).status).toBe(200);
    expect(await sessionIdOf(again)).not.toBe(id);
  });
});

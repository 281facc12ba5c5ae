import { AUTO_TOKEN_SCOPE, CLIENT_SCOPE_NAMES, CLIENT_SCOPES } from '@lanyard/core/command-lines/client-scope';
import { ROUTES } from '@lanyard/server/app/route-table';
import { expect, it } from 'vitest';
import { freshName, type SampleAccount, sampleAccount, sampleOrganization } from '../../support/lanyard/accounts.ts';
import { eventsOf, trailOf } from '../../support/lanyard/audit.ts';
import { openActivationPage, postForm, sampleCommandLine } from '../../support/lanyard/command-lines.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { ROUTE_BODIES } from '../../support/lanyard/route-bodies.ts';
import type { Lanyard } from '../../support/lanyard/start-lanyard.ts';
import { requestToken } from '../../support/lanyard/tokens.ts';

/** Every route that a command line can open, by the scope for which it must be approved. */
const OPENED = {
  [AUTO_TOKEN_SCOPE]: ['POST /v2/access-tokens/desktop-generate'],
  'account:read': ['GET /api/session', 'GET /api/organizations', 'GET /api/invitations'],
  'tokens:read': [
    'GET /api/tokens/:id/holds',
    'GET /api/tokens',
    'GET /api/tokens/:id',
    'GET /api/tokens/:id/usage',
    'GET /api/tokens/:id/narrower-grants',
    'GET /api/tokens/:id/usage-summary',
  ],
  'reviews:read': [
    'GET /api/organizations/:organization/reviews',
    'GET /api/organizations/:organization/reviews/:id',
    'GET /api/organizations/:organization/reviews/:id/items',
    'GET /api/organizations/:organization/reviews/:id/evidence',
  ],
  'tokens:write': ['POST /api/tokens', 'PATCH /api/tokens/:id', 'DELETE /api/tokens/:id'],
};

const ALL = CLIENT_SCOPE_NAMES.join(' ');
const LANYARD = 'lanyard-cli/0.1.0 (linux; x64)';
const NEW_TOKEN = { description: 'ci', grants: [{ pattern: '*', actions: ['pull'] }] };

describeLanyard('R48, attack 44: a command line', (lanyard) => {
  const ask = (accessToken: string, method: string, path: string, body?: unknown) =>
    lanyard()
      .browser()
      .request(method, path, { headers: { authorization: `Bearer ${accessToken}` }, body });

  const person = () => sampleAccount(lanyard(), freshName('person'));
  const byLanyard = (account: SampleAccount, scope = ALL) => sampleCommandLine(lanyard(), account, LANYARD, { scope });

  it('can use exactly the routes that the route table lists for its scopes', () => {
    const opened = Object.keys(OPENED).map((scope) => [
      scope,
      ROUTES.filter(({ clientScope }) => clientScope === scope).map(({ method, path }) => `${method} ${path}`),
    ]);
    expect(Object.fromEntries(opened)).toEqual(OPENED);
  });

  it("can use three routes after Docker's login: to generate its token, to refresh and to sign out", async () => {
    const account = await person();
    const docker = await sampleCommandLine(lanyard(), account);
    expect(await docker.generate()).toMatch(/^lyd_auto_/);
    const { status, body } = await docker.refresh();
    expect([status, body.scope]).toEqual([200, 'openid offline_access']);
    for (const [method, path] of [
      ['GET', '/api/session'],
      ['GET', '/api/tokens'],
      ['POST', '/api/tokens'],
      ['PUT', '/api/account/password'],
      ['POST', '/api/organizations'],
      ['POST', '/v2/access-tokens'],
    ] as const) {
      const answer = await ask(body.access_token, method, path, ROUTE_BODIES[`${method} ${path}`]);
      expect([path, answer.status]).toEqual([path, 403]);
    }
    expect((await docker.revoke(body.refresh_token)).status).toBe(200);
  });

  it('cannot change the server or an organization, even if its user is an administrator or owner', async () => {
    const { owner, path, member } = await sampleOrganization(lanyard());
    const { accessToken } = await byLanyard(owner);
    const events = await eventsOf(lanyard(), async () => {
      for (const [method, address, body] of [
        ['PUT', `${path}/members/${member.name}`, { role: 'owner' }],
        ['PATCH', `${path}/policy`, { requireSecondFactor: true }],
        ['POST', `${path}/tokens`, NEW_TOKEN],
        ['GET', `${path}/tokens`, undefined],
        ['DELETE', `${path}/members/${member.name}`, undefined],
      ] as const) {
        const answer = await ask(accessToken, method, address, body);
        expect([address, answer.status, answer.body.error.code]).toEqual([address, 403, 'client-scope-required']);
      }
    });
    expect(events).toEqual([]);
  });

  it('is approved on a page that lists the requested scopes in words, and no others', async () => {
    const account = await person();
    const open = async (scope: string) => {
      const form = { client_id: 'cli', scope };
      const { body } = await postForm(`${lanyard().url}/oauth/device/code`, form);
      return (await openActivationPage(account.browser, body.verification_uri_complete)).text;
    };
    const words = Object.values(CLIENT_SCOPES);
    const all = await open(`openid ${ALL} everything`);
    for (const text of words) expect(all).toContain(text);
    const docker = await open('openid offline_access');
    for (const text of words) expect(docker).not.toContain(text);
    expect(docker).toContain('create one access token. With it, docker and other programs can pull, push and delete');
    expect(docker).toMatch(/It may not change your account, its password or second factors, organizations/);
  });

  it('keeps its scopes at every refresh, whatever it requests', async () => {
    const account = await person();
    const reading = await byLanyard(account, 'tokens:read nonsense');
    expect((await ask(reading.accessToken, 'GET', '/api/tokens')).status).toBe(200);
    const form = { client_id: 'test-command-line', grant_type: 'refresh_token', scope: ALL };
    const asked = { ...form, refresh_token: reading.refreshToken };
    const { body } = await postForm(`${lanyard().url}/oauth/token`, asked);
    expect(body.scope).toBe('openid offline_access tokens:read');
    const refused = await ask(body.access_token, 'POST', '/api/tokens', NEW_TOKEN);
    expect([refused.status, refused.body.error]).toEqual([
      403,
      {
        code: 'client-scope-required',
        message:
          'this command line was not approved for tokens:write; sign it in again and approve that, or use the pages of this server',
      },
    ]);
  });

  it('has its scopes in the audit event of its approval', async () => {
    const account = await person();
    const [approved] = await eventsOf(lanyard(), () => byLanyard(account, 'tokens:read'));
    expect([approved?.action, approved?.data]).toMatchObject([
      'sign-in.approved',
      { scopes: ['tokens:read'], registry: null },
    ]);
  });

  async function withTokens(account: SampleAccount) {
    const login = await byLanyard(account);
    const auto = await login.generate();
    const made = (await ask(login.accessToken, 'POST', '/api/tokens', NEW_TOKEN)).body;
    const [listed] = (await account.browser.get('/api/sign-ins')).body.signIns;
    return { login, auto, made, listed };
  }

  const works = async (server: Lanyard, { name }: SampleAccount, secret: string) =>
    (await requestToken(server, { credential: `${name}:${secret}` })).status === 200;

  it('is listed with the manual access tokens it created, which keep working when it signs out', async () => {
    const account = await person();
    const { login, auto, made, listed } = await withTokens(account);
    expect(listed).toMatchObject({
      scopes: [...CLIENT_SCOPE_NAMES],
      registry: null,
      madeTokens: [{ id: made.token.id, description: 'ci' }],
    });
    const shown = (await account.browser.get('/api/tokens')).body.tokens;
    expect(shown.map((token: { commandLineId: string }) => token.commandLineId)).toEqual([listed.id, listed.id]);
    const { body } = await login.revoke();
    expect(body).toEqual({ tokens_left: [{ id: made.token.id, description: 'ci' }] });
    expect([await works(lanyard(), account, auto), await works(lanyard(), account, made.secret)]).toEqual([
      false,
      true,
    ]);
    // Also after its end: a program that signs out late must learn that this token still works.
    expect((await login.revoke()).body).toEqual({ tokens_left: [{ id: made.token.id, description: 'ci' }] });
    await account.browser.patch(`/api/tokens/${made.token.id}`, { active: false });
    expect((await login.revoke()).body).toEqual({ tokens_left: [] });
  });

  it.each(['the command line', 'the page'])(
    'deletes all access tokens it created when it signs out, if %s says so',
    async (who) => {
      const account = await person();
      const { login, auto, made, listed } = await withTokens(account);
      const end = () =>
        who === 'the page'
          ? account.browser.delete(`/api/sign-ins/${listed.id}?tokens=all`)
          : postForm(`${lanyard().url}/oauth/revoke`, {
              client_id: 'test-command-line',
              token: login.refreshToken,
              tokens: 'all',
            });
      const label = 'lanyard CLI 0.1.0 on linux/x64';
      expect(await trailOf(lanyard(), end)).toEqual([
        `${account.name} sign-in.ended ${label}`,
        `${account.name} token.deleted ${label}`,
        `${account.name} token.deleted ci`,
      ]);
      expect([await works(lanyard(), account, auto), await works(lanyard(), account, made.secret)]).toEqual([
        false,
        false,
      ]);
    },
  );

  it('does not own access tokens created in a browser, which keep working when it signs out', async () => {
    const account = await person();
    const { body } = await account.browser.post('/api/tokens', NEW_TOKEN);
    expect(body.token.commandLineId).toBeNull();
    const { listed } = await withTokens(account);
    await account.browser.delete(`/api/sign-ins/${listed.id}?tokens=all`);
    expect(await works(lanyard(), account, body.secret)).toBe(true);
  });
});

import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SampleAccount, sampleAccount } from '../../support/lanyard/accounts.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { operatorRuns } from '../../support/lanyard/operator.ts';
import { requestToken, sampleToken } from '../../support/lanyard/tokens.ts';
import { startZotStandIn, type ZotStandIn } from '../../support/programs/zot-stand-in.ts';

describeLanyard('a registry of kind zot', (lanyard) => {
  let zot: ZotStandIn;
  let admin: SampleAccount;

  const restart = async () => {
    await zot?.[Symbol.asyncDispose]();
    const configuration = await operatorRuns(lanyard(), 'registry config zot --for zot');
    const certificate = await operatorRuns(lanyard(), 'registry root zot');
    zot = await startZotStandIn(configuration, certificate, () => lanyard().clock.now());
  };

  beforeAll(async () => {
    const create = 'registry create zot --service zot.example --kind zot --push-token-ttl-seconds 900';
    await operatorRuns(lanyard(), create);
    admin = await sampleAccount(lanyard(), 'zot-admin', { isAdministrator: true });
    await restart();
  });

  afterAll(() => zot?.[Symbol.asyncDispose]());

  const ask = (path: string, method: string, token?: string) =>
    fetch(`${zot.url}${path}`, { method, headers: token === undefined ? {} : { authorization: `Bearer ${token}` } });

  /** Acts like a client: asks, gets a token for the challenge, and asks again. */
  async function withCredential(credential: string, path: string, method = 'GET') {
    const challenge = (await ask(path, method)).headers.get('www-authenticate') ?? '';
    const [, realm, service = '', scope] =
      /realm="([^"]*)",service="([^"]*)"(?:,scope="([^"]*)")?/.exec(challenge) ?? [];
    expect(realm).toBe(`${lanyard().url}/token`);
    const answer = await requestToken(lanyard(), { credential, service, ...(scope && { scopes: [scope] }) });
    const { token, expires_in: expiresIn } = answer.body;
    return { status: (await ask(path, method, token)).status, token, expiresIn, tokenStatus: answer.status, scope };
  }

  it('attack 50: starts with the printed file unchanged, which shares no layers and cuts no slow uploads', () => {
    expect(zot.file).toMatchObject({
      storage: { dedupe: false, rootDirectory: expect.any(String) },
      http: { port: expect.any(String), readTimeout: '1h', writeTimeout: '1h', compat: ['docker2s2'] },
    });
  });

  it('R22: shows its catalogue to administrators whose token has the right to it, and to nobody else', async () => {
    const secret = (await operatorRuns(lanyard(), `token create ${admin.name} --description list --catalog`)).trim();
    const listing = await withCredential(`${admin.name}:${secret}`, '/v2/_catalog');
    expect(listing).toMatchObject({ status: 200, scope: 'repository::pull' });
    const other = await sampleAccount(lanyard(), 'zot-user');
    const grants = [{ type: 'catalog' }];
    const { body } = await other.browser.post('/api/tokens', { description: 'list', grants, expiresAt: null });
    const all = await sampleToken(admin, { actions: ['pull', 'push', 'delete'] });
    for (const credential of [`${other.name}:${body.secret}`, `${admin.name}:${all.secret}`]) {
      expect(await withCredential(credential, '/v2/_catalog')).toMatchObject({ status: 401, tokenStatus: 200 });
    }
    // Only zot uses this scope. For other registries it names nothing.
    const elsewhere = await requestToken(lanyard(), {
      credential: `${admin.name}:${secret}`,
      scopes: ['repository::pull'],
    });
    expect([elsewhere.status, JSON.parse(atob(elsewhere.body.token.split('.')[1])).access]).toEqual([200, []]);
  });

  it('lets an upload take as long as its token for pushing, which is longer than the one for pulling', async () => {
    const { secret } = await sampleToken(admin, { actions: ['pull', 'push'] });
    const credential = `${admin.name}:${secret}`;
    const pull = await withCredential(credential, `/v2/${admin.name}/app/manifests/latest`);
    const push = await withCredential(credential, `/v2/${admin.name}/app/blobs/uploads/`, 'POST');
    expect([pull.status, pull.expiresIn, push.status, push.expiresIn]).toEqual([200, 300, 200, 900]);
    lanyard().clock.advance(880);
    expect((await ask(`/v2/${admin.name}/app/blobs/uploads/`, 'PATCH', push.token)).status).toBe(200);
    const late = await ask(`/v2/${admin.name}/app/manifests/latest`, 'GET', pull.token);
    expect([late.status, late.headers.get('www-authenticate')]).toEqual([401, null]);
  });

  it('gets a new key if somebody else has the old one, and no longer trusts the old one', async () => {
    await admin.browser.signIn(admin.name, admin.password);
    const { secret } = await sampleToken(admin, { actions: ['pull', 'push'] });
    const path = `/v2/${admin.name}/app/blobs/uploads/`;
    const before = await withCredential(`${admin.name}:${secret}`, path, 'POST');
    expect(await operatorRuns(lanyard(), 'registry replace-key zot')).toContain('restart it');
    // From now on the former key signs nothing, and zot still trusts only that key.
    expect((await withCredential(`${admin.name}:${secret}`, path, 'POST')).status).toBe(401);
    await restart();
    expect((await withCredential(`${admin.name}:${secret}`, path, 'POST')).status).toBe(200);
    expect((await ask(path, 'POST', before.token)).status).toBe(401);
    await expect(operatorRuns(lanyard(), 'registry replace-key default')).rejects.toMatchObject({ code: 'conflict' });
  });
});

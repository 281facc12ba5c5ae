import { expect, it } from 'vitest';
import { type SampleAccount, sampleAccount } from '../../support/lanyard/accounts.ts';
import { eventsOf } from '../../support/lanyard/audit.ts';
import type { Answer } from '../../support/lanyard/browser.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { secretOfDefaultGate } from '../../support/lanyard/guarded-default.ts';
import { operatorRuns } from '../../support/lanyard/operator.ts';
import { sampleTotp } from '../../support/lanyard/second-factors.ts';
import { requestToken, type SampleToken, sampleToken } from '../../support/lanyard/tokens.ts';
import { serveManifests } from '../../support/programs/manifest-registry.ts';

describeLanyard('the gate of a registry', (lanyard) => {
  let accounts = 0;
  let made: Promise<string> | undefined;
  const secretOfGate = () => {
    made ??= secretOfDefaultGate(lanyard());
    return made;
  };
  const anAccount = (options = {}): Promise<SampleAccount> => {
    accounts += 1;
    return sampleAccount(lanyard(), `gate-${accounts}`, options);
  };

  /** Asks as a proxy does for its client. */
  async function ask(method: string, target: string, token?: string, headers: Readonly<Record<string, string>> = {}) {
    return lanyard()
      .browser()
      .request('GET', '/gate/default', {
        headers: {
          'x-lanyard-gate': await secretOfGate(),
          'x-forwarded-method': method,
          'x-forwarded-uri': target,
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...headers,
        },
      });
  }

  async function registryToken(account: SampleAccount, secret: string, scope: string, service = 'lanyard') {
    const credential = `${account.name}:${secret}`;
    const { body } = await requestToken(lanyard(), { credential, scopes: [scope], service });
    return body.token as string;
  }

  interface Holder {
    readonly account: SampleAccount;
    readonly token: SampleToken;
    readonly manifest: string;
    readonly registryToken: string;
  }

  async function holder(): Promise<Holder> {
    const account = await anAccount();
    const token = await sampleToken(account, { actions: ['pull', 'push'] });
    const scope = `repository:${account.name}/app:pull,push`;
    const manifest = `/v2/${account.name}/app/manifests/v1`;
    return { account, token, manifest, registryToken: await registryToken(account, token.secret, scope) };
  }

  const setVisibility = async (account: SampleAccount, visibility: 'public' | 'private') => {
    const { status } = await account.browser.patch(`/api/repository?name=${account.name}/app`, { visibility });
    expect(status).toBe(200);
  };
  const codeOf = ({ body }: Answer) => body.errors[0].code;
  const messageOf = ({ body }: Answer) => body.errors[0].message;

  it('lets a request pass if the token names it and its credential still allows it', async () => {
    const { account, manifest, registryToken } = await holder();
    for (const [method, target] of [
      ['GET', '/v2/'],
      ['GET', manifest],
      ['PUT', manifest],
      ['POST', `/v2/${account.name}/app/blobs/uploads/`],
    ] as const) {
      expect((await ask(method, target, registryToken)).status).toBe(204);
    }
  });

  it('challenges a client without a token, or with a token that names too little, as the registry would', async () => {
    const { account, manifest, registryToken } = await holder();
    const realm = `Bearer realm="${lanyard().url}/token",service="lanyard"`;
    const stranger = await ask('GET', '/v2/');
    expect(stranger.status).toBe(401);
    expect(codeOf(stranger)).toBe('UNAUTHORIZED');
    expect(stranger.headers.get('www-authenticate')).toBe(realm);
    expect(stranger.headers.get('docker-distribution-api-version')).toBe('registry/2.0');
    expect(JSON.parse(stranger.headers.get('x-lanyard-error') ?? '')).toEqual(stranger.body);
    const push = await ask('PUT', manifest);
    expect(push.headers.get('www-authenticate')).toBe(`${realm},scope="repository:${account.name}/app:pull,push"`);
    const remove = await ask('DELETE', manifest, registryToken);
    expect(remove.status).toBe(401);
    expect(remove.headers.get('www-authenticate')).toBe(
      `${realm},scope="repository:${account.name}/app:delete",error="insufficient_scope"`,
    );
  });

  it('R52: refuses the next request after the access token is deactivated or deleted, and says why', async () => {
    for (const [change, reason] of [
      [
        (holder: Holder) => holder.account.browser.patch(`/api/tokens/${holder.token.id}`, { active: false }),
        /deactivated/,
      ],
      [(holder: Holder) => holder.account.browser.delete(`/api/tokens/${holder.token.id}`), /deleted/],
    ] as const) {
      const one = await holder();
      expect((await ask('GET', one.manifest, one.registryToken)).status).toBe(204);
      expect((await change(one)).status).toBeLessThan(300);
      const refused = await ask('GET', one.manifest, one.registryToken);
      expect({ status: refused.status, code: codeOf(refused) }).toEqual({ status: 401, code: 'UNAUTHORIZED' });
      expect(messageOf(refused)).toMatch(reason);
      expect(refused.headers.get('www-authenticate')).toContain('scope="repository:');
    }
  });

  it('R52: refuses a password that was changed, and an account that was disabled', async () => {
    const changed = await anAccount();
    const scope = `repository:${changed.name}/app:pull`;
    const manifest = `/v2/${changed.name}/app/manifests/v1`;
    const token = await registryToken(changed, changed.password, scope);
    expect((await ask('GET', manifest, token)).status).toBe(204);
    const passwords = { currentPassword: changed.password, newPassword: 'another long password of mine' };
    expect((await changed.browser.put('/api/account/password', passwords)).status).toBeLessThan(300);
    expect((await ask('GET', manifest, token)).status).toBe(401);

    const disabled = await holder();
    await operatorRuns(lanyard(), `account disable ${disabled.account.name}`);
    const refused = await ask('GET', disabled.manifest, disabled.registryToken);
    expect(refused.status).toBe(401);
    expect(messageOf(refused)).toContain('disabled');
  });

  it('R52: refuses with DENIED if the grants of the access token no longer include the action', async () => {
    const one = await holder();
    const other = await anAccount();
    await setVisibility(one.account, 'public');
    const { secret } = await sampleToken(other, { actions: ['pull'] });
    const token = await registryToken(other, secret, `repository:${one.account.name}/app:pull`);
    expect((await ask('GET', one.manifest, token)).status).toBe(204);
    await setVisibility(one.account, 'private');
    const refused = await ask('GET', one.manifest, token);
    expect({ status: refused.status, code: codeOf(refused) }).toEqual({ status: 403, code: 'DENIED' });
    expect(messageOf(refused)).toContain(`pull ${one.account.name}/app`);
  });

  it('lets anonymous clients pull a public repository, until it becomes private', async () => {
    const { account, manifest } = await holder();
    await setVisibility(account, 'public');
    const scopes = [`repository:${account.name}/app:pull`];
    const { body } = await requestToken(lanyard(), { scopes });
    expect((await ask('GET', manifest, body.token)).status).toBe(204);
    await setVisibility(account, 'private');
    expect((await ask('GET', manifest, body.token)).status).toBe(403);
  });

  it('attack 51: decides nothing without the secret of the gate, whatever headers say, and records nothing', async () => {
    const { account, token, manifest, registryToken } = await holder();
    await account.browser.delete(`/api/tokens/${token.id}`);
    for (const headers of [
      { 'x-lanyard-gate': '' },
      { 'x-lanyard-gate': 'lygate_guessed' },
      { 'x-lanyard-gate': '', 'x-original-method': 'GET', 'x-original-uri': manifest },
    ]) {
      const events = await eventsOf(lanyard(), async () => {
        const answer = await ask('GET', manifest, registryToken, headers);
        expect(answer.status).toBe(403);
        expect(messageOf(answer)).toContain("with the registry's secret");
      });
      expect(events).toEqual([]);
    }
    const original = { 'x-forwarded-uri': '', 'x-original-method': 'GET', 'x-original-uri': '/v2/' };
    expect((await ask('GET', '', registryToken, original)).status).toBe(403);
  });

  it('accepts only tokens of its own registry, and answers for a registry without a gate as for one that does not exist', async () => {
    const { account, token } = await holder();
    await operatorRuns(lanyard(), `registry create other-${accounts} --service other-${accounts}`);
    const scope = `repository:${account.name}/app:pull`;
    const foreign = await registryToken(account, token.secret, scope, `other-${accounts}`);
    expect((await ask('GET', `/v2/${account.name}/app/manifests/v1`, foreign)).status).toBe(401);
    const headers = { 'x-lanyard-gate': await secretOfGate(), 'x-forwarded-method': 'GET', 'x-forwarded-uri': '/v2/' };
    const without = await lanyard().browser().request('GET', `/gate/other-${accounts}`, { headers });
    const nowhere = await lanyard().browser().request('GET', '/gate/nowhere', { headers });
    expect([without.status, without.body]).toEqual([nowhere.status, nowhere.body]);
  });

  it('R22: lets an administrator with a token for the catalogue list it, also at zot, which asks in another way', async () => {
    const root = await anAccount({ isAdministrator: true });
    const plain = await anAccount();
    const zot = `zot-${accounts}`;
    await operatorRuns(lanyard(), `registry create ${zot} --service ${zot} --kind zot --host ${zot}.example.com`);
    for (const [name, service, scope] of [
      ['default', 'lanyard', 'registry:catalog:*'],
      [zot, zot, 'repository::pull'],
    ] as const) {
      const setUp = `registry gate ${name} --for nginx --upstream http://127.0.0.1:5000 --host ${zot}.example.com`;
      const secret = /lygate_[\w-]+/.exec(await operatorRuns(lanyard(), setUp))?.[0] ?? '';
      const statuses = [];
      for (const account of [root, plain]) {
        const { body } = await account.browser.post('/api/tokens', {
          description: 'list',
          grants: [{ type: 'catalog' }],
        });
        const authorization = `Bearer ${await registryToken(account, body.secret, scope, service)}`;
        const uri = { 'x-forwarded-method': 'GET', 'x-forwarded-uri': '/v2/_catalog' };
        const headers = { ...uri, 'x-lanyard-gate': secret, authorization };
        statuses.push((await lanyard().browser().request('GET', `/gate/${name}`, { headers })).status);
      }
      expect(statuses).toEqual([204, 401]);
    }
  });

  it('R22: answers with only the part of the catalogue that the caller may pull, page by page', async () => {
    await using registry = await serveManifests();
    const { account, token } = await holder();
    const other = await holder();
    for (const name of ['a', 'b', 'c']) {
      registry.hold(`${account.name}/${name}`, '{}');
      registry.hold(`${other.account.name}/${name}`, '{}');
    }
    registry.hold('nobodys/app', '{}');
    await other.account.browser.post('/api/repositories', { name: `${other.account.name}/b`, visibility: 'public' });
    const secret = await secretOfGate();
    const list = async (query: string, registryToken?: string) => {
      const authorization = registryToken === undefined ? {} : { authorization: `Bearer ${registryToken}` };
      const headers = { 'x-lanyard-gate': secret, ...authorization };
      return lanyard().browser().request('GET', `/gate/default/catalog${query}`, { headers });
    };
    const body = await requestToken(lanyard(), { credential: `${account.name}:${token.secret}`, scopes: [] });
    const all = async (registryToken: string) => {
      const names: string[] = [];
      let next: string | undefined = '/v2/_catalog?n=2';
      while (next !== undefined) {
        const answer: Answer = await list(next.slice('/v2/_catalog'.length), registryToken);
        expect([answer.status, answer.body.repositories.length <= 2]).toEqual([200, true]);
        names.push(...answer.body.repositories);
        next = /^<([^>]+)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1];
      }
      return names;
    };
    expect((await list('', body.body.token)).status).toBe(503);
    await operatorRuns(lanyard(), `registry set-internal-url default ${registry.url}`);
    const own = ['a', 'b', 'c'].map((name) => `${account.name}/${name}`);
    const shared = `${other.account.name}/b`;
    expect(await all(body.body.token)).toEqual([...own, shared].sort());
    const anonymous = await requestToken(lanyard(), { scopes: [] });
    expect(await all(anonymous.body.token)).toEqual([shared]);
    const stranger = await list('');
    expect([stranger.status, stranger.headers.get('www-authenticate')]).toEqual([
      401,
      expect.stringMatching(/^Bearer realm="/),
    ]);
    await account.browser.patch(`/api/tokens/${token.id}`, { active: false });
    expect((await list('', body.body.token)).status).toBe(401);
    const without = await lanyard()
      .browser()
      .request('GET', '/gate/default/catalog', { headers: { 'x-lanyard-gate': 'x' } });
    expect(without.status).toBe(403);
  });

  it('answers Envoy, which sends the method and the path behind a prefix', async () => {
    const { manifest, registryToken } = await holder();
    const headers = { 'x-lanyard-gate': await secretOfGate(), authorization: `Bearer ${registryToken}` };
    const envoy = (method: string, target: string) =>
      lanyard().browser().request(method, `/gate/default${target}`, { headers });
    expect((await envoy('PUT', manifest)).status).toBe(204);
    expect((await envoy('DELETE', manifest)).status).toBe(401);
    expect((await envoy('GET', `${manifest}%2e`)).status).toBe(403);
  });

  it('records every refusal in the audit log, however the proxy asks', async () => {
    const { account, manifest } = await holder();
    const token = await sampleToken(account, { actions: ['pull', 'push', 'delete'] });
    const scope = `repository:${account.name}/app:pull,push,delete`;
    const ofToken = await registryToken(account, token.secret, scope);
    const ofPassword = await registryToken(account, account.password, scope);
    await account.browser.patch(`/api/tokens/${token.id}`, { active: false });
    await sampleTotp(lanyard(), account.browser);
    const uploads = `/v2/${account.name}/app/blobs/uploads/`;
    for (const [method, address] of [
      ['GET', '/gate/default'],
      ['GET', '/gate/default/catalog'],
      ['GET', `/gate/default${manifest}`],
      ['POST', `/gate/default${uploads}`],
      ['PUT', `/gate/default${manifest}`],
      ['PATCH', `/gate/default${uploads}1`],
      ['DELETE', `/gate/default${manifest}`],
    ] as const) {
      for (const [registryToken, action] of [
        [ofToken, 'token.refused'],
        [ofPassword, 'session.refused'],
      ] as const) {
        const told = { 'x-forwarded-method': 'GET', 'x-forwarded-uri': manifest };
        const secrets = { 'x-lanyard-gate': await secretOfGate(), authorization: `Bearer ${registryToken}` };
        const events = await eventsOf(lanyard(), () =>
          lanyard()
            .browser()
            .request(method, address, { headers: { ...told, ...secrets } }),
        );
        expect(events.map((event) => event.action)).toEqual([action]);
      }
    }
  });

  it('R34: an administrator with a fresh sign-in can create a new secret, and the old one stops working', async () => {
    const root = await anAccount({ isAdministrator: true });
    const name = `renewed-${accounts}`;
    await operatorRuns(lanyard(), `registry create ${name} --service ${name} --host ${name}.example.com`);
    const body = { for: 'nginx', upstream: 'http://127.0.0.1:5000' };
    const secretFrom = async (more = {}) => {
      const { body: answer } = await root.browser.post(`/api/registries/${name}/gate`, { ...body, ...more });
      return /lygate_[\w-]+/.exec(answer.configuration)?.[0] ?? '';
    };
    const first = await secretFrom();
    expect(await secretFrom()).toBe(first);
    lanyard().clock.advance(1);
    const second = await secretFrom({ renewSecret: true });
    expect(second).not.toBe(first);
    const status = async (secret: string) => {
      const headers = { 'x-lanyard-gate': secret, 'x-forwarded-method': 'GET', 'x-forwarded-uri': '/v2/' };
      return (await lanyard().browser().request('GET', `/gate/${name}`, { headers })).status;
    };
    expect([await status(first), await status(second)]).toEqual([403, 401]);
    lanyard().clock.advance(660);
    expect((await root.browser.post(`/api/registries/${name}/gate`, body)).status).toBe(403);
  });

  it('says which address of a proxy is wrong', async () => {
    const root = await anAccount({ isAdministrator: true });
    for (const [field, value] of [
      ['upstream', 'ftp://registry'],
      ['upstream', 'http://registry/path'],
      ['lanyard', 'http://user@lanyard'],
      ['host', 'evil;return 200'],
    ] as const) {
      const body = { for: 'nginx', upstream: 'http://127.0.0.1:5000', host: 'registry.example.com', [field]: value };
      const answer = await root.browser.post('/api/registries/default/gate', body);
      expect(answer.status).toBe(400);
      expect(JSON.stringify(answer.body)).toContain(field);
    }
  });
});

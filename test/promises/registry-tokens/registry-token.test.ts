import { expect, it } from 'vitest';
import { type SampleAccount, sampleAccount } from '../../support/lanyard/accounts.ts';
import { postForm } from '../../support/lanyard/command-lines.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { basic, claimsOf, requestToken, sampleToken } from '../../support/lanyard/tokens.ts';

describeLanyard('the registry token endpoint', (lanyard) => {
  let accounts = 0;
  const anAccount = (options = {}): Promise<SampleAccount> => {
    accounts += 1;
    return sampleAccount(lanyard(), `person-${accounts}`, options);
  };
  const accessOf = (answer: { body: { token: string } }) => claimsOf(answer.body.token).access;
  const form = (fields: Readonly<Record<string, string>>) => postForm(`${lanyard().url}/token`, fields);

  it('R28: gives a token for exactly one audience, valid from a few seconds ago, with a unique id', async () => {
    const account = await anAccount();
    const tokens = [
      await sampleToken(account, { actions: ['pull'] }),
      await sampleToken(account, { actions: ['pull'] }),
    ];
    const answers = await Promise.all(
      tokens.map(({ secret }) => requestToken(lanyard(), { credential: `${account.name}:${secret}` })),
    );
    for (const { status, body, headers } of answers) {
      expect(status).toBe(200);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(body.access_token).toBe(body.token);
      expect(Number.isInteger(body.expires_in) && body.expires_in >= 60).toBe(true);
      expect(body.issued_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
      const claims = claimsOf(body.token);
      expect(claims).toMatchObject({ iss: lanyard().url, aud: 'lanyard', sub: account.name });
      expect(claims.iat - claims.nbf).toBeLessThanOrEqual(10);
      expect(claims.exp - claims.iat).toBe(300);
    }
    expect(new Set(answers.map(({ body }) => claimsOf(body.token).jti)).size).toBe(2);
  });

  it('gives equal requests of many machines the same token, but decides and counts each one', async () => {
    const account = await anAccount();
    const organization = `fleet-${accounts}`;
    await account.browser.post('/api/organizations', { name: organization });
    const token = await sampleToken(account, { actions: ['pull', 'push'] });
    const other = await sampleToken(account, { actions: ['pull', 'push'] });
    const ask = async ({ secret }: typeof token) => {
      const scopes = [`repository:${organization}/app:pull,push`];
      const { status, body } = await requestToken(lanyard(), { credential: `${account.name}:${secret}`, scopes });
      return { status, token: body.token as string };
    };
    const same = await Promise.all(Array.from({ length: 8 }, () => ask(token)));
    expect(same.every(({ status }) => status === 200)).toBe(true);
    // On a quiet machine there are two: the first is not kept. A slow one can need longer than a token is kept.
    expect(new Set(same.map((one) => one.token)).size).toBeLessThan(8);
    expect(claimsOf((await ask(other)).token).credential).toEqual({ type: 'token', id: other.id });
    await account.browser.patch(`/api/organizations/${organization}/policy`, { tokenActions: ['pull'] });
    expect(claimsOf((await ask(token)).token).access).toEqual([
      { type: 'repository', name: `${organization}/app`, actions: ['pull'] },
    ]);
    await lanyard().services.usage.flush();
    const { body } = await account.browser.get(`/api/tokens/${token.id}/usage`);
    const counts = body.usage.map(({ actions, count }: { actions: unknown; count: number }) => [
      String(actions),
      count,
    ]);
    expect(counts.sort()).toEqual([
      ['pull', 1],
      ['pull,push', 8],
    ]);
    await account.browser.patch(`/api/tokens/${token.id}`, { active: false });
    expect((await ask(token)).status).toBe(401);
  });

  it('gives no refresh token, even if docker asks for one, because docker would then forget the access token', async () => {
    const account = await anAccount();
    const { secret } = await sampleToken(account, { actions: ['pull'] });
    const headers = { authorization: basic(`${account.name}:${secret}`) };
    const path = '/token?service=lanyard&offline_token=true&client_id=docker&account=x';
    expect((await lanyard().browser().request('GET', path, { headers })).body).not.toHaveProperty('refresh_token');
  });

  it('accepts the e-mail address of the account as its name, with the password and with a token, at every endpoint', async () => {
    const [account, other] = [await anAccount(), await anAccount()];
    const { secret } = await sampleToken(account, { actions: ['pull'] });
    const email = `${account.name}@example.com`;
    const login = (username: string, password: string) =>
      lanyard().browser().post('/v2/users/login', { username, password });
    for (const name of [account.name, email, email.toUpperCase()]) {
      for (const credential of [`${name}:${secret}`, `${name}:${account.password}`]) {
        expect((await requestToken(lanyard(), { credential })).status).toBe(200);
      }
      const filled = { grant_type: 'password', service: 'lanyard', username: name, password: secret };
      expect((await form(filled)).status).toBe(200);
      expect((await login(name, secret)).status).toBe(200);
    }
    for (const name of [other.name, `${other.name}@example.com`, 'nobody@example.com']) {
      const { status, body } = await requestToken(lanyard(), { credential: `${name}:${secret}` });
      expect([name, status]).toEqual([name, 401]);
      expect(body.errors[0].message).toContain('belongs to another account');
    }
  });

  it('R21, R22: grants only what is requested, granted to the token and allowed to the account', async () => {
    const account = await anAccount();
    const other = await anAccount();
    const { secret } = await sampleToken(account, { actions: ['pull', 'push'] });
    const credential = `${account.name}:${secret}`;
    const mine = `${account.name}/app`;
    const ask = async (...scopes: string[]) => accessOf(await requestToken(lanyard(), { credential, scopes }));
    expect(await ask(`repository:${mine}:pull,push,delete`)).toEqual([
      { type: 'repository', name: mine, actions: ['pull', 'push'] },
    ]);
    expect(await ask(`repository:${mine}:*`)).toEqual([{ type: 'repository', name: mine, actions: ['pull', 'push'] }]);
    expect(await ask(`repository:${other.name}/app:pull,push`)).toEqual([]);
    expect(await ask('registry:catalog:*', 'repository:nobody/x:pull', 'unknown:thing:do')).toEqual([]);
    expect(await ask(`repository:${mine}:pull repository:${mine}:push`, `repository:${mine}:frob`)).toEqual([
      { type: 'repository', name: mine, actions: ['pull', 'push'] },
    ]);
  });

  it('R22: lets only an administrator read the catalogue, with a token that has the catalogue grant', async () => {
    const root = await anAccount({ isAdministrator: true });
    const plain = await anAccount();
    const grants = [{ type: 'catalog' }];
    for (const [account, expected] of [
      [root, [{ type: 'registry', name: 'catalog', actions: ['*'] }]],
      [plain, []],
    ] as const) {
      const { body } = await account.browser.post('/api/tokens', { description: 'list', grants });
      const asked = { credential: `${account.name}:${body.secret}`, scopes: ['registry:catalog:*'] };
      expect(accessOf(await requestToken(lanyard(), asked))).toEqual(expected);
    }
  });

  it('gives the same decision to the form that containerd and BuildKit send, and names the granted scope', async () => {
    const account = await anAccount();
    const { secret } = await sampleToken(account, { actions: ['pull'] });
    const scope = `repository:${account.name}/app:pull,push`;
    const fields = {
      grant_type: 'password',
      service: 'lanyard',
      client_id: 'containerd-client',
      username: account.name,
    };
    const { status, body } = await form({ ...fields, password: secret, scope });
    expect({ status, scope: body.scope }).toEqual({ status: 200, scope: `repository:${account.name}/app:pull` });
    expect(accessOf({ body })).toHaveLength(1);
    expect((await form({ ...fields, password: 'wrong', scope })).status).toBe(401);
    expect((await form({ grant_type: 'refresh_token', service: 'lanyard', refresh_token: 'x' })).status).toBe(401);
    expect((await form({ grant_type: 'magic', service: 'lanyard' })).status).toBe(400);
  });

  it('R20: gives the same answer to an unknown token, a wrong checksum, a wrong password and an unknown name', async () => {
    const account = await anAccount();
    const { secret } = await sampleToken(account, { actions: ['pull'] });
    const flipped = secret.slice(0, -1) + (secret.endsWith('a') ? 'b' : 'a');
    const credentials = [
      `${account.name}:${flipped}`,
      `${account.name}:lyd_pat_short`,
      `${account.name}:wrong password`,
      'nobody-at-all:wrong password',
      `nobody-at-all:${flipped}`,
    ];
    const answers = await Promise.all(credentials.map((credential) => requestToken(lanyard(), { credential })));
    const seen = answers.map(({ status, body, headers }) => {
      const names = [...headers.keys()].filter((name) => name !== 'keep-alive');
      return JSON.stringify({ status, body, names, challenge: headers.get('www-authenticate') });
    });
    expect(new Set(seen).size).toBe(1);
    expect(answers[0]?.body).toEqual({
      errors: [{ code: 'UNAUTHORIZED', message: 'incorrect name, password or access token', detail: null }],
    });
  });

  it('refuses wrong credentials and does not treat them as anonymous', async () => {
    const scopes = ['repository:library/app:pull'];
    expect((await requestToken(lanyard(), { credential: 'a:b', scopes })).status).toBe(401);
    expect((await requestToken(lanyard(), { scopes })).status).toBe(200);
  });

  it.each([
    ['Bearer abc', /Authorization: must be Basic and the base64 of NAME:SECRET/],
    ['Basic', /Authorization: must be Basic and the base64 of NAME:SECRET/],
    ['Basic !!!', /Authorization: must be Basic and the base64 of NAME:SECRET/],
    ['Basic YQ', /Authorization: must hold NAME:SECRET/],
    ['Basic YTpi YTpi', /Authorization/],
    [`Basic ${Buffer.from([0x61, 0x3a, 0xff]).toString('base64')}`, /Authorization: is not UTF-8/],
    [`Basic ${'A'.repeat(9000)}`, /Authorization: is longer/],
  ])('attack 4: explains what is wrong with the header %.30s', async (authorization, message) => {
    const answer = await lanyard().browser().request('GET', '/token?service=lanyard', { headers: { authorization } });
    expect(answer.status).toBe(400);
    expect(answer.body.errors[0].message).toMatch(message);
  });

  it.each([
    ['/token', /service/],
    ['/token?service=nobody', /service "nobody" is not a registry/],
    ['/token?service=lanyard&scope=nonsense', /scope "nonsense" must be/],
    ['/token?service=lanyard&scope=repository:a/b:', /malformed action/],
    ['/token?service=lanyard&scope=Repo:a/b:pull', /malformed type/],
    ['/token?service=lanyard&service=lanyard', /service/],
    ['/token?service=lanyard%00', /service: contains a character that cannot be stored/],
  ])('explains what is wrong with %s', async (path, message) => {
    const answer = await lanyard().browser().get(path);
    expect(answer.status).toBe(400);
    expect(answer.body.errors[0].message).toMatch(message);
  });

  it('R1: refuses a token at the next request after it was deleted or deactivated', async () => {
    const account = await anAccount();
    for (let trial = 0; trial < 20; trial += 1) {
      const token = await sampleToken(account, { actions: ['pull'] });
      const credential = `${account.name}:${token.secret}`;
      expect((await requestToken(lanyard(), { credential })).status).toBe(200);
      if (trial % 2 === 0) await account.browser.delete(`/api/tokens/${token.id}`);
      else await account.browser.patch(`/api/tokens/${token.id}`, { active: false });
      expect((await requestToken(lanyard(), { credential })).status).toBe(401);
    }
  });

  it('accepts the account password, unless an organization of the account forbids it', async () => {
    const account = await anAccount();
    const credential = `${account.name}:${account.password}`;
    expect((await requestToken(lanyard(), { credential })).status).toBe(200);
    await account.browser.post('/api/organizations', { name: `firm-${accounts}` });
    await account.browser.patch(`/api/organizations/firm-${accounts}/policy`, { passwordAtRegistry: false });
    const refused = await requestToken(lanyard(), { credential });
    expect(refused.status).toBe(401);
    expect(refused.body.errors[0].message).toMatch(/does not accept passwords here; use an access token/);
  });

  it('attack 19: counts failures for all spellings of a name together, and never blocks a valid token', async () => {
    const account = await anAccount();
    const { secret } = await sampleToken(account, { actions: ['pull'] });
    const spellings = [account.name, account.name.toUpperCase(), ` ${account.name} `, `${account.name}`];
    for (let guess = 0; guess < 10; guess += 1) {
      const credential = `${spellings[guess % spellings.length]}:guess ${guess}`;
      expect((await requestToken(lanyard(), { credential })).status).toBe(401);
    }
    const blocked = await requestToken(lanyard(), { credential: `${account.name}:${account.password}` });
    expect(blocked.status).toBe(429);
    expect(Number(blocked.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(blocked.body.errors[0].code).toBe('TOOMANYREQUESTS');
    expect((await requestToken(lanyard(), { credential: `${account.name}:${secret}` })).status).toBe(200);
    const neighbour = await anAccount();
    expect((await requestToken(lanyard(), { credential: `${neighbour.name}:${neighbour.password}` })).status).toBe(200);
  });
});

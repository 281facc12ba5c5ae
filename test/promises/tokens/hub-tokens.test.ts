import { expect, it } from 'vitest';
import { type SampleAccount, sampleAccount } from '../../support/lanyard/accounts.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { sampleToken } from '../../support/lanyard/tokens.ts';

describeLanyard("Docker Hub's interface for access tokens", (lanyard) => {
  let accounts = 0;
  const anAccount = (): Promise<SampleAccount> => {
    accounts += 1;
    return sampleAccount(lanyard(), `person-${accounts}`);
  };
  const logIn = (name: string, secret: string) =>
    lanyard().browser().post('/v2/users/login', { username: name, password: secret });
  const clientOf = async (account: SampleAccount, scheme = 'Bearer') => {
    const { body } = await logIn(account.name, account.password);
    const headers = { authorization: `${scheme} ${body.token}` };
    return (method: string, path: string, content?: unknown) =>
      lanyard().browser().request(method, path, { headers, body: content });
  };

  it.each(['/v2/access-tokens', '/v2/api_tokens'])(
    'creates, shows, lists, changes and deletes tokens at %s',
    async (path) => {
      const hub = await clientOf(await anAccount());
      const expires_at = '2031-01-02T03:04:05+02:00';
      const made = await hub('POST', path, {
        token_label: 'ci',
        scopes: ['repo:write', 'repo:public_read'],
        expires_at,
      });
      expect(made.status).toBe(201);
      expect(made.headers.get('cache-control')).toBe('no-store');
      expect(made.body).toMatchObject({
        token: expect.stringMatching(/^lyd_pat_/),
        token_label: 'ci',
        scopes: ['repo:write', 'repo:public_read'],
        expires_at,
        is_active: true,
        generated_by: 'manual',
        creator_ip: '127.0.0.1',
        last_used: null,
      });
      const { uuid } = made.body;
      expect((await hub('GET', `${path}/${uuid}`)).body).toEqual({ ...made.body, token: '' });
      const listed = (await hub('GET', path)).body;
      expect(listed).toMatchObject({ count: 1, next: null, previous: null, active_count: 1 });
      expect(JSON.stringify(listed)).not.toContain(made.body.token);
      const changed = await hub('PATCH', `${path}/${uuid}`, { token_label: 'build', is_active: false });
      expect(changed).toMatchObject({ status: 200, body: { token_label: 'build', is_active: false, expires_at } });
      expect((await hub('DELETE', `${path}/${uuid}`)).status).toBe(204);
      const gone = await hub('GET', `${path}/${uuid}`);
      expect(gone).toMatchObject({
        status: 404,
        body: { detail: 'access token not found', message: 'access token not found' },
      });
    },
  );

  it('has pages with absolute links to the public URL', async () => {
    const hub = await clientOf(await anAccount());
    for (let index = 0; index < 3; index += 1) await hub('POST', '/v2/access-tokens', { token_label: `t${index}` });
    const { body } = await hub('GET', '/v2/access-tokens?page=2&page_size=1');
    const link = (page: number) => `${lanyard().url}/v2/access-tokens?page=${page}&page_size=1`;
    expect(body).toMatchObject({ count: 3, next: link(3), previous: link(1) });
    expect(body.results).toHaveLength(1);
  });

  it("accepts hub-tool's request, which names no scopes and sends is_active false", async () => {
    const hub = await clientOf(await anAccount(), 'JWT');
    const { status, body } = await hub('POST', '/v2/api_tokens', { token_label: 'hub-tool', is_active: false });
    expect({ status, active: body.is_active, scopes: body.scopes }).toEqual({
      status: 201,
      active: true,
      scopes: ['repo:read'],
    });
  });

  it('R24: refuses an API token that came from an access token', async () => {
    const account = await anAccount();
    const { secret } = await sampleToken(account, { actions: ['pull', 'push', 'delete'] });
    const { body } = await lanyard().browser().post('/v2/auth/token', { identifier: account.name, secret });
    const headers = { authorization: `Bearer ${body.access_token}` };
    for (const [method, path, content] of [
      ['GET', '/v2/access-tokens', undefined],
      ['POST', '/v2/access-tokens', { token_label: 'child' }],
      ['GET', '/v2/access-tokens/x', undefined],
      ['PATCH', '/v2/access-tokens/x', { is_active: false }],
      ['DELETE', '/v2/access-tokens/x', undefined],
      ['POST', '/api/tokens', { description: 'child', grants: [{ pattern: '*', actions: ['pull'] }] }],
    ] as const) {
      const answer = await lanyard().browser().request(method, path, { headers, body: content });
      expect([method, path, answer.status]).toEqual([method, path, 403]);
    }
  });

  it('an API token ends with the session or access token that it came from', async () => {
    const account = await anAccount();
    const token = await sampleToken(account, { actions: ['pull'] });
    const ofToken = (await logIn(account.name, token.secret)).body.token;
    const ofPassword = (await logIn(account.name, account.password)).body.token;
    const check = async (jwt: string) =>
      (
        await lanyard()
          .browser()
          .get('/api/session', { authorization: `Bearer ${jwt}` })
      ).status;
    expect([await check(ofToken), await check(ofPassword)]).toEqual([200, 200]);
    await account.browser.delete(`/api/tokens/${token.id}`);
    await account.browser.post('/api/account/sign-out-everywhere');
    expect([await check(ofToken), await check(ofPassword)]).toEqual([401, 401]);
  });

  it("explains errors in flat strings that Hub's clients can read", async () => {
    const account = await anAccount();
    const hub = await clientOf(account);
    const wrong = await logIn(account.name, 'wrong');
    expect(wrong.status).toBe(401);
    expect(typeof wrong.body.detail).toBe('string');
    expect((await lanyard().browser().get('/v2/access-tokens')).status).toBe(401);
    const long = await hub('POST', '/v2/access-tokens', { token_label: 'x'.repeat(101) });
    expect(long).toMatchObject({ status: 400, body: { text: expect.stringContaining('1 to 100 characters') } });
    expect(long.body.fields).toHaveProperty('token_label');
    const past = await hub('POST', '/v2/access-tokens', { token_label: 'x', expires_at: '2020-01-01T00:00:00Z' });
    expect(past.body.fields).toEqual({ expires_at: ['expires_at: must be in the future'] });
    const scope = await hub('POST', '/v2/access-tokens', { token_label: 'x', scopes: ['repo:everything'] });
    expect(scope).toMatchObject({ status: 400, body: { fields: { scopes: [expect.any(String)] } } });
    const field = await hub('POST', '/v2/access-tokens', { token_label: 'x', owner: 'root' });
    expect(field.status).toBe(400);
  });

  it("R25, attack 30: another account's token looks like a missing one, byte for byte", async () => {
    const [mine, theirs] = [await anAccount(), await anAccount()];
    const { id } = await sampleToken(theirs, { actions: ['pull'] });
    const hub = await clientOf(mine);
    for (const method of ['GET', 'PATCH', 'DELETE']) {
      const content = method === 'PATCH' ? { is_active: false } : undefined;
      const foreign = await hub(method, `/v2/access-tokens/${id}`, content);
      const missing = await hub(method, '/v2/access-tokens/00000000-0000-4000-8000-000000000000', content);
      expect([foreign.status, foreign.body]).toEqual([404, missing.body]);
    }
    expect((await theirs.browser.get(`/api/tokens/${id}`)).body.status).toBe('active');
  });

  it('makes a client wait after too many wrong passwords, with the same answer as Hub', async () => {
    const account = await anAccount();
    for (let guess = 0; guess < 10; guess += 1) await logIn(account.name, `guess ${guess}`);
    const blocked = await logIn(account.name, account.password);
    expect(blocked).toMatchObject({ status: 429, body: { detail: 'Rate limit exceeded', error: false } });
    for (const name of ['retry-after', 'x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset']) {
      expect(Number(blocked.headers.get(name))).toBeGreaterThanOrEqual(0);
      expect(blocked.headers.has(name)).toBe(true);
    }
  });
});

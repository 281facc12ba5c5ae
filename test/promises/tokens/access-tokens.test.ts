import { expect, it } from 'vitest';
import { type SampleAccount, sampleAccount } from '../../support/lanyard/accounts.ts';
import { eventsOf, trailOf } from '../../support/lanyard/audit.ts';
import { usesWritten } from '../../support/lanyard/background-work.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { claimsOf, requestToken, sampleToken } from '../../support/lanyard/tokens.ts';

const PULL = [{ pattern: '*', actions: ['pull'] }];

describeLanyard('access tokens', (lanyard) => {
  let accounts = 0;
  const anAccount = (): Promise<SampleAccount> => {
    accounts += 1;
    return sampleAccount(lanyard(), `person-${accounts}`);
  };

  it('R18: the answer that creates a token shows its secret, and nothing shows it again', async () => {
    const account = await anAccount();
    const made = await account.browser.post('/api/tokens', { description: 'ci', grants: PULL });
    expect(made.status).toBe(201);
    expect(made.headers.get('cache-control')).toBe('no-store');
    const { id } = made.body.token;
    for (const path of ['/api/tokens', `/api/tokens/${id}`, `/api/tokens/${id}/usage`, '/api/audit']) {
      const { status, body } = await account.browser.get(path);
      expect(status).toBe(200);
      expect(JSON.stringify(body)).not.toContain(made.body.secret);
    }
    expect(lanyard().logs()).not.toContain(made.body.secret);
  });

  it('the list has the newest first, has pages, and can be filtered by origin, status and text', async () => {
    const account = await anAccount();
    const ids: string[] = [];
    for (const description of ['Build farm', 'laptop', '100% mine', 'old build']) {
      const expiresAt = description === 'old build' ? new Date(lanyard().clock.now() + 5000).toISOString() : null;
      const { body } = await account.browser.post('/api/tokens', { description, grants: PULL, expiresAt });
      ids.push(body.token.id);
      lanyard().clock.advance(1);
    }
    await account.browser.patch(`/api/tokens/${ids[1]}`, { active: false });
    lanyard().clock.advance(6);
    const list = async (query: string) => {
      const { body } = await account.browser.get(`/api/tokens?${query}`);
      return body.tokens.map(({ description }: { description: string }) => description);
    };
    expect(await list('')).toEqual(['old build', '100% mine', 'laptop', 'Build farm']);
    expect(await list('page=2&pageSize=3')).toEqual(['Build farm']);
    expect(await list('search=BUILD')).toEqual(['old build', 'Build farm']);
    expect(await list('search=%25')).toEqual(['100% mine']);
    expect(await list('status=active')).toEqual(['100% mine', 'Build farm']);
    expect(await list('status=inactive')).toEqual(['laptop']);
    expect(await list('status=expired')).toEqual(['old build']);
    expect(await list('origin=auto')).toEqual([]);
    expect((await account.browser.get('/api/tokens')).body).toMatchObject({
      total: 4,
      counts: { active: 2, inactive: 1, expired: 1, pushWithoutPull: 0 },
    });
  });

  it('a token shows when, from where, by which client and for which repository it was last used', async () => {
    const account = await anAccount();
    const { id, secret } = await sampleToken(account, { actions: ['pull'] });
    const credential = `${account.name}:${secret}`;
    await requestToken(lanyard(), { credential, scopes: [`repository:${account.name}/app:pull`] });
    await requestToken(lanyard(), { credential, scopes: [`repository:${account.name}/app:pull`] });
    await usesWritten(lanyard());
    const { body } = await account.browser.get(`/api/tokens/${id}`);
    expect(body.lastUsed).toMatchObject({ address: '127.0.0.1', client: 'node', at: expect.stringMatching(/^\d{4}-/) });
    const { usage } = (await account.browser.get(`/api/tokens/${id}/usage`)).body;
    expect(usage).toMatchObject([
      { repository: `${account.name}/app`, actions: 'pull', count: 2, registry: 'default' },
    ]);
  });

  it('R14: each change of a token records exactly one event, and a request that changes nothing records none', async () => {
    const account = await anAccount();
    const { name } = account;
    let id = '';
    const trail = await trailOf(lanyard(), async () => {
      id = (await account.browser.post('/api/tokens', { description: 'ci', grants: PULL })).body.token.id;
      await account.browser.patch(`/api/tokens/${id}`, { description: 'ci' });
      await account.browser.patch(`/api/tokens/${id}`, { description: 'build', active: true });
      await account.browser.patch(`/api/tokens/${id}`, { active: false });
      await account.browser.patch(`/api/tokens/${id}`, { active: false });
      await account.browser.patch(`/api/tokens/${id}`, { active: true });
      await account.browser.delete(`/api/tokens/${id}`);
      await account.browser.delete(`/api/tokens/${id}`);
    });
    expect(trail).toEqual([
      `${name} token.created ci`,
      `${name} token.changed ci`,
      `${name} token.deactivated build`,
      `${name} token.activated build`,
      `${name} token.deleted build`,
    ]);
  });

  it('narrower grants and an earlier expiry take effect at once, without a fresh sign-in', async () => {
    const account = await anAccount();
    const { name, browser } = account;
    const { id, secret } = await sampleToken(account, { actions: ['pull', 'push'] });
    const scopes = [`repository:${name}/app:pull,push`];
    const allowed = async () => {
      const { body } = await requestToken(lanyard(), { credential: `${name}:${secret}`, scopes });
      return claimsOf(body.token).access.flatMap(({ actions }: { actions: readonly string[] }) => actions);
    };
    expect(await allowed()).toEqual(['pull', 'push']);
    lanyard().clock.advance(660);
    const narrow = [{ type: 'repository', pattern: `${name}/app`, actions: ['pull'], visibility: 'any' }];
    const expiresAt = new Date(lanyard().clock.now() + 60_000).toISOString();
    const events = await eventsOf(lanyard(), async () => {
      expect((await browser.patch(`/api/tokens/${id}`, { grants: narrow, expiresAt })).body).toMatchObject({
        grants: narrow,
        expiresAt,
      });
      expect((await browser.patch(`/api/tokens/${id}`, { grants: narrow, expiresAt })).status).toBe(200);
    });
    expect(events.map(({ action, data }) => [action, data.expiresAtAfter])).toEqual([
      ['token.changed', Date.parse(expiresAt)],
    ]);
    expect(await allowed()).toEqual(['pull']);
    lanyard().clock.advance(61);
    expect((await requestToken(lanyard(), { credential: `${name}:${secret}`, scopes })).status).toBe(401);
  });

  it('R34: wider grants ask for a fresh sign-in; a later expiry is refused', async () => {
    const account = await anAccount();
    const { name, browser } = account;
    const { id } = await sampleToken(account, { actions: ['pull'] });
    const wider = { grants: [{ pattern: `${name}/*`, actions: ['pull', 'delete'] }] };
    lanyard().clock.advance(660);
    expect((await browser.patch(`/api/tokens/${id}`, wider)).body.error).toMatchObject({
      code: 'fresh-sign-in-required',
    });
    await browser.signIn(name, account.password);
    expect((await browser.patch(`/api/tokens/${id}`, wider)).body.grants).toMatchObject([
      { pattern: `${name}/*`, actions: ['pull', 'delete'] },
    ]);
    const inDays = (days: number) => ({ expiresAt: new Date(lanyard().clock.now() + days * 86_400_000).toISOString() });
    expect((await browser.patch(`/api/tokens/${id}`, inDays(9))).status).toBe(200);
    for (const days of [10, -1]) {
      const refused = await browser.patch(`/api/tokens/${id}`, inDays(days));
      expect(refused.body.error).toMatchObject({ code: 'invalid-input', field: 'expiresAt' });
    }
  });

  it("R25, attack 30: another account's token looks like a missing one, byte for byte", async () => {
    const [mine, theirs] = [await anAccount(), await anAccount()];
    const { id } = await sampleToken(theirs, { actions: ['pull'] });
    for (const [method, suffix, body] of [
      ['GET', '', undefined],
      ['GET', '/usage', undefined],
      ['PATCH', '', { active: false }],
      ['DELETE', '', undefined],
    ] as const) {
      const foreign = await mine.browser.request(method, `/api/tokens/${id}${suffix}`, { body });
      const missing = await mine.browser.request(method, `/api/tokens/none${suffix}`, { body });
      expect([foreign.status, foreign.body]).toEqual([404, missing.body]);
    }
    expect((await theirs.browser.get(`/api/tokens/${id}`)).body.status).toBe('active');
  });

  it.each([
    [{ description: '', grants: PULL }, 'description'],
    [{ description: 'x'.repeat(101), grants: PULL }, 'description'],
    [{ description: 'bell\u0007', grants: PULL }, 'description'],
    [{ description: 'nul\u0000', grants: PULL }, 'description'],
    [{ description: 'half \ud800', grants: PULL }, 'description'],
    [{ description: 'x', grants: [] }, 'grants'],
    [{ description: 'x', grants: [{ pattern: 'acme/*/app', actions: ['pull'] }] }, 'grants[0].pattern'],
    [{ description: 'x', grants: [{ pattern: '*', actions: ['own'] }] }, 'grants'],
    [{ description: 'x', grants: PULL, expiresAt: '2001-01-01T00:00:00Z' }, 'expiresAt'],
    [{ description: 'x', grants: PULL, expiresAt: 'tomorrow' }, 'expiresAt'],
    [{ description: 7, grants: PULL }, 'description'],
    [{ grants: PULL }, 'description'],
  ])('refuses %j and names the wrong field', async (body, field) => {
    const account = await anAccount();
    const answer = await account.browser.post('/api/tokens', body);
    expect(answer.status).toBe(400);
    expect(answer.body.error.field).toContain(field.split('[')[0]);
    expect((await account.browser.get('/api/tokens')).body.total).toBe(0);
  });
});

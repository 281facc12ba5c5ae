import { expect, it } from 'vitest';
import { type SampleAccount, sampleAccount } from '../../support/lanyard/accounts.ts';
import { trailOf } from '../../support/lanyard/audit.ts';
import { usesWritten } from '../../support/lanyard/background-work.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { requestToken, sampleToken } from '../../support/lanyard/tokens.ts';

const PULL = [{ pattern: '*', actions: ['pull'] }];

describeLanyard('access tokens', (lanyard) => {
  let accounts = 0;
  const anAccount = (): Promise<SampleAccount> => {
    accounts += 1;
    return sampleAccount(lanyard(), `person-${accounts}`);
  };

  it('R18: show their secret in the answer that makes them, and never again', async () => {
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

  it('are listed newest first, paged, and filtered by origin, status and text', async () => {
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
      counts: { active: 2, inactive: 1, expired: 1 },
    });
  });

  it('tell when, from where and by what they were last used, and for which repository', async () => {
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

  it('R14: leave exactly one event for each change, and none where nothing changed', async () => {
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

  it("R25, attack 30: somebody else's answer like missing ones, byte for byte, whatever is tried", async () => {
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
  ])('are refused with the field that is wrong: %j', async (body, field) => {
    const account = await anAccount();
    const answer = await account.browser.post('/api/tokens', body);
    expect(answer.status).toBe(400);
    expect(answer.body.error.field).toContain(field.split('[')[0]);
    expect((await account.browser.get('/api/tokens')).body.total).toBe(0);
  });
});

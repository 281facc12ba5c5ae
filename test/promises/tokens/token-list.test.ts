import { expect, it } from 'vitest';
import { freshName, sampleAccount, sampleOrganization } from '../../support/lanyard/accounts.ts';
import { usesWritten } from '../../support/lanyard/background-work.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { requestToken, sampleToken } from '../../support/lanyard/tokens.ts';

const DAY_SECONDS = 86_400;

describeLanyard('the list of access tokens over HTTP', (lanyard) => {
  const anAccount = () => sampleAccount(lanyard(), freshName('ada'));
  const use = async (name: string, secret: string) => {
    await requestToken(lanyard(), { credential: `${name}:${secret}` });
    await usesWritten(lanyard());
  };

  it('is sorted on the server by creation, last use, description or expiration, in both directions', async () => {
    const { name, browser } = await anAccount();
    const inDays = (days: number) => new Date(lanyard().clock.now() + days * DAY_SECONDS * 1000).toISOString();
    const secrets: string[] = [];
    for (const [description, expiresAt] of [
      ['b', inDays(2)],
      ['C', null],
      ['a', inDays(1)],
    ] as const) {
      const body = { description, grants: [{ pattern: '*', actions: ['pull'] }], expiresAt };
      secrets.push((await browser.post('/api/tokens', body)).body.secret);
      lanyard().clock.advance(1);
    }
    await use(name, secrets[1] ?? '');
    lanyard().clock.advance(1);
    await use(name, secrets[0] ?? '');
    const listed = async (query: string) => {
      const { body } = await browser.get(`/api/tokens?${query}`);
      return body.tokens.map(({ description }: { description: string }) => description).join('');
    };
    expect(await listed('')).toBe('aCb');
    expect(await listed('sort=created&order=asc')).toBe('bCa');
    expect(await listed('sort=description&order=asc')).toBe('abC');
    expect(await listed('sort=description')).toBe('Cba');
    expect(await listed('sort=lastUsed')).toBe('bCa');
    expect(await listed('sort=lastUsed&order=asc')).toBe('Cba');
    expect(await listed('sort=expires&order=asc')).toBe('abC');
    expect(await listed('sort=expires&order=desc&page=2&pageSize=1')).toBe('a');
  });

  it.each(['sort=secret', 'sort=created_at', 'sort=', 'order=down', 'sort=created;drop'])(
    'refuses ?%s with 400',
    async (query) => {
      const { browser } = await anAccount();
      const { status, body } = await browser.get(`/api/tokens?${query}`);
      expect([status, body.error.field]).toEqual([400, query.startsWith('sort') ? 'sort' : 'order']);
    },
  );

  it('the usage chart shows the uses of one token by day', async () => {
    // Noon, so that the day does not end during the test.
    lanyard().clock.advance(DAY_SECONDS * 1.5 - ((lanyard().clock.now() / 1000) % DAY_SECONDS));
    const account = await anAccount();
    const { id, secret } = await sampleToken(account, { actions: ['pull'] });
    const other = await sampleToken(account, { actions: ['pull'] });
    await use(account.name, secret);
    await use(account.name, secret);
    await use(account.name, other.secret);
    const today = new Date(lanyard().clock.now()).toISOString().slice(0, 10);
    const answer = await account.browser.get(`/api/tokens/${id}/usage-summary`);
    const from = new Date(Date.parse(today) - 29 * DAY_SECONDS * 1000).toISOString();
    const day = `${today}T00:00:00.000Z`;
    expect(answer.body).toEqual({ from, to: day, days: [{ day, count: 2 }] });
    const { from: far } = (await account.browser.get(`/api/tokens/${id}/usage-summary?days=90`)).body;
    expect(Date.parse(day) - Date.parse(far)).toBe(89 * DAY_SECONDS * 1000);
    lanyard().clock.advance(DAY_SECONDS);
    await account.browser.signIn(account.name, account.password);
    expect((await account.browser.get(`/api/tokens/${id}/usage-summary?days=1`)).body.days).toEqual([]);
    expect((await account.browser.get(`/api/tokens/${id}/usage-summary?days=2`)).body.days).toHaveLength(1);
  });

  it("R25: another account's token has no chart and no events, like a missing one; its owner sees both", async () => {
    const [account, stranger] = [await anAccount(), await anAccount()];
    const { id } = await sampleToken(account, { actions: ['pull'] });
    const foreign = await stranger.browser.get(`/api/tokens/${id}/usage-summary`);
    const missing = await stranger.browser.get('/api/tokens/nothing-of-that-id/usage-summary');
    expect([foreign.status, foreign.body]).toEqual([404, missing.body]);
    await account.browser.patch(`/api/tokens/${id}`, { active: false });
    const events = (await account.browser.get(`/api/audit?subjectId=${id}`)).body;
    expect(events.events.map(({ action }: { action: string }) => action)).toEqual([
      'token.deactivated',
      'token.created',
    ]);
    expect((await stranger.browser.get(`/api/audit?subjectId=${id}`)).body).toEqual({ total: 0, events: [] });
  });

  it("owners see the usage chart of their organization's tokens, and members do not", async () => {
    const { name, path, owner, member, stranger } = await sampleOrganization(lanyard());
    const body = { description: 'ci', grants: [{ pattern: `${name}/*`, actions: ['pull'] }] };
    const made = await owner.browser.post(`${path}/tokens`, body);
    expect([made.status, made.body.error?.message]).toEqual([201, undefined]);
    const chart = `${path}/tokens/${made.body.token.id}/usage-summary`;
    const statuses = [owner, member, stranger].map(async ({ browser }) => (await browser.get(chart)).status);
    expect(await Promise.all(statuses)).toEqual([200, 403, 404]);
  });

  it.each(['days=0', 'days=91', 'days=1.5', 'days=many', 'from=2026-01-01'])(
    'refuses a usage chart with ?%s and answers 400',
    async (query) => {
      const account = await anAccount();
      const { id } = await sampleToken(account, { actions: ['pull'] });
      expect((await account.browser.get(`/api/tokens/${id}/usage-summary?${query}`)).status).toBe(400);
    },
  );
});

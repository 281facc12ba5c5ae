import { ROUTES } from '@lanyard/server/app/route-table';
import { expect, it } from 'vitest';
import { freshName, sampleAccount, sampleOrganization } from '../../support/lanyard/accounts.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { hubClient } from '../../support/lanyard/tokens.ts';

const HUB_ROUTES = ROUTES.filter(({ surface }) => surface === 'hub');
const WITH_PARAMETERS_FILLED = (path: string) => path.replace(/:\w+/g, 'nothing-of-that-name');

describeLanyard("the addresses of Docker Hub's interface", (lanyard) => {
  it('are the same with and without a slash at the end, also in their refusals', async () => {
    for (const { method, path } of HUB_ROUTES) {
      const address = WITH_PARAMETERS_FILLED(path);
      const [plain, slashed] = await Promise.all(
        [address, `${address}/`].map((one) =>
          lanyard()
            .browser()
            .request(method, one, method === 'GET' ? {} : { body: {} }),
        ),
      );
      expect([method, path, slashed?.status, slashed?.body]).toEqual([method, path, plain?.status, plain?.body]);
      expect([method, path, plain?.status]).not.toEqual([method, path, 404]);
    }
  });

  it('give access to nothing when a slash is doubled', async () => {
    const { owner, name } = await sampleOrganization(lanyard());
    const hub = await hubClient(lanyard(), owner);
    for (const address of [`//v2/orgs/${name}/members`, `/v2//orgs/${name}/members`, `/v2/orgs/${name}//members`]) {
      const { status } = await hub('GET', address);
      expect([address, status]).toEqual([address, 404]);
    }
    expect((await hub('GET', `/v2/orgs/${name}/members//`)).status).toBe(404);
  });

  it('list access tokens at `/v2/access-tokens/` and show the caller at `/v2/user/`', async () => {
    const { name, owner } = await sampleOrganization(lanyard());
    const hub = await hubClient(lanyard(), owner);
    expect((await hub('GET', '/v2/access-tokens/')).body).toMatchObject({ count: 0, results: [] });
    expect((await hub('GET', '/v2/user/')).body).toMatchObject({ username: owner.name, type: 'User' });
    expect((await hub('GET', '/v2/user/orgs/?page_size=100&page=1')).body).toMatchObject({
      count: 1,
      results: [{ orgname: name }],
    });
    expect((await hub('GET', `/v2/orgs/${name}/`)).body).toMatchObject({ orgname: name, type: 'Organization' });
  });

  const bodies: readonly (readonly [string, object])[] = [
    ['no body at all', {}],
    ['no body, called JSON', { headers: { 'content-type': 'application/json' } }],
    ['broken JSON', { body: '{', headers: { 'content-type': 'application/json' } }],
    ['another type', { body: '<a/>', headers: { 'content-type': 'text/xml' } }],
  ];
  it.each(bodies)('say "not found" where nothing is served, to %s', async (_what, sent) => {
    for (const method of ['DELETE', 'POST', 'PATCH']) {
      const { status, body, headers } = await lanyard().browser().request(method, '/v2/no/such/address/', sent);
      expect([method, status, body.detail]).toEqual([method, 404, expect.stringContaining('not found')]);
      expect(body.message).toBe(body.detail);
      expect(headers.get('x-ratelimit-limit')).toBe('3000');
    }
  });

  it('show in every answer how many requests are left in the minute', async () => {
    const hub = await hubClient(lanyard(), await sampleAccount(lanyard(), freshName('asker')));
    lanyard().clock.advance(61);
    expect((await hub('GET', '/v2/user')).headers.get('x-ratelimit-remaining')).toBe('2999');
    const second = await hub('GET', '/v2/access-tokens/nothing');
    expect([second.status, second.headers.get('x-ratelimit-remaining')]).toEqual([404, '2998']);
    expect(Number(second.headers.get('x-ratelimit-reset')) * 1000).toBeGreaterThan(lanyard().clock.now());
    expect((await lanyard().browser().get('/api/session')).headers.has('x-ratelimit-limit')).toBe(false);
  });

  it('no account or organization can have a name that is a word of these addresses', async () => {
    const { browser } = await sampleAccount(lanyard(), freshName('namer'));
    for (const name of ['orgs', 'repositories', 'users', 'namespaces', 'user', 'invites', 'scim', 'access-tokens']) {
      const { status, body } = await browser.post('/api/organizations', { name });
      expect([name, status, body.error.message]).toEqual([name, 400, 'name: is reserved']);
    }
  });
});

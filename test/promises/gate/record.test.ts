import { expect, it } from 'vitest';
import { type SampleAccount, sampleAccount } from '../../support/lanyard/accounts.ts';
import { oldRowsRemoved, passagesWritten } from '../../support/lanyard/background-work.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { secretOfDefaultGate } from '../../support/lanyard/guarded-default.ts';
import { requestToken, sampleToken } from '../../support/lanyard/tokens.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const DAY_SECONDS = 86_400;

describeLanyard('the record of what passed the gate', (lanyard) => {
  let accounts = 0;
  let made: Promise<string> | undefined;
  const secretOfGate = () => {
    made ??= secretOfDefaultGate(lanyard());
    return made;
  };
  const anAccount = (): Promise<SampleAccount> => {
    accounts += 1;
    return sampleAccount(lanyard(), `record-${accounts}`);
  };

  async function pass(method: string, target: string, token: string): Promise<number> {
    const headers = {
      'x-lanyard-gate': await secretOfGate(),
      'x-forwarded-method': method,
      'x-forwarded-uri': target,
      'x-forwarded-for': '198.51.100.1, 203.0.113.7',
      'user-agent': 'docker/29',
      authorization: `Bearer ${token}`,
    };
    return (await lanyard().browser().request('GET', '/gate/default', { headers })).status;
  }

  async function holder() {
    const account = await anAccount();
    const token = await sampleToken(account, { actions: ['pull', 'push', 'delete'] });
    const repository = `${account.name}/app`;
    const scopes = [`repository:${repository}:pull,push,delete`];
    const { body } = await requestToken(lanyard(), { credential: `${account.name}:${token.secret}`, scopes });
    return { account, token, repository, registryToken: body.token as string };
  }

  it('names manifest and layer, token, person, address and client, and counts equal requests', async () => {
    const { account, token, repository, registryToken } = await holder();
    for (const [method, target] of [
      ['GET', 'manifests/v1'],
      ['GET', 'manifests/v1'],
      ['GET', `blobs/${DIGEST}`],
      ['PUT', 'manifests/v2'],
      ['DELETE', `manifests/${DIGEST}`],
      // Requests about which nobody asks later.
      ['HEAD', 'manifests/v1'],
      ['GET', 'tags/list'],
      ['POST', 'blobs/uploads/'],
    ] as const) {
      expect(await pass(method, `/v2/${repository}/${target}`, registryToken)).toBe(204);
    }
    await passagesWritten(lanyard());
    const path = `/api/repository/passages?name=${repository}`;
    const { body } = await account.browser.get(path);
    const seen = body.passages.map(
      ({ action, reference, count }: Record<string, unknown>) => `${action} ${reference} ${count}`,
    );
    expect(seen.sort()).toEqual([`delete ${DIGEST} 1`, `pull ${DIGEST} 1`, 'pull v1 2', 'push v2 1']);
    expect(body.passages[0]).toMatchObject({
      registry: 'default',
      repository,
      tokenId: token.id,
      holder: account.name,
      address: '203.0.113.7',
      client: 'docker/29',
    });
    const only = async (query: string) => (await account.browser.get(`${path}&${query}`)).body.total;
    expect(await only(`reference=${DIGEST}`)).toBe(2);
    expect(await only(`reference=${DIGEST}&action=pull`)).toBe(1);
    expect(await only('before=2020-01-01T00:00:00Z')).toBe(0);
    expect((await account.browser.get(`${path}&before=tuesday`)).status).toBe(400);
    expect((await account.browser.get(`/api/tokens/${token.id}/passages`)).body.total).toBe(4);
  });

  it('has no refused requests', async () => {
    const { account, token, repository, registryToken } = await holder();
    await account.browser.delete(`/api/tokens/${token.id}`);
    expect(await pass('GET', `/v2/${repository}/manifests/v1`, registryToken)).toBe(401);
    await passagesWritten(lanyard());
    expect((await account.browser.get(`/api/repository/passages?name=${repository}`)).body.total).toBe(0);
  });

  it('R25: is shown to people with the admin right, and the part of a token only to its owner', async () => {
    const { account, token, repository, registryToken } = await holder();
    await pass('GET', `/v2/${repository}/manifests/v1`, registryToken);
    const stranger = await anAccount();
    for (const path of ['passages', 'passages-by-day']) {
      expect((await stranger.browser.get(`/api/repository/${path}?name=${repository}`)).status).toBe(404);
      expect((await stranger.browser.get(`/api/tokens/${token.id}/${path}`)).status).toBe(404);
    }
    await account.browser.patch(`/api/repository?name=${repository}`, { visibility: 'public' });
    expect((await stranger.browser.get(`/api/repository/passages?name=${repository}`)).status).toBe(403);
  });

  it('is counted by day after 90 days, without addresses, and is deleted with the uses', async () => {
    const { account, repository, registryToken } = await holder();
    const own = async (path: string) => (await account.browser.get(`/api/repository/${path}?name=${repository}`)).body;
    for (let time = 0; time < 3; time += 1) {
      await pass('GET', `/v2/${repository}/manifests/v1`, registryToken);
      await passagesWritten(lanyard());
    }
    expect((await own('passages')).total).toBe(3);
    lanyard().clock.advance(91 * DAY_SECONDS);
    await oldRowsRemoved(lanyard());
    await account.browser.signIn(account.name, account.password);
    expect((await own('passages')).total).toBe(0);
    const { days } = await own('passages-by-day');
    expect(days).toEqual([
      expect.objectContaining({ action: 'pull', reference: 'v1', holder: account.name, count: 3 }),
    ]);
    expect(JSON.stringify(days)).not.toContain('203.0.113.7');
    lanyard().clock.advance(400 * DAY_SECONDS);
    await oldRowsRemoved(lanyard());
    await account.browser.signIn(account.name, account.password);
    expect((await own('passages-by-day')).total).toBe(0);
  });
});

import { expect, it } from 'vitest';
import { sampleAccount } from '../../support/lanyard/accounts.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { secretOfDefaultGate } from '../../support/lanyard/guarded-default.ts';
import { operatorRuns } from '../../support/lanyard/operator.ts';
import { requestToken, sampleToken } from '../../support/lanyard/tokens.ts';
import { type ManifestRegistry, serveManifests } from '../../support/programs/manifest-registry.ts';

describeLanyard('an immutable tag', (lanyard) => {
  let accounts = 0;
  let guarded: Promise<{ readonly secret: string; readonly registry: ManifestRegistry }> | undefined;
  const gate = () => {
    guarded ??= (async () => {
      const registry = await serveManifests();
      const secret = await secretOfDefaultGate(lanyard());
      await operatorRuns(lanyard(), `registry set-internal-url default ${registry.url}`);
      return { secret, registry };
    })();
    return guarded;
  };

  async function world() {
    const { secret, registry } = await gate();
    accounts += 1;
    const account = await sampleAccount(lanyard(), `fixed-${accounts}`);
    const repository = `${account.name}/app`;
    await account.browser.post('/api/repositories', { name: repository });
    const token = await sampleToken(account, { actions: ['pull', 'push', 'delete'] });
    const scopes = [`repository:${repository}:pull,push,delete`];
    const { body } = await requestToken(lanyard(), { credential: `${account.name}:${token.secret}`, scopes });
    const ask = async (method: string, rest: string) => {
      const headers = {
        'x-lanyard-gate': secret,
        'x-forwarded-method': method,
        'x-forwarded-uri': `/v2/${repository}/${rest}`,
        authorization: `Bearer ${body.token}`,
      };
      return lanyard().browser().request('GET', '/gate/default', { headers });
    };
    const statusOf = async (rest: string, method = 'PUT') => (await ask(method, rest)).status;
    const set = (immutableTags: readonly string[] | null) =>
      account.browser.patch(`/api/repository?name=${repository}`, { immutableTags });
    return { account, repository, registry, ask, statusOf, set };
  }

  it('can be pushed once and never moved, and the refusal says so', async () => {
    const { repository, registry, ask, statusOf, set } = await world();
    expect((await set(['^v'])).body.immutableTags).toEqual(['^v']);
    expect(await statusOf('manifests/v1')).toBe(204);
    const digest = registry.hold(repository, '{}', 'v1');
    const refused = await ask('PUT', 'manifests/v1');
    expect({ status: refused.status, errors: refused.body.errors }).toMatchObject({
      status: 403,
      errors: [{ code: 'DENIED', message: `the tag v1 of ${repository} is immutable; push another tag` }],
    });
    registry.setTag(repository, 'latest', digest);
    for (const rest of ['manifests/latest', 'manifests/v2', `manifests/${digest}`, 'blobs/uploads/x']) {
      expect(await statusOf(rest)).toBe(204);
    }
    expect(await statusOf('manifests/v1', 'GET')).toBe(204);
    expect(await statusOf(`manifests/${digest}?tag=latest&tag=v1`)).toBe(403);
    expect(await statusOf(`manifests/${digest}?tag=../v1`)).toBe(403);
    await set([]);
    expect(await statusOf('manifests/latest')).toBe(403);
    await set(null);
    expect(await statusOf('manifests/v1')).toBe(204);
  });

  it('cannot be pushed if the registry does not say whether it exists', async () => {
    const { registry, statusOf, set } = await world();
    await set(['^v']);
    registry.fail(500);
    expect([await statusOf('manifests/v9'), await statusOf('manifests/latest')]).toEqual([503, 204]);
    registry.fail(undefined);
  });

  it('R34: is set with patterns by people with the admin right, after a fresh sign-in', async () => {
    const { account, repository, set } = await world();
    for (const patterns of [['('], ['a'.repeat(101)]]) expect((await set(patterns)).status).toBe(400);
    const stranger = await sampleAccount(lanyard(), `stranger-${accounts}`);
    const path = `/api/repository?name=${repository}`;
    expect((await stranger.browser.patch(path, { immutableTags: [] })).status).toBe(404);
    expect((await account.browser.get(path)).body.immutableTags).toBeNull();
    lanyard().clock.advance(660);
    expect((await set([])).status).toBe(403);
  });

  it('needs a gate in front of every registry', async () => {
    const { set } = await world();
    await operatorRuns(lanyard(), `registry create plain-${accounts} --service plain-${accounts}`);
    const refused = await set([]);
    expect([refused.status, JSON.stringify(refused.body)]).toEqual([409, expect.stringContaining('has no gate')]);
  });
});

import { OPERATOR } from '@lanyard/server/features/access/caller';
import { transact } from '@lanyard/server/features/access/change';
import { quarantineImage, releaseImage } from '@lanyard/server/features/gate/quarantine';
import { expect, it } from 'vitest';
import { type SampleAccount, sampleAccount } from '../../support/lanyard/accounts.ts';
import { eventsOf } from '../../support/lanyard/audit.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { secretOfDefaultGate } from '../../support/lanyard/guarded-default.ts';
import { operatorRuns } from '../../support/lanyard/operator.ts';
import { requestToken, sampleToken } from '../../support/lanyard/tokens.ts';
import { type ManifestRegistry, serveManifests } from '../../support/programs/manifest-registry.ts';

const ELSEWHERE = `sha256:${'e'.repeat(64)}`;

describeLanyard('an image in quarantine', (lanyard) => {
  let accounts = 0;
  let guarded: Promise<{ readonly secret: string; readonly registry: ManifestRegistry }> | undefined;
  /** The gate of the registry. The registry's internal address is known. */
  const gate = () => {
    guarded ??= (async () => {
      const registry = await serveManifests();
      const secret = await secretOfDefaultGate(lanyard());
      await operatorRuns(lanyard(), `registry set-internal-url default ${registry.url}`);
      return { secret, registry };
    })();
    return guarded;
  };
  const anAccount = (): Promise<SampleAccount> => {
    accounts += 1;
    return sampleAccount(lanyard(), `guard-${accounts}`);
  };

  /** An owner with a repository that has one image, and a person who asks the gate for it. */
  async function world() {
    const { secret, registry } = await gate();
    const account = await anAccount();
    const repository = `${account.name}/app`;
    await account.browser.post('/api/repositories', { name: repository });
    const digest = registry.hold(repository, `{"config":"${repository}"}`, 'v1');
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
    const statusOf = async (method: string, rest: string) => (await ask(method, rest)).status;
    const address = `/api/repository/quarantines?name=${repository}`;
    const put = (image: string, reason = 'a secret key is in it') =>
      account.browser.post(address, { registry: 'default', digest: image, reason });
    const release = (image: string) => account.browser.delete(`${address}&registry=default&digest=${image}`);
    return { account, repository, registry, digest, ask, statusOf, address, put, release };
  }

  it('is refused to everybody with the reason, by its digest and by its tags, until it is released', async () => {
    const { ask, statusOf, digest, put, release } = await world();
    for (const reference of ['v1', digest]) expect(await statusOf('GET', `manifests/${reference}`)).toBe(204);
    expect((await put(digest, 'ein Schlüssel liegt darin')).status).toBe(204);
    for (const rest of ['manifests/v1', `manifests/${digest}`, `blobs/${digest}`]) {
      const refused = await ask('GET', rest);
      expect({ status: refused.status, code: refused.body.errors[0].code }).toEqual({ status: 403, code: 'DENIED' });
      expect(refused.body.errors[0].message).toBe(`${digest} is in quarantine: ein Schlüssel liegt darin`);
      expect(JSON.parse(refused.headers.get('x-lanyard-error') ?? '')).toEqual(refused.body);
    }
    expect((await release(digest)).status).toBe(204);
    for (const reference of ['v1', digest]) expect(await statusOf('GET', `manifests/${reference}`)).toBe(204);
  });

  it('blocks every index that contains it, also through another index', async () => {
    const { repository, registry, digest, statusOf, put } = await world();
    const mediaType = 'application/vnd.oci.image.index.v1+json';
    const index = registry.hold(repository, JSON.stringify({ mediaType, manifests: [{ digest }] }), 'all');
    const outer = registry.hold(repository, JSON.stringify({ manifests: [{ digest: index, mediaType }] }), 'outer');
    const other = registry.hold(repository, JSON.stringify({ manifests: [{ digest: ELSEWHERE }] }), 'other');
    await put(digest);
    for (const reference of ['all', index, 'outer', outer]) {
      expect(await statusOf('GET', `manifests/${reference}`)).toBe(403);
    }
    for (const reference of ['other', other]) expect(await statusOf('GET', `manifests/${reference}`)).toBe(204);
  });

  it('is refused under a tag that was moved to it, and not under one that was moved away', async () => {
    const { repository, registry, digest, statusOf, put } = await world();
    const sound = registry.hold(repository, '{"config":"sound"}', 'latest');
    await put(digest);
    expect([await statusOf('GET', 'manifests/latest'), await statusOf('GET', 'manifests/v1')]).toEqual([204, 403]);
    registry.setTag(repository, 'latest', digest);
    registry.setTag(repository, 'v1', sound);
    expect([await statusOf('GET', 'manifests/latest'), await statusOf('GET', 'manifests/v1')]).toEqual([403, 204]);
  });

  it('does not block pushes, deletions, other images and other repositories', async () => {
    const { digest, statusOf, put } = await world();
    const other = await world();
    await put(digest);
    for (const [method, rest] of [
      ['PUT', 'manifests/v1'],
      ['PUT', `manifests/${digest}`],
      ['HEAD', 'manifests/v1'],
      ['POST', 'blobs/uploads/'],
      ['DELETE', `manifests/${digest}`],
      ['GET', `manifests/${ELSEWHERE}`],
      ['GET', `blobs/${ELSEWHERE}`],
      ['GET', 'tags/list'],
    ] as const) {
      expect({ method, rest, status: await statusOf(method, rest) }).toEqual({ method, rest, status: 204 });
    }
    expect(await other.statusOf('GET', 'manifests/v1')).toBe(204);
    expect(await other.statusOf('GET', `manifests/${digest}`)).toBe(204);
  });

  it('makes the gate ask the registry what a tag names; without a quarantine the gate asks nothing', async () => {
    const { registry, digest, statusOf, put } = await world();
    registry.asked();
    await statusOf('GET', 'manifests/v1');
    expect(registry.asked()).toEqual([]);
    await put(digest);
    registry.fail(500);
    expect(await statusOf('GET', 'manifests/v1')).toBe(503);
    expect(await statusOf('GET', `manifests/${digest}`)).toBe(403);
    registry.fail(undefined);
    expect(registry.asked()).toHaveLength(1);
  });

  it('R14: records one event for each change in the log of the namespace, and none if nothing changes', async () => {
    const { digest, put, release } = await world();
    const facts = { registry: 'default', digest, source: 'owner' };
    const reason = 'a secret key is in it';
    const made = await eventsOf(lanyard(), () => put(digest));
    expect(made).toEqual([expect.objectContaining({ action: 'image.quarantined', data: { ...facts, reason } })]);
    expect(await eventsOf(lanyard(), () => put(digest, 'another reason'))).toEqual([]);
    const released = await eventsOf(lanyard(), () => release(digest));
    expect(released).toEqual([
      expect.objectContaining({ action: 'image.released', data: { ...facts, before: reason } }),
    ]);
    expect((await release(digest)).status).toBe(404);
  });

  it('is listed with who put it there, when and why', async () => {
    const { account, address, digest, put } = await world();
    expect((await account.browser.get(address)).body).toEqual({ total: 0, quarantines: [], registries: ['default'] });
    await put(digest);
    const { body } = await account.browser.get(address);
    expect(body.quarantines).toEqual([
      {
        registry: 'default',
        digest,
        reason: 'a secret key is in it',
        source: 'owner',
        madeBy: account.name,
        createdAt: expect.stringMatching(/Z$/),
      },
    ]);
  });

  it('R25, R34: can be put there and released only by owners with a fresh sign-in', async () => {
    const { account, address, digest, put, release, repository } = await world();
    const [stranger, helper] = [await anAccount(), await anAccount()];
    const body = { registry: 'default', digest, reason: 'mine now' };
    for (const status of [404, 403]) {
      expect((await stranger.browser.get(address)).status).toBe(status);
      expect((await stranger.browser.post(address, body)).status).toBe(status);
      expect((await stranger.browser.delete(`${address}&registry=default&digest=${digest}`)).status).toBe(status);
      await account.browser.patch(`/api/repository?name=${repository}`, { visibility: 'public' });
    }
    const right = { subjectType: 'account', subject: helper.name, right: 'admin' };
    await account.browser.put(`/api/repository/rights?name=${repository}`, right);
    expect((await helper.browser.get(address)).status).toBe(200);
    expect((await helper.browser.post(address, body)).status).toBe(403);
    lanyard().clock.advance(660);
    expect([(await put(digest)).status, (await release(digest)).status]).toEqual([403, 403]);
  });

  it('outlives the record of its repository', async () => {
    const { account, repository, digest, statusOf, put } = await world();
    await put(digest);
    await account.browser.delete(`/api/repository?name=${repository}`);
    await account.browser.post('/api/repositories', { name: repository });
    expect(await statusOf('GET', `manifests/${digest}`)).toBe(403);
  });

  it('needs a gate, one digest and a reason of one line', async () => {
    const { account, address, digest, put } = await world();
    await operatorRuns(lanyard(), `registry create plain-${accounts} --service plain-${accounts}`);
    const plain = { registry: `plain-${accounts}`, digest, reason: 'old' };
    const refused = await account.browser.post(address, plain);
    expect(refused.status).toBe(409);
    expect(JSON.stringify(refused.body)).toContain('has no gate');
    expect((await account.browser.post(address, { ...plain, registry: 'nowhere' })).status).toBe(404);
    for (const [image, reason] of [
      ['v1', 'old'],
      [digest, ' '],
      [digest, 'two\nlines'],
      [digest, 'x'.repeat(301)],
    ] as const) {
      expect((await put(image, reason)).status).toBe(400);
    }
  });

  it('can also be put there by a rule, which can release only its own images', async () => {
    const { repository, digest, statusOf, put, release } = await world();
    const { services } = lanyard();
    const [namespace = '', name = ''] = repository.split('/');
    const byRule = (work: typeof quarantineImage | typeof releaseImage) =>
      transact(services, OPERATOR, async (change) => {
        const registry = await change.records.registries.byName('default');
        const found = await change.records.repositories.byName(namespace, name);
        if (!registry || !found) throw new Error('not there');
        const rule = { source: 'scan', madeBy: null, reason: 'malware was found' };
        return work(change, { registry, repository: found, digest, ...rule });
      });
    expect(await byRule(quarantineImage)).toBe(true);
    expect(await byRule(quarantineImage)).toBe(false);
    expect(await statusOf('GET', 'manifests/v1')).toBe(403);
    expect(await byRule(releaseImage)).toBe(true);
    await put(digest);
    expect(await byRule(releaseImage)).toBe(false);
    expect(await statusOf('GET', 'manifests/v1')).toBe(403);
    await release(digest);
  });

  it('keeps the internal address of a registry from leading back to a gate', async () => {
    const { secret } = await gate();
    expect(secret).not.toBe('');
    const closed = await serveManifests();
    closed.fail(401);
    await expect(operatorRuns(lanyard(), `registry set-internal-url default ${closed.url}`)).rejects.toMatchObject({
      code: 'invalid-input',
      data: { field: 'internalUrl', reason: expect.stringContaining('a token that only a gate refuses') },
    });
    await expect(operatorRuns(lanyard(), 'registry set-internal-url default ftp://x')).rejects.toThrow('invalid-input');
    await closed[Symbol.asyncDispose]();
  });
});

import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { sampleAccount, sampleOrganization } from '../../support/lanyard/accounts.ts';
import { imagesLookedUp, passagesWritten, walkedSome } from '../../support/lanyard/background-work.ts';
import type { Browser } from '../../support/lanyard/browser.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { secretOfDefaultGate } from '../../support/lanyard/guarded-default.ts';
import { operatorRuns } from '../../support/lanyard/operator.ts';
import { hubClient, requestToken, sampleToken } from '../../support/lanyard/tokens.ts';
import { makeTar } from '../../support/programs/make-tar.ts';
import { type RegistryStandIn, startRegistryStandIn } from '../../support/programs/registry-stand-in.ts';

const LAYER = gzipSync(makeTar([{ path: 'etc/motd', content: Buffer.from('hello') }]));
const SOON = { timeout: 15_000, interval: 100 };

describeLanyard('the images of a registry', (lanyard) => {
  let registry: RegistryStandIn;
  let secret: string;
  let printed: string;

  beforeAll(async () => {
    registry = await startRegistryStandIn();
    await operatorRuns(lanyard(), `registry set-internal-url default ${registry.url}`);
    printed = await operatorRuns(lanyard(), 'registry images default');
    secret = /lyevents_[\w-]+/.exec(printed)?.[0] ?? '';
  });

  afterAll(async () => {
    await registry[Symbol.asyncDispose]();
  });

  const send = (body: object, given = secret, name = 'default') => {
    const headers = { 'x-lanyard-events': given, 'content-type': 'application/vnd.docker.distribution.events.v1+json' };
    return lanyard().browser().request('POST', `/registries/${name}/events`, { headers, body });
  };
  const pushed = (repository: string, tag: string, digest = `sha256:${'0'.repeat(64)}`) => ({
    events: [
      {
        action: 'push',
        target: { repository, tag, digest, mediaType: 'application/vnd.oci.image.manifest.v1+json' },
        actor: { name: 'mallory' },
      },
    ],
  });

  async function repository() {
    const organization = await sampleOrganization(lanyard());
    const name = `${organization.name}/app`;
    await organization.owner.browser.post('/api/repositories', { name, visibility: 'private' });
    return { ...organization, repository: name };
  }
  const tagsOf = async (browser: Browser, name: string) =>
    (await browser.get(`/api/repository/tags?name=${name}`)).body;
  const tagged = async (browser: Browser, name: string, tag: string) => {
    await imagesLookedUp(lanyard());
    return vi.waitFor(async () => {
      const found = (await tagsOf(browser, name)).tags.find((one: { tag: string }) => one.tag === tag);
      expect(found).toBeDefined();
      return found;
    }, SOON);
  };

  it('need a configuration of the registry, which is printed with a secret', () => {
    expect(printed).toContain(`url: ${lanyard().url}/registries/default/events`);
    expect(printed).toContain(`X-Lanyard-Events: [${secret}]`);
  });

  it('R38: accept no events without the secret, and answer the same for a registry that does not exist', async () => {
    for (const [given, name] of [
      ['', 'default'],
      ['lyevents_other', 'default'],
      [secret, 'nowhere'],
    ] as const) {
      const answer = await send(pushed('acme/app', 'latest'), given, name);
      expect([answer.status, answer.body]).toEqual([401, { error: { message: expect.any(String) } }]);
    }
  });

  it('are known after an event, with what the registry says and not with what the event says', async () => {
    const { owner, repository: name } = await repository();
    const image = registry.image(name, [LAYER], { tag: '1.0', architecture: 'arm64' });
    expect((await send(pushed(name, '1.0'))).status).toBe(204);
    const found = await tagged(owner.browser, name, '1.0');
    expect(found).toMatchObject({
      digest: image.digest,
      kind: 'image',
      platform: { os: 'linux', architecture: 'arm64', variant: null },
      registry: 'default',
      verdict: 'waiting',
      pushed: null,
      pulledAt: null,
    });
    expect(found.size).toBeGreaterThan(LAYER.length);
    expect(JSON.stringify(found)).not.toContain('mallory');
    const asked = registry.asked.filter(({ path }) => path.includes(name)).flatMap(({ access }) => access);
    expect(new Set(asked.map((entry) => JSON.stringify(entry)))).toEqual(
      new Set([JSON.stringify({ type: 'repository', name, actions: ['pull'] })]),
    );
  });

  it('show the platforms of an index, the layers of one, and what refers to it', async () => {
    const { owner, repository: name } = await repository();
    const children = ['amd64', 'arm64'].map((architecture) => {
      return { ...registry.image(name, [LAYER], { architecture }), platform: { os: 'linux', architecture } };
    });
    const mediaType = 'application/vnd.oci.image.index.v1+json';
    const index = registry.manifest(name, { schemaVersion: 2, mediaType, manifests: children }, 'multi');
    const [first] = children;
    const empty = {
      mediaType: 'application/vnd.oci.empty.v1+json',
      digest: registry.blob(Buffer.from('{}')).digest,
      size: 2,
    };
    const note = registry.blob(Buffer.from('signed'), 'text/plain');
    const signature = registry.manifest(name, {
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      artifactType: 'application/vnd.example.signature',
      config: empty,
      layers: [note],
      subject: { mediaType: first?.mediaType, digest: first?.digest, size: first?.size },
    });
    await send(pushed(name, 'multi', signature.digest));
    const found = await tagged(owner.browser, name, 'multi');
    expect(found).toMatchObject({
      kind: 'index',
      digest: index.digest,
      children: [
        { platform: { architecture: 'amd64' } },
        { platform: { architecture: 'arm64' }, digest: children[1]?.digest },
      ],
    });
    await vi.waitFor(async () => {
      const { body } = await owner.browser.get(`/api/repository/image?name=${name}&digest=${first?.digest}`);
      expect(body).toMatchObject({
        tags: [],
        layers: [
          { mediaType: 'application/vnd.oci.image.config.v1+json' },
          { size: LAYER.length, verdict: 'waiting', infections: [] },
        ],
        referrers: [{ digest: signature.digest, kind: 'artifact', artifactType: 'application/vnd.example.signature' }],
      });
    }, SOON);
  });

  it('R25: are shown only to people who may pull; who pushed them is shown only to people with the admin right', async () => {
    const { owner, member, stranger, repository: name } = await repository();
    const { digest } = registry.image(name, [LAYER], { tag: 'v1' });
    const gate = await secretOfDefaultGate(lanyard());
    const token = await sampleToken(owner, { actions: ['pull', 'push'] });
    const credential = `${owner.name}:${token.secret}`;
    const { body: issued } = await requestToken(lanyard(), {
      credential,
      scopes: [`repository:${name}:pull,push`],
      service: 'lanyard',
    });
    for (const [method, reference] of [
      ['PUT', 'v1'],
      ['GET', digest],
    ])
      await lanyard()
        .browser()
        .request('GET', '/gate/default', {
          headers: {
            'x-lanyard-gate': gate ?? '',
            'x-forwarded-method': method ?? '',
            'x-forwarded-uri': `/v2/${name}/manifests/${reference}`,
            authorization: `Bearer ${issued.token}`,
          },
        });
    await passagesWritten(lanyard());
    await send(pushed(name, 'v1'));
    const known = await tagged(owner.browser, name, 'v1');
    expect(known).toMatchObject({ pushed: { holder: owner.name, tokenId: token.id }, pulledAt: expect.any(String) });
    for (const path of [`/api/repository/tags?name=${name}`, `/api/repository/image?name=${name}&digest=${digest}`])
      expect((await stranger.browser.get(path)).status).toBe(404);
    await owner.browser.put(`/api/repository/rights?name=${name}`, {
      subjectType: 'account',
      subject: member.name,
      right: 'read',
    });
    expect((await tagsOf(member.browser, name)).tags[0]).toMatchObject({
      pushed: { holder: null, tokenId: null },
      pulledAt: expect.any(String),
    });
    await owner.browser.patch(`/api/repository?name=${name}`, { visibility: 'public' });
    expect((await tagsOf(stranger.browser, name)).tags[0]).toMatchObject({ digest, pushed: null, pulledAt: null });
  });

  it("are listed by Docker Hub's addresses", async () => {
    const { owner, repository: name } = await repository();
    const { digest } = registry.image(name, [LAYER], { tag: 'v2' });
    await send(pushed(name, 'v2'));
    await tagged(owner.browser, name, 'v2');
    const hub = await hubClient(lanyard(), owner);
    const list = await hub('GET', `/v2/repositories/${name}/tags/?page_size=5`);
    expect(list.body).toMatchObject({
      count: 1,
      next: null,
      results: [{ name: 'v2', digest, images: [{ architecture: 'amd64', os: 'linux', digest }] }],
    });
    expect((await hub('GET', `/v2/namespaces/${name.replace('/', '/repositories/')}/tags/v2`)).body).toEqual(
      list.body.results[0],
    );
    const missing = await hub('GET', `/v2/repositories/${name}/tags/v3/`);
    expect([missing.status, missing.body.detail]).toEqual([404, 'tag not found']);
  });

  it('ignore events about repositories without a record', async () => {
    const somebody = await sampleAccount(lanyard(), `nobody-${Date.now()}`);
    const name = `${somebody.name}/secret`;
    registry.image(name, [LAYER], { tag: 'v1' });
    expect((await send(pushed(name, 'v1'))).status).toBe(204);
    await imagesLookedUp(lanyard());
    expect(registry.asked.some(({ path }) => path.includes(name))).toBe(false);
  });

  it('are found by the walk if an event was lost, and forgotten when the registry no longer has them', async () => {
    const { owner, repository: name } = await repository();
    const { digest } = registry.image(name, [LAYER], { tag: 'lost' });
    registry.image(name, [LAYER], { tag: 'kept', architecture: 'riscv64' });
    await operatorRuns(lanyard(), 'registry images default');
    await tagged(owner.browser, name, 'lost');
    await tagged(owner.browser, name, 'kept');
    registry.delete(name, 'lost');
    registry.delete(name, digest);
    await operatorRuns(lanyard(), 'registry images default');
    await imagesLookedUp(lanyard());
    await vi.waitFor(
      async () => expect((await tagsOf(owner.browser, name)).tags).toMatchObject([{ tag: 'kept' }]),
      SOON,
    );
    await vi.waitFor(async () => {
      const { status } = await owner.browser.get(`/api/repository/image?name=${name}&digest=${digest}`);
      expect(status).toBe(404);
    }, SOON);
  });

  describe('a registry that lies', () => {
    it('about a manifest is not believed', async () => {
      const { owner, repository: name } = await repository();
      const { digest } = registry.image(name, [LAYER]);
      registry.image(name, [LAYER], { tag: 'later', architecture: 's390x' });
      registry.misbehave({ manifest: (bytes) => Buffer.concat([bytes, Buffer.from(' ')]) });
      await send(pushed(name, '', digest));
      await imagesLookedUp(lanyard());
      await vi.waitFor(() => expect(registry.asked.some(({ path }) => path.endsWith(digest))).toBe(true), SOON);
      registry.misbehave({});
      await send(pushed(name, 'later'));
      await tagged(owner.browser, name, 'later');
      expect((await owner.browser.get(`/api/repository/image?name=${name}&digest=${digest}`)).status).toBe(404);
    });
  });

  it('are forgotten with the connection', async () => {
    const { owner, repository: name } = await repository();
    registry.image(name, [LAYER], { tag: 'last' });
    await send(pushed(name, 'last'));
    await tagged(owner.browser, name, 'last');
    const renewed = await operatorRuns(lanyard(), 'registry images default --renew-secret');
    expect((await send(pushed(name, 'last'))).status).toBe(401);
    expect((await send(pushed(name, 'last'), /lyevents_[\w-]+/.exec(renewed)?.[0])).status).toBe(204);
    await operatorRuns(lanyard(), 'registry images default --forget');
    expect((await send(pushed(name, 'last'), /lyevents_[\w-]+/.exec(renewed)?.[0])).status).toBe(401);
  });

  it('are walked over by one server, however long that takes', async () => {
    const { repository: name } = await repository();
    for (const tag of ['a', 'b', 'c'])
      registry.image(name, [gzipSync(makeTar([{ path: tag }]))], { tag, architecture: 'riscv64' });
    const others: boolean[] = [];
    registry.misbehave({
      // The walk reads the configuration of each new image, and waits for the answer meanwhile.
      blob: (bytes, response) => {
        if (!bytes.includes('riscv64')) return void response.end(bytes);
        lanyard().clock.advance(240);
        void walkedSome(lanyard()).then((isWalked) => {
          others.push(isWalked);
          response.end(bytes);
        });
      },
    });
    await operatorRuns(lanyard(), 'registry images default');
    await vi.waitFor(() => expect(others).toHaveLength(3), SOON);
    expect(others).toEqual([false, false, false]);
    registry.misbehave({});
    await imagesLookedUp(lanyard());
  });
});

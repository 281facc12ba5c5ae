import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { TEST_SIGNATURE } from '@lanyard/core/scans/self-test';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type SampleOrganization, sampleOrganization } from '../../support/lanyard/accounts.ts';
import { eventsOf } from '../../support/lanyard/audit.ts';
import { imagesLookedUp } from '../../support/lanyard/background-work.ts';
import { migratedDatabase } from '../../support/lanyard/migrated-database.ts';
import { operatorRuns } from '../../support/lanyard/operator.ts';
import { type Lanyard, startLanyard } from '../../support/lanyard/start-lanyard.ts';
import { type ClamdStandIn, startClamdStandIn } from '../../support/programs/clamd-stand-in.ts';
import { describeWith } from '../../support/programs/installed-programs.ts';
import { makeTar } from '../../support/programs/make-tar.ts';
import {
  type RegistryStandIn,
  type StoredDescriptor,
  startRegistryStandIn,
} from '../../support/programs/registry-stand-in.ts';
import { type TemporaryFolder, temporaryFolder } from '../../support/programs/temporary-folder.ts';

const SOON = { timeout: 20_000, interval: 100 };
const INDEX = 'application/vnd.oci.image.index.v1+json';
const layerOf = (content: string | Uint8Array) =>
  gzipSync(
    makeTar([
      { path: 'srv/file', content: Buffer.from(content) },
      { path: 'etc/unique', content: randomBytes(16) },
    ]),
  );

describeWith(['postgres'], 'two servers that share the queue of scans on PostgreSQL', () => {
  let clamd: ClamdStandIn;
  let folder: TemporaryFolder;
  let registry: RegistryStandIn;
  let first: Lanyard;
  let second: Lanyard;
  let organization: SampleOrganization;
  let repository: string;
  let secret: string;

  beforeAll(async () => {
    folder = await temporaryFolder();
    clamd = await startClamdStandIn(folder.path);
    registry = await startRegistryStandIn();
    const databaseUrl = await migratedDatabase();
    const scans = { LANYARD_CLAMD: clamd.socketPath };
    first = await startLanyard({ databaseUrl, settings: scans });
    const settings = { ...scans, LANYARD_PUBLIC_URL: first.url };
    second = await startLanyard({ databaseUrl, dataFolder: first.dataFolder, settings });
    await operatorRuns(first, `registry set-internal-url default ${registry.url}`);
    secret = /lyevents_[\w-]+/.exec(await operatorRuns(first, 'registry images default'))?.[0] ?? '';
    organization = await sampleOrganization(first);
    repository = `${organization.name}/app`;
    await organization.owner.browser.post('/api/repositories', { name: repository, visibility: 'private' });
  });
  afterAll(async () => {
    await second?.stop();
    await first?.stop();
    await registry[Symbol.asyncDispose]();
    await clamd[Symbol.asyncDispose]();
    await folder.remove();
  });

  const imageOf = async (digest: string) =>
    (await organization.owner.browser.get(`/api/repository/image?name=${repository}&digest=${digest}`)).body;
  async function lookedUp(...pushed: readonly StoredDescriptor[]): Promise<void> {
    const events = pushed.map((target) => ({ target: { ...target, repository } }));
    const headers = { 'x-lanyard-events': secret };
    await first.browser().request('POST', '/registries/default/events', { headers, body: { events } });
    await imagesLookedUp(first);
  }

  it('fetch each layer once and act once on each verdict, and one goes on when the other is stopped', async () => {
    const images = Array.from({ length: 24 }, (_, count) =>
      registry.image(repository, [layerOf(`shared ${count % 2}`), layerOf(TEST_SIGNATURE)], { tag: `v${count}` }),
    );
    const events = await eventsOf(first, async () => {
      await lookedUp(...images);
      await vi.waitFor(() => expect(clamd.scanned.length).toBeGreaterThan(10), SOON);
      await second.stop();
      for (const { digest } of images)
        await vi.waitFor(async () => expect((await imageOf(digest)).verdict).toBe('infected'), SOON);
      await vi.waitFor(async () => expect(await infectedOnRecord()).toBe(images.length), SOON);
    });
    const told = events.filter(({ action }) => action === 'image.infected').map(({ data }) => data.digest);
    expect(told.toSorted()).toEqual(images.map(({ digest }) => digest).toSorted());
    const layers = (await Promise.all(images.map(({ digest }) => imageOf(digest)))).flatMap((image) => image.layers);
    // The configuration is read together with each manifest.
    const digests = new Set(layers.filter(({ mediaType }) => mediaType.includes('tar')).map(({ digest }) => digest));
    const fetched = registry.asked.filter(({ path }) => digests.has(path.split('/blobs/')[1]));
    expect(digests.size).toBe(2 * images.length);
    // The layers that the stopped server had started are fetched again.
    expect(fetched.length - digests.size).toBeLessThanOrEqual(2);
  });

  async function infectedOnRecord(): Promise<number> {
    const { body } = await organization.owner.browser.get(
      `/api/audit?namespace=${organization.name}&action=image.infected&pageSize=100`,
    );
    return body.total;
  }

  it('never call an index clean if it contains an image that nobody read', async () => {
    const read = {
      ...registry.image(repository, [layerOf('clean')]),
      platform: { os: 'linux', architecture: 'amd64' },
    };
    const unread = { ...read, digest: `sha256:${'0'.repeat(64)}`, platform: { os: 'linux', architecture: 'arm64' } };
    const index = registry.manifest(
      repository,
      { schemaVersion: 2, mediaType: INDEX, manifests: [read, unread] },
      'sparse',
    );
    await lookedUp(index);
    await vi.waitFor(async () => expect((await imageOf(read.digest)).verdict).toBe('clean'), SOON);
    expect((await imageOf(index.digest)).verdict).toBe('not-scanned');
  });
});

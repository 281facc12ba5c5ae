import { type LayerReport, ReportBuilder } from '@lanyard/core/scans/verdict';
import { reportOf } from '@lanyard/core/scans/vulnerability';
import type { Records } from '@lanyard/server/store/store';
import { expect, it, vi } from 'vitest';
import { describeStores, type TestDatabase } from './open-stores.ts';
import { aRegistry, change, T0 } from './sample-records.ts';

const REGISTRY = aRegistry('images');
const PLACE = { registryId: REGISTRY.id, repository: 'ada/app' };
const IMAGE = {
  ...PLACE,
  id: 'image',
  namespace: 'ada',
  digest: 'sha256:1',
  kind: 'image',
  mediaType: 'image',
  artifactType: null,
  subject: null,
  size: 2,
  platform: null,
  seenAt: T0,
} as const;
const NOTHING = reportOf([]);
const DIGESTS = ['one', 'two'];
const CLEAN = new ReportBuilder();
const INFECTED = new ReportBuilder();
INFECTED.infected('file', 'malware');

describeStores('images and their layers', (fresh) => {
  it('R53: keep the worst verdict when two servers finish layers of one image at the same moment', async () => {
    const database = await fresh();
    const [one, two] = [await database.openStore(), await database.openStore()];
    await change(one, async (records) => {
      await records.registries.insert(REGISTRY);
      await foundImage(records);
      await reported(records, 'one', CLEAN);
    });
    let refreshed: Promise<void> | undefined;
    await two.transaction(async (records) => {
      await reported(records, 'two', INFECTED);
      await records.imageVerdicts.refresh([IMAGE.id]);
      refreshed ??= one.transaction(({ imageVerdicts }) => imageVerdicts.refresh([IMAGE.id]));
      await waitsForLock(database);
    });
    await refreshed;
    expect(await one.read.images.byDigest(PLACE, IMAGE.digest)).toMatchObject({ verdict: 'infected' });
  });

  it('R53: keep a layer that is added to an image while another process removes it as unused', async () => {
    const database = await fresh();
    const [one, two] = [await database.openStore(), await database.openStore()];
    await change(one, async (records) => {
      await records.registries.insert(REGISTRY);
      await records.layers.insert([descriptorOf('one')], T0);
    });
    const unused = await two.read.layers.unused(10);
    expect(unused).toEqual(['one']);
    let removed: Promise<void> | undefined;
    await one.transaction(async (records) => {
      await foundImage(records);
      removed ??= two.transaction(({ layers }) => layers.deleteUnused(unused));
      await waitsForLock(database);
    });
    await removed;
    expect((await one.read.layers.ofImage(IMAGE.id)).map(({ digest }) => digest)).toEqual(DIGESTS);
    expect(await one.read.images.byDigest(PLACE, IMAGE.digest)).toMatchObject({ verdict: 'waiting' });
  });

  it('that are scanned again come by use and then by age, and not if another server scanned them meanwhile', async () => {
    const store = await (await fresh()).openStore();
    const day = T0 + 86_400_000;
    const digests = ['old', 'older', 'used', 'by-another'];
    const scannedAt: Readonly<Record<string, number>> = {
      old: T0 + 2,
      older: T0 + 1,
      used: T0 + 3,
      'by-another': day + 1,
    };
    await change(store, async (records) => {
      const { layers, registries, images, vulnerabilityScans } = records;
      await registries.insert(REGISTRY);
      await layers.insert(digests.map(descriptorOf), T0);
      for (const digest of digests) {
        await vulnerabilityScans.insert(digest, 'image', T0);
        await images.put({ ...IMAGE, id: digest, digest }, [digest], []);
      }
      await images.setTag(PLACE, 'latest', 'used', T0);
      for (const digest of digests) await scannedOnce(records, digest, scannedAt[digest] ?? T0);
    });
    await change(store, ({ imageUses }) =>
      imageUses.note([{ repository: PLACE.repository, reference: 'latest', digest: null }], T0 - (T0 % 86_400_000)),
    );
    const scanner = { engine: 'now', since: day };
    const order: (string | undefined)[][] = [];
    for (let count = 0; count < digests.length; count += 1)
      await change(store, async ({ layers, vulnerabilityScans }) => {
        const claimed = [
          await layers.claim(T0 + 9, day, scanner),
          await vulnerabilityScans.claim(T0 + 9, day, scanner),
        ];
        order.push(claimed.map((one) => one?.digest));
      });
    expect(order).toEqual(['used', 'older', 'old', undefined].map((digest) => [digest, digest]));
    expect(await store.read.layers.isAnyDue(T0 + 9, scanner)).toBe(false);
    expect(await store.read.vulnerabilityScans.isAnyDue(T0 + 9, scanner)).toBe(false);
  });
});

const descriptorOf = (digest: string) => ({ digest, mediaType: 'layer', size: 1 });

async function foundImage({ layers, images, imageVerdicts }: Records): Promise<void> {
  await layers.insert(DIGESTS.map(descriptorOf), T0);
  await images.put(IMAGE, DIGESTS, []);
  await imageVerdicts.refresh([IMAGE.id]);
}

async function reported({ layers }: Records, digest: string, found: ReportBuilder): Promise<void> {
  const report: LayerReport = found.report({ engine: 'ClamAV', files: 1, bytes: 1, fault: null });
  const layer = { ...descriptorOf(digest), verdict: 'waiting', report: null, engine: null } as const;
  await layers.setReport({ ...layer, scannedAt: null, dueAt: T0, attempts: 0, usedAt: 0 }, report, T0);
}

/** On SQLite, changes wait for each other before they begin. */
async function waitsForLock({ dialect, query }: TestDatabase): Promise<void> {
  if (dialect === 'sqlite') return;
  const waiting = () => query('select 1 from pg_locks where not granted');
  await vi.waitFor(async () => expect(await waiting()).not.toEqual([]), { timeout: 10_000 });
}

async function scannedOnce({ layers, vulnerabilityScans }: Records, digest: string, at: number): Promise<void> {
  const engine = digest === 'older' ? 'even older' : 'before';
  const layer = { ...descriptorOf(digest), verdict: 'waiting', report: null, engine: null, scannedAt: null } as const;
  const claimed = { ...layer, dueAt: T0, attempts: 0, usedAt: 0 };
  await layers.setReport(claimed, CLEAN.report({ engine, files: 1, bytes: 1, fault: null }), at);
  await layers.settle(claimed, null);
  const scan = { digest, mediaType: 'image', dueAt: T0, attempts: 0, engine: null, scannedAt: null } as const;
  const facts = { worst: null, fault: null, usedAt: 0 };
  await vulnerabilityScans.setReport({ ...scan, ...facts }, { digest, engine, at, report: NOTHING, dueAt: null });
}

import { isKeptElsewhere } from '@lanyard/core/images/image-manifest';
import { ScanFault } from '@lanyard/core/scans/scan-fault';
import { WHOLE_CONTENT } from '@lanyard/core/scans/unpack-layer';
import { type LayerReport, ReportBuilder } from '@lanyard/core/scans/verdict';
import type { Clamd } from '../../outbound/clamd.ts';
import type { Services } from '../../services.ts';
import type { Layer } from '../../store/records/scans/layers.ts';
import { placeIn } from '../images/look-up-image.ts';
import type { EngineKeeper, KeptEngine } from './keep-engine.ts';
import { revokeFoundTokens } from './revoke-found-tokens.ts';
import { type ScannedLayer, scanLayer } from './scan-layer.ts';
import type { Engine } from './test-engine.ts';

const CLAIM_MILLISECONDS = 600_000;
const EXTENDED_EVERY_MILLISECONDS = 120_000;
const LONGEST_SCAN_MILLISECONDS = 7_200_000;
const RETRY_MILLISECONDS = [60_000, 600_000, 3_600_000, 21_600_000, 86_400_000] as const;
const PLACES = 5;
const IMAGES_AT_ONCE = 100;

export interface Scanning {
  readonly services: Services;
  readonly clamd: Clamd;
  readonly keeper: EngineKeeper;
  isStopping(): boolean;
}

/**
 * Scans the layer that is due. Each layer is scanned once with each engine, however many images share it. Several
 * servers can do this, because each claims another layer. If a server ends with a claim, the next server takes the
 * layer. Returns false if none was due.
 */
export async function scanNextLayer(scanning: Scanning): Promise<boolean> {
  const { services, keeper, isStopping } = scanning;
  const { store, clock } = services;
  const engine = await keeper.current();
  if (!engine || isStopping()) return false;
  const now = clock.now();
  const layer = await claim(services, engine, now);
  if (!layer) return false;
  const { report, tokens } = await scanned(scanning, layer, engine);
  if (report.verdict === 'failed' && (isStopping() || !(await stillAnswers(scanning)))) {
    // This is not the layer's fault, so it does not count as a try.
    await store.transaction(({ layers }) => layers.giveBack(layer, clock.now()));
    return false;
  }
  const toldTokens = await revokeFoundTokens(services, layer, tokens);
  await keep(services, layer, toldTokens.length === 0 ? report : { ...report, toldTokens });
  return true;
}

/** Reading is cheaper than writing, and usually nothing is due. */
async function claim({ store }: Services, { version, since }: KeptEngine, now: number): Promise<Layer | undefined> {
  const scanner = { engine: version, since };
  if (!(await store.read.layers.isAnyDue(now, scanner))) return undefined;
  return store.transaction(({ layers }) => layers.claim(now, now + CLAIM_MILLISECONDS, scanner));
}

async function stillAnswers({ keeper }: Scanning): Promise<boolean> {
  keeper.doubt();
  return (await keeper.current()) !== undefined;
}

async function scanned(scanning: Scanning, layer: Layer, engine: Engine): Promise<ScannedLayer> {
  const { clamd } = scanning;
  if (isKeptElsewhere(layer)) return { report: notHere(engine), tokens: [] };
  const session = clamd.session();
  try {
    return await scanLayer({ content: contentOf(scanning, layer), engine, session });
  } finally {
    session.close();
  }
}

function notHere({ version }: Engine): LayerReport {
  const report = new ReportBuilder();
  report.notScanned(WHOLE_CONTENT, 'the registry does not keep this layer: clients fetch it from elsewhere');
  return report.report({ engine: version, files: 0, bytes: 0, fault: null });
}

/** Reads the layer from the registry, and extends the claim meanwhile. */
async function* contentOf({ services, isStopping }: Scanning, layer: Layer): AsyncGenerator<Buffer> {
  const { store, clock, registryContent } = services;
  const place = await placeOf(services, layer);
  const begun = clock.now();
  let extended = begun;
  for await (const chunk of registryContent.blob(place, layer)) {
    if (isStopping()) throw new ScanFault('the server stops');
    const now = clock.now();
    if (now - begun > LONGEST_SCAN_MILLISECONDS) throw new ScanFault('the scan took longer than two hours');
    if (now - extended > EXTENDED_EVERY_MILLISECONDS) {
      extended = now;
      await store.transaction(({ layers }) => layers.extendClaim(layer, now + CLAIM_MILLISECONDS));
    }
    yield chunk;
  }
}

/** Uses another repository at each try, if several have the layer. */
async function placeOf(services: Services, { digest, attempts }: Layer) {
  const places = await services.store.read.imageVerdicts.placesOfLayer(digest, PLACES);
  const where = places[(attempts - 1) % Math.max(places.length, 1)];
  const registry = (await services.store.read.registries.list()).find(({ id }) => id === where?.registryId);
  if (!where || !registry || registry.internalUrl === null)
    throw new ScanFault('no registry that is known has this layer');
  if (!services.registryTokens.registryOf(registry.service)) await services.registryTokens.refresh();
  return placeIn(services, registry, where.repository);
}

/**
 * Before the claim ends, updates the verdicts of all images that share the layer, in batches. After a crash, this is
 * done again.
 */
async function keep(services: Services, layer: Layer, report: LayerReport): Promise<void> {
  const { store, clock } = services;
  // A layer that was scanned earlier keeps that result until it can be scanned again.
  const isNews = report.verdict !== 'failed' || layer.report === null || layer.report.verdict === 'failed';
  if (isNews) {
    const isOurs = await store.transaction(({ layers }) => layers.setReport(layer, report, clock.now()));
    if (!isOurs) return;
    await refreshImages(services, layer.digest);
  }
  const pause = RETRY_MILLISECONDS[layer.attempts - 1] ?? RETRY_MILLISECONDS.at(-1) ?? 0;
  const dueAt = report.verdict === 'failed' ? clock.now() + pause : null;
  await store.transaction(({ layers }) => layers.settle(layer, dueAt));
}

async function refreshImages({ store }: Services, digest: string): Promise<void> {
  for (let after = ''; ; ) {
    const ids = await store.read.imageVerdicts.idsWithLayer(digest, after, IMAGES_AT_ONCE);
    if (ids.length > 0) await store.transaction(({ imageVerdicts }) => imageVerdicts.refresh(ids));
    after = ids.at(-1) ?? '';
    if (ids.length < IMAGES_AT_ONCE) return;
  }
}

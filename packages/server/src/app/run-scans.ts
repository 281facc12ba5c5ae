import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { actOnVerdicts } from '../features/scans/act-on-verdicts.ts';
import { createEngineKeeper } from '../features/scans/keep-engine.ts';
import { createScannerKeeper } from '../features/scans/keep-scanner.ts';
import { type Scanning, scanNextLayer } from '../features/scans/scan-images.ts';
import { scanNextImage } from '../features/scans/scan-vulnerabilities.ts';
import type { VulnerabilityScanner } from '../features/scans/vulnerability-scanner.ts';
import type { Clamd } from '../outbound/clamd.ts';
import type { Services } from '../services.ts';
import { type BackgroundRounds, runRounds } from './run-images.ts';

const REMOVED_AT_ONCE = 100;
const REMOVED_EVERY_MILLISECONDS = 3_600_000;

export interface ScanOptions {
  readonly logger: Pick<Logger, 'warn'>;
  /** Undefined if this server scans nothing. It still applies changed rules to what was scanned before. */
  readonly clamd: Clamd | undefined;
  /** Undefined if this server scans for no vulnerabilities. */
  readonly scanner: VulnerabilityScanner | undefined;
  /** How many layers are scanned at once. */
  readonly atOnce: number;
}

/** Scans the layers that are due and acts on the results, as long as this server runs. */
export function runScans(services: Services, { logger, clamd, scanner, atOnce }: ScanOptions): BackgroundRounds {
  const keeper = clamd && createEngineKeeper(services, clamd);
  const scannerKeeper = scanner && createScannerKeeper(services, scanner);
  let removedAt = Number.NEGATIVE_INFINITY;
  const scanVulnerabilities = async (isStopping: () => boolean) => {
    if (!scanner || !scannerKeeper) return;
    const pause = (milliseconds: number) => delay(milliseconds);
    const scanning = { services, scanner, keeper: scannerKeeper, isStopping, pause };
    while (!isStopping() && (await scanNextImage(scanning))) await actOnVerdicts(services);
  };
  const vulnerabilities = runRounds(logger, 'images could not be scanned for vulnerabilities', scanVulnerabilities);
  const malware = runRounds(logger, 'images could not be scanned; it is tried again', async (isStopping) => {
    if (clamd && keeper) await scanDue({ services, clamd, keeper, isStopping }, atOnce);
    while (!isStopping() && (await actOnVerdicts(services)));
    const now = services.clock.now();
    if (now - removedAt < REMOVED_EVERY_MILLISECONDS) return;
    removedAt = now;
    await removeUnusedLayers(services, isStopping);
    await tidyVulnerabilityScans(services, isStopping);
  });
  return {
    stop: async () => {
      await Promise.all([malware.stop(), vulnerabilities.stop()]);
    },
  };
}

async function scanDue(scanning: Scanning, atOnce: number): Promise<void> {
  const { services, isStopping } = scanning;
  const scanSome = async () => {
    while (!isStopping() && (await scanNextLayer(scanning))) await actOnVerdicts(services);
  };
  await Promise.all(Array.from({ length: atOnce }, scanSome));
}

async function removeUnusedLayers({ store }: Services, isStopping: () => boolean): Promise<void> {
  while (!isStopping()) {
    const unused = await store.read.layers.unused(REMOVED_AT_ONCE);
    if (unused.length === 0) return;
    await store.transaction(({ layers }) => layers.deleteUnused(unused));
  }
}

/** Adds the images that an earlier version of this server stored, and removes those that are in no repository. */
async function tidyVulnerabilityScans({ store }: Services, isStopping: () => boolean): Promise<void> {
  const addMissing = () =>
    store.transaction(({ vulnerabilityScans }) => vulnerabilityScans.insertMissing(REMOVED_AT_ONCE));
  while (!isStopping() && (await addMissing()) > 0);
  while (!isStopping()) {
    const unused = await store.read.vulnerabilityScans.unusedScans(REMOVED_AT_ONCE);
    if (unused.length === 0) return;
    await store.transaction(({ vulnerabilityScans }) => vulnerabilityScans.deleteUnused(unused));
  }
}

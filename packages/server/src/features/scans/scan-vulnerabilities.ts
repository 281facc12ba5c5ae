import { ScanFault, ScannerDown } from '@lanyard/core/scans/scan-fault';
import type { ScannedArtifact } from '../../outbound/scanner-adapter.ts';
import type { Services } from '../../services.ts';
import type { VulnerabilityScan } from '../../store/records/scans/vulnerability-scans.ts';
import type { Records } from '../../store/store.ts';
import { placeIn } from '../images/look-up-image.ts';
import type { ScannerKeeper } from './keep-scanner.ts';
import type { ScanTask, VulnerabilityScanner } from './vulnerability-scanner.ts';

const CLAIM_MILLISECONDS = 600_000;
const EXTENDED_EVERY_MILLISECONDS = 120_000;
const LONGEST_SCAN_MILLISECONDS = 1_800_000;
/** How long a stop of the server can wait for it. */
const STOP_MILLISECONDS = 500;
const RETRY_MILLISECONDS = [60_000, 600_000, 3_600_000, 21_600_000, 86_400_000] as const;
const PLACES = 5;
const IMAGES_AT_ONCE = 100;

export interface VulnerabilityScanning {
  readonly services: Services;
  readonly scanner: VulnerabilityScanner;
  readonly keeper: ScannerKeeper;
  isStopping(): boolean;
  pause(milliseconds: number): Promise<void>;
}

/**
 * Has the image that is due scanned for vulnerabilities, once for each database, however many repositories have it.
 * Several servers can do this, because each claims another image. Returns false if none was due.
 */
export async function scanNextImage(scanning: VulnerabilityScanning): Promise<boolean> {
  const { services, keeper, isStopping } = scanning;
  const { store, clock } = services;
  const current = await keeper.current();
  if (!current || isStopping()) return false;
  const now = clock.now();
  if (!(await store.read.vulnerabilityScans.isAnyDue(now, current))) return false;
  const scan = await store.transaction(({ vulnerabilityScans }) =>
    vulnerabilityScans.claim(now, now + CLAIM_MILLISECONDS, current),
  );
  if (!scan) return false;
  try {
    await scanImage(scanning, current.engine, scan);
    return true;
  } catch (error) {
    if (!(error instanceof ScanFault)) throw error;
    if (error instanceof ScannerDown || isStopping()) {
      // This is not the image's fault, so it does not count as a try.
      keeper.doubt();
      await store.transaction(({ vulnerabilityScans }) => vulnerabilityScans.giveBack(scan, clock.now()));
      return false;
    }
    const pause = RETRY_MILLISECONDS[scan.attempts - 1] ?? RETRY_MILLISECONDS.at(-1) ?? 0;
    const { message } = error;
    await store.transaction(({ vulnerabilityScans }) => vulnerabilityScans.fail(scan, message, clock.now() + pause));
    return true;
  }
}

async function scanImage(scanning: VulnerabilityScanning, engine: string, scan: VulnerabilityScan): Promise<void> {
  const { services, scanner } = scanning;
  const { store, clock } = services;
  const { digest } = scan;
  const kept = await store.read.vulnerabilityScans.sbom(digest);
  const { report, sbom } = await scanner.scan(taskOf(scanning, scan, kept));
  await store.transaction(async (records) => {
    const { vulnerabilityScans } = records;
    const isOurs = await vulnerabilityScans.setReport(scan, { digest, engine, at: clock.now(), report, dueAt: null });
    if (!isOurs) return;
    if (sbom !== undefined) await vulnerabilityScans.putSbom(digest, clock.now(), sbom);
    await markImages(records, digest);
  });
}

function taskOf(scanning: VulnerabilityScanning, scan: VulnerabilityScan, sbom: string | undefined): ScanTask {
  const { services, isStopping, pause } = scanning;
  const { store, clock } = services;
  const begun = clock.now();
  let extended = begun;
  const keepClaim = async () => {
    if (isStopping()) throw new ScanFault('the server stops');
    const now = clock.now();
    if (now - begun > LONGEST_SCAN_MILLISECONDS) throw new ScanFault('the scan took longer than 30 minutes');
    if (now - extended <= EXTENDED_EVERY_MILLISECONDS) return;
    extended = now;
    const until = now + CLAIM_MILLISECONDS;
    await store.transaction(({ vulnerabilityScans }) => vulnerabilityScans.extendClaim(scan, until));
  };
  return {
    artifact: () => artifactOf(services, scan),
    digest: scan.digest,
    sbom,
    isStopping,
    pause: async (milliseconds) => {
      for (let left = milliseconds; left > 0; left -= STOP_MILLISECONDS) {
        await keepClaim();
        await pause(Math.min(left, STOP_MILLISECONDS));
      }
    },
  };
}

/** The scanner gets a token that pulls this one repository, belongs to no account, and is valid for minutes. */
async function artifactOf(services: Services, scan: VulnerabilityScan): Promise<ScannedArtifact> {
  const { store, registryTokens } = services;
  const { digest, mediaType, attempts } = scan;
  const places = await store.read.vulnerabilityScans.places(digest, PLACES);
  const where = places[(attempts - 1) % Math.max(places.length, 1)];
  const registry = (await store.read.registries.list()).find(({ id }) => id === where?.registryId);
  if (!where || !registry || registry.internalUrl === null)
    throw new ScanFault('no registry that is known has this image');
  if (!registryTokens.registryOf(registry.service)) await registryTokens.refresh();
  const { repository } = where;
  const { address, token } = placeIn(services, registry, repository);
  return { registryUrl: address, token: token(), repository, digest, mediaType };
}

/**
 * The policy is applied to all images with this digest. It is noted together with the report: otherwise a crash between
 * the two would leave a vulnerable image unnoticed until the next database.
 */
async function markImages({ vulnerabilityScans, imageVerdicts }: Records, digest: string): Promise<void> {
  for (let after = ''; ; ) {
    const ids = await vulnerabilityScans.imageIds(digest, after, IMAGES_AT_ONCE);
    await imageVerdicts.mark(ids);
    after = ids.at(-1) ?? '';
    if (ids.length < IMAGES_AT_ONCE) return;
  }
}

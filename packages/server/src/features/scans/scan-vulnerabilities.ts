import type { AdapterMetadata } from '@lanyard/core/scans/adapter-metadata';
import { ScanFault, ScannerDown } from '@lanyard/core/scans/scan-fault';
import { parseSbomReport, parseVulnerabilityReport } from '@lanyard/core/scans/vulnerability';
import type { ScannedArtifact, ScannerAdapter, WantedReport } from '../../outbound/scanner-adapter.ts';
import type { Services } from '../../services.ts';
import type { VulnerabilityScan } from '../../store/records/scans/vulnerability-scans.ts';
import type { Records } from '../../store/store.ts';
import { placeIn } from '../images/look-up-image.ts';
import type { AdapterKeeper } from './keep-scanner.ts';

const CLAIM_MILLISECONDS = 600_000;
const EXTENDED_EVERY_MILLISECONDS = 120_000;
const LONGEST_SCAN_MILLISECONDS = 1_800_000;
const FIRST_POLL_MILLISECONDS = 100;
const LONGEST_POLL_MILLISECONDS = 5_000;
/** How long a stop of the server can wait for it. */
const STOP_MILLISECONDS = 500;
const RETRY_MILLISECONDS = [60_000, 600_000, 3_600_000, 21_600_000, 86_400_000] as const;
const PLACES = 5;
const IMAGES_AT_ONCE = 100;

export interface VulnerabilityScanning {
  readonly services: Services;
  readonly adapter: ScannerAdapter;
  readonly keeper: AdapterKeeper;
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
  const metadata = await keeper.current();
  if (!metadata || isStopping()) return false;
  const now = clock.now();
  if (!(await store.read.vulnerabilityScans.isAnyDue(now, metadata.engine))) return false;
  const scan = await store.transaction(({ vulnerabilityScans }) =>
    vulnerabilityScans.claim(now, now + CLAIM_MILLISECONDS, metadata.engine),
  );
  if (!scan) return false;
  try {
    await scanImage(scanning, metadata, scan);
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

async function scanImage(
  scanning: VulnerabilityScanning,
  { engine, reportType, sbomType }: AdapterMetadata,
  scan: VulnerabilityScan,
): Promise<void> {
  const { services } = scanning;
  const { store, clock } = services;
  const { digest } = scan;
  const text = await reportFor(scanning, scan, { type: 'vulnerability', mediaType: reportType });
  const report = parseVulnerabilityReport(text, digest);
  const hasSbom = sbomType === null || (await store.read.vulnerabilityScans.sbom(digest)) !== undefined;
  // What is in an image never changes, so its bill of materials is made once.
  const sbom = hasSbom ? undefined : await sbomOf(scanning, scan, sbomType);
  await store.transaction(async (records) => {
    const { vulnerabilityScans } = records;
    const isOurs = await vulnerabilityScans.setReport(scan, { digest, engine, at: clock.now(), report, dueAt: null });
    if (!isOurs) return;
    if (sbom !== undefined) await vulnerabilityScans.putSbom(digest, clock.now(), sbom);
    await markImages(records, digest);
  });
}

/** Undefined if the scanner cannot make it for this image. The report about vulnerabilities counts without it. */
async function sbomOf(
  scanning: VulnerabilityScanning,
  scan: VulnerabilityScan,
  mediaType: string,
): Promise<string | undefined> {
  try {
    return parseSbomReport(await reportFor(scanning, scan, { type: 'sbom', mediaType }), scan.digest);
  } catch (error) {
    if (error instanceof ScannerDown || !(error instanceof ScanFault) || scanning.isStopping()) throw error;
    return undefined;
  }
}

/** Asks for a scan and waits for its report, and extends the claim meanwhile. */
async function reportFor(
  scanning: VulnerabilityScanning,
  scan: VulnerabilityScan,
  wanted: WantedReport,
): Promise<string> {
  const { services, adapter } = scanning;
  const { clock, store } = services;
  const id = await adapter.begin(await artifactOf(services, scan), wanted);
  const begun = clock.now();
  let extended = begun;
  for (let pause = FIRST_POLL_MILLISECONDS; ; pause = Math.min(pause * 2, LONGEST_POLL_MILLISECONDS)) {
    const answer = await adapter.report(id, wanted);
    if (answer.is === 'report') return answer.text;
    const now = clock.now();
    if (now - begun > LONGEST_SCAN_MILLISECONDS) throw new ScanFault('the scan took longer than 30 minutes');
    if (now - extended > EXTENDED_EVERY_MILLISECONDS) {
      extended = now;
      await store.transaction(({ vulnerabilityScans }) =>
        vulnerabilityScans.extendClaim(scan, now + CLAIM_MILLISECONDS),
      );
    }
    await waitUnless(scanning, answer.afterSeconds === null ? pause : answer.afterSeconds * 1000);
  }
}

async function waitUnless({ isStopping, pause }: VulnerabilityScanning, milliseconds: number): Promise<void> {
  for (let left = Math.max(milliseconds, FIRST_POLL_MILLISECONDS); left > 0; left -= STOP_MILLISECONDS) {
    if (isStopping()) throw new ScanFault('the server stops');
    await pause(Math.min(left, STOP_MILLISECONDS));
  }
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

import type { ImageVerdict } from '@lanyard/core/scans/verdict';
import type { Severity } from '@lanyard/core/scans/vulnerability';
import type { Services } from '../../services.ts';
import type { Page, Paged } from '../../store/paged.ts';
import type { Image } from '../../store/records/images/images.ts';
import type { ScanProgress } from '../../store/records/scans/layers.ts';
import type { ScanEngine } from '../../store/records/scans/scan-engines.ts';
import type { AccountCaller } from '../access/caller.ts';
import { look } from '../access/change.ts';
import { requireOwnership } from '../access/permissions.ts';
import { blindSpotsOf } from './test-engine.ts';

export interface SecurityOverview {
  /** How many images have each verdict. */
  readonly counts: Readonly<Record<ImageVerdict, number>>;
  /** Null if this server scans nothing, or has not reached the scanner yet. */
  readonly engine: (ScanEngine & { readonly blindSpots: readonly string[] }) | null;
  /** For the whole server, counted in layers. */
  readonly progress: ScanProgress | null;
  readonly vulnerabilities: VulnerabilityOverview;
}

interface VulnerabilityOverview {
  /** Null if this server has no scanner for vulnerabilities, or has not reached it yet. */
  readonly engine: ScanEngine | null;
  /** Images by their most severe vulnerability. `null` is none. */
  readonly counts: ReadonlyMap<Severity | null, number>;
  /** For the whole server. */
  readonly waiting: number;
  readonly scannedInLastHour: number;
}

/** For owners: the scan results for the images of their organization. Errors: those of `requireOwnership`. */
export async function showSecurity(
  services: Services,
  caller: AccountCaller,
  organization: string,
): Promise<SecurityOverview> {
  await requireOwnership(look(services, caller), organization);
  const { imageVerdicts, layers, scanEngines } = services.store.read;
  const engine = await scanEngines.clamd();
  const counts = await imageVerdicts.countsIn(organization);
  const vulnerabilities = await vulnerabilityOverview(services, organization);
  if (!engine) return { counts, engine: null, progress: null, vulnerabilities };
  const blindSpots = engine.version === null ? [] : blindSpotsOf({ ...engine, version: engine.version });
  const progress = await layers.progress(engine.version ?? '', services.clock.now());
  return { counts, engine: { ...engine, blindSpots }, progress, vulnerabilities };
}

async function vulnerabilityOverview({ store, clock }: Services, organization: string): Promise<VulnerabilityOverview> {
  const { scanEngines, vulnerabilityScans } = store.read;
  const engine = (await scanEngines.adapter()) ?? null;
  const { waiting, outdated, scannedInLastHour } = await vulnerabilityScans.progress(
    engine?.version ?? '',
    clock.now(),
  );
  const counts = await vulnerabilityScans.countsIn(organization);
  return { engine, counts, waiting: waiting + outdated, scannedInLastHour };
}

/** The images of an organization with this verdict, or with this most severe vulnerability, newest first. Errors: as for `showSecurity`. */
export async function listImagesOfVerdict(
  services: Services,
  caller: AccountCaller,
  organization: string,
  { verdict, severity, ...page }: Page & { readonly verdict: ImageVerdict; readonly severity?: Severity | undefined },
): Promise<Paged<Image>> {
  await requireOwnership(look(services, caller), organization);
  const { imageVerdicts, vulnerabilityScans } = services.store.read;
  if (severity !== undefined) return vulnerabilityScans.imagesOf(organization, severity, page);
  return imageVerdicts.imagesOf(organization, verdict, page);
}

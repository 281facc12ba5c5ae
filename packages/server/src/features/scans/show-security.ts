import type { ImageVerdict } from '@lanyard/core/scans/verdict';
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
  if (!engine) return { counts, engine: null, progress: null };
  const blindSpots = engine.version === null ? [] : blindSpotsOf({ ...engine, version: engine.version });
  const progress = await layers.progress(engine.version ?? '', services.clock.now());
  return { counts, engine: { ...engine, blindSpots }, progress };
}

/** The images of an organization with this verdict, newest first. Errors: as for `showSecurity`. */
export async function listImagesOfVerdict(
  services: Services,
  caller: AccountCaller,
  organization: string,
  { verdict, ...page }: Page & { readonly verdict: ImageVerdict },
): Promise<Paged<Image>> {
  await requireOwnership(look(services, caller), organization);
  return services.store.read.imageVerdicts.imagesOf(organization, verdict, page);
}

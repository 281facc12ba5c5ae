import { DomainError } from '@lanyard/core/domain-error';
import { formatRepositoryName } from '@lanyard/core/repositories/repository';
import type { Vulnerability } from '@lanyard/core/scans/vulnerability';
import type { Services } from '../../services.ts';
import type { Page, Paged } from '../../store/paged.ts';
import type { AccountCaller } from '../access/caller.ts';
import { look } from '../access/change.ts';
import { requireVisibleRepository } from '../access/repository-access.ts';

interface WhichImage {
  /** The repository. */
  readonly name: string;
  readonly digest: string;
}

/**
 * From the last report about an image, the most severe first. Errors: those of `requireVisibleRepository`, `not-found`
 * for an unknown image, and for one that was not scanned yet.
 */
export async function listVulnerabilities(
  services: Services,
  caller: AccountCaller,
  which: WhichImage,
  { page, pageSize }: Page,
): Promise<Paged<Vulnerability>> {
  const digest = await visibleDigest(services, caller, which);
  const latest = await services.store.read.vulnerabilityScans.latest(digest);
  if (!latest) throw new DomainError('not-found', { what: 'report' });
  const { vulnerabilities } = latest.report;
  const first = (page - 1) * pageSize;
  return { total: vulnerabilities.length, items: vulnerabilities.slice(first, first + pageSize) };
}

/** The CycloneDX document of an image, as text. Errors: as above. */
export async function showSbom(services: Services, caller: AccountCaller, which: WhichImage): Promise<string> {
  const digest = await visibleDigest(services, caller, which);
  const document = await services.store.read.vulnerabilityScans.sbom(digest);
  if (document === undefined) throw new DomainError('not-found', { what: 'bill of materials' });
  return document;
}

/** Only of an image that is in this repository, because reports are shared by all repositories that have it. */
async function visibleDigest(services: Services, caller: AccountCaller, { name, digest }: WhichImage): Promise<string> {
  const { repository } = await requireVisibleRepository(look(services, caller), name);
  const image = await services.store.read.images.inRepository(formatRepositoryName(repository), digest);
  if (!image) throw new DomainError('not-found', { what: 'image' });
  return image.digest;
}

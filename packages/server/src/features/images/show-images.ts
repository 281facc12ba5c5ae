import { DomainError } from '@lanyard/core/domain-error';
import { formatRepositoryName, type RepositoryRight } from '@lanyard/core/repositories/repository';
import type { VulnerabilityReport } from '@lanyard/core/scans/vulnerability';
import type { RepositoryScope } from '@lanyard/core/tokens/repository-scope';
import type { Services } from '../../services.ts';
import type { Paged } from '../../store/paged.ts';
import type { Passage } from '../../store/records/gate/passages.ts';
import type { Image, ImageChild, TaggedImage, TagPage } from '../../store/records/images/images.ts';
import type { Layer } from '../../store/records/scans/layers.ts';
import type { VulnerabilityScan } from '../../store/records/scans/vulnerability-scans.ts';
import type { Caller, OrganizationCaller } from '../access/caller.ts';
import { look } from '../access/change.ts';
import { requireVisibleRepository } from '../access/repository-access.ts';

/** Who pushed and pulled, as the gate recorded it. Null if the gate has no record, or if the caller may not know. */
export interface Passed {
  readonly pushed: Pick<Passage, 'at' | 'holder' | 'tokenId'> | null;
  readonly pulledAt: number | null;
}

export interface ShownTag extends TaggedImage, Passed {
  readonly children: readonly ImageChild[];
}

export interface TagList extends Paged<ShownTag> {
  /** Whether any registry sends this server its events. */
  readonly isConnected: boolean;
}

/** The tags of a repository, newest first. Errors: those of `requireVisibleRepository`. */
export async function listTags(
  services: Services,
  caller: OrganizationCaller,
  name: string,
  page: TagPage,
): Promise<TagList> {
  const { fullName, right } = await visible(services, caller, name, 'scope-tag-read');
  const { total, items } = await services.store.read.images.tags(fullName, page);
  const shown: ShownTag[] = [];
  for (const item of items) shown.push(await shownTag(services, item, right));
  return { total, items: shown, isConnected: await knowsImages(services) };
}

/** Whether any registry sends this server its events. */
export async function knowsImages({ store }: Services): Promise<boolean> {
  return (await store.read.registryConnections.list()).length > 0;
}

/** Errors: those of `requireVisibleRepository`, `not-found`. */
export async function showTag(
  services: Services,
  caller: OrganizationCaller,
  name: string,
  tag: string,
): Promise<ShownTag> {
  const { fullName, right } = await visible(services, caller, name, 'scope-tag-read');
  const found = await services.store.read.images.tag(fullName, tag);
  if (!found) throw new DomainError('not-found', { what: 'tag' });
  return shownTag(services, found, right);
}

async function shownTag(services: Services, tagged: TaggedImage, right: RepositoryRight | null): Promise<ShownTag> {
  const { image, tag } = tagged;
  const children = image.kind === 'index' ? await services.store.read.images.childrenOf(image) : [];
  return { ...tagged, children, ...(await passedBy(services, image, [tag], right)) };
}

export interface ShownImage extends Passed {
  readonly image: Image;
  readonly tags: readonly string[];
  readonly children: readonly ImageChild[];
  readonly layers: readonly Layer[];
  /** Signatures and all other manifests that refer to this image. */
  readonly referrers: readonly Image[];
  readonly vulnerabilities: ShownVulnerabilities | null;
}

/** What scans for vulnerabilities say about an image. */
export interface ShownVulnerabilities {
  readonly scan: VulnerabilityScan;
  /** Null before the first scan. */
  readonly report: VulnerabilityReport | null;
  readonly hasSbom: boolean;
}

/** One manifest, with the scan results of its layers. Errors: those of `requireVisibleRepository`, `not-found`. */
export async function showImage(services: Services, caller: Caller, name: string, digest: string): Promise<ShownImage> {
  const { fullName, right } = await visible(services, caller, name);
  const { images, layers } = services.store.read;
  const image = await images.inRepository(fullName, digest);
  if (!image) throw new DomainError('not-found', { what: 'image' });
  const tags = await images.tagsOf(image.id);
  return {
    image,
    tags,
    children: await images.childrenOf(image),
    layers: await layers.ofImage(image.id),
    referrers: await images.referrersOf(image),
    vulnerabilities: await vulnerabilitiesOf(services, image),
    ...(await passedBy(services, image, tags, right)),
  };
}

/** Null if the image is of a kind that is not scanned. */
async function vulnerabilitiesOf({ store }: Services, { digest }: Image): Promise<ShownVulnerabilities | null> {
  const { vulnerabilityScans } = store.read;
  const scan = await vulnerabilityScans.of(digest);
  if (!scan) return null;
  const report = (await vulnerabilityScans.latest(digest))?.report ?? null;
  return { scan, report, hasSbom: (await vulnerabilityScans.sbom(digest)) !== undefined };
}

async function visible(services: Services, caller: OrganizationCaller, name: string, scope?: RepositoryScope) {
  const { repository, right } = await requireVisibleRepository(look(services, caller), name, scope);
  return { fullName: formatRepositoryName(repository), right };
}

/** From the gate's own record. Those with a right to the repository see when. Only those who govern it see who. */
async function passedBy(
  { store }: Services,
  { repository, digest }: Image,
  tags: readonly string[],
  right: RepositoryRight | null,
): Promise<Passed> {
  if (right === null) return { pushed: null, pulledAt: null };
  const { passages } = store.read;
  const what = { repository, digest, tags };
  const pushed = await passages.last({ ...what, action: 'push' });
  const pulled = await passages.last({ ...what, action: 'pull' });
  const by = right === 'admin' ? pushed : pushed && { ...pushed, holder: null, tokenId: null };
  return { pushed: by ?? null, pulledAt: pulled?.at ?? null };
}

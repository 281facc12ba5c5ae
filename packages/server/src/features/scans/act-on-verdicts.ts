import { DomainError } from '@lanyard/core/domain-error';
import { parseRepositoryName } from '@lanyard/core/repositories/repository';
import { findingKey, type ImageFindings, isNews, type Measured, measureOf } from '@lanyard/core/scans/image-measure';
import type { Services } from '../../services.ts';
import type { Image } from '../../store/records/images/images.ts';
import type { Registry } from '../../store/records/registries/registries.ts';
import type { Repository } from '../../store/records/repositories/repositories.ts';
import type { Layer } from '../../store/records/scans/layers.ts';
import { NOWHERE } from '../access/caller.ts';
import { type Asker, type Change, inNameOf, transact } from '../access/change.ts';
import { holdNamespace, repositorySubject } from '../access/repository-access.ts';
import { quarantineImage, releaseImage } from '../gate/quarantine.ts';
import { type ImageOwner, imageOwner } from './image-owner.ts';

const IMAGES_AT_ONCE = 20;
const MARKED_AT_ONCE = 200;
/** Marks a quarantine as made by a scan. Only such a quarantine is released here. */
const SOURCE = 'scan';
const ACTED_UPON = ['infected', 'not-scanned', 'clean'] as const;

/**
 * Applies the owner's policy to images whose verdict has changed, and to images for which a rule or an acceptance has
 * changed: an event, a notice, quarantine, or its end. Each image has one transaction, which also records that it is
 * done. So after a crash, the work is done again completely or not at all. Returns false if there was no such image.
 */
export async function actOnVerdicts(services: Services): Promise<boolean> {
  const { imageVerdicts } = services.store.read;
  let isDone = await markNext(services);
  for (const verdict of ACTED_UPON) {
    for (const image of await imageVerdicts.unacted(verdict, IMAGES_AT_ONCE)) {
      isDone = true;
      await actOn(services, image);
    }
  }
  for (const image of await imageVerdicts.marked(IMAGES_AT_ONCE)) {
    isDone = true;
    await actOn(services, image);
  }
  return isDone;
}

/** Marks the next images for which a rule or an acceptance has changed. Returns false if there was nothing to do. */
async function markNext({ store }: Services): Promise<boolean> {
  const recheck = await store.read.imageRechecks.next();
  if (!recheck) return false;
  await store.transaction(async ({ imageRechecks, imageVerdicts }) => {
    const ids = await imageVerdicts.idsToRecheck(recheck, recheck.afterId, MARKED_AT_ONCE);
    // Otherwise another server did it, or the rules changed once more.
    if (await imageRechecks.advance(recheck, ids.at(-1))) await imageVerdicts.mark(ids);
  });
  return true;
}

async function actOn(services: Services, image: Image): Promise<void> {
  await transact(services, NOWHERE, async (plain) => {
    const { records } = plain;
    await holdNamespace(records, image.namespace);
    // Another server can be working on it, or another layer can have changed the verdict since.
    if (!(await records.imageVerdicts.claim(image.id, image.verdict))) return;
    const found = await ownedImage(plain, image);
    // A client that pulls an index then pulls one of its images, and the gate checks everything in an index.
    if (!found || image.kind === 'index') return;
    const change = inNameOf(plain, found.owner.party, SOURCE);
    const before = found.image.measured ?? (await measuredEarlier(change, found));
    const accepted = await records.acceptedFindings.ofRepository(found.repository.id, change.now);
    const keys = new Set(accepted.map(findingKey));
    const findings = await findingsIn(change, image);
    const isAccepted = (finding: Parameters<typeof findingKey>[0]) => keys.has(findingKey(finding));
    const after = measureOf(findings, found.owner.policy, { isAccepted, before });
    await records.imageVerdicts.setMeasured(image.id, after);
    await apply(change, found, { before, after, findings });
  });
}

interface OwnedImage {
  readonly image: Image;
  readonly registry: Registry;
  readonly repository: Repository;
  readonly owner: ImageOwner;
}

/** Undefined if the repository no longer has a record. */
async function ownedImage({ records }: Change<Asker>, { id, ...place }: Image): Promise<OwnedImage | undefined> {
  const name = parseRepositoryName(place.repository);
  const repository = name && (await records.repositories.byName(name.namespace, name.name));
  const registry = (await records.registries.list()).find((one) => one.id === place.registryId);
  const owner = await imageOwner(records, place.namespace);
  const image = await records.images.byDigest(place, place.digest);
  if (!repository || !registry || !owner || image?.id !== id) return undefined;
  return { image, registry, repository, owner };
}

/** By a version of this server that kept only the quarantine. */
async function measuredEarlier({ records }: Change<Asker>, { image, registry }: OwnedImage): Promise<Measured | null> {
  const { repository, digest } = image;
  const quarantine = await records.quarantines.byKey({ registryId: registry.id, repository, digest });
  if (quarantine?.source !== SOURCE) return null;
  const [, signature = null] = /: (.+)$/.exec(quarantine.reason) ?? [];
  return { measure: 'quarantine', cause: signature === null ? 'not-scanned' : 'infected', signature };
}

async function findingsIn({ records }: Change<Asker>, { id, digest, verdict }: Image): Promise<ImageFindings> {
  const reports = (await records.layers.ofImage(id)).map(({ report }) => report).filter((report) => report !== null);
  const sum = (count: (report: NonNullable<Layer['report']>) => number) =>
    reports.reduce((total, report) => total + count(report), 0);
  return {
    verdict,
    infections: reports.flatMap(({ infections }) => infections),
    infectionCount: sum(({ infectionCount }) => infectionCount),
    unscanned: reports.flatMap(({ unscanned }) => unscanned),
    unscannedCount: sum(({ unscannedCount }) => unscannedCount),
    vulnerabilities: (await records.vulnerabilityScans.latest(digest))?.report ?? null,
  };
}

interface Step {
  readonly before: Measured | null;
  readonly after: Measured | null;
  readonly findings: ImageFindings;
}

async function apply(change: Change<Asker>, found: OwnedImage, { before, after, findings }: Step): Promise<void> {
  const { image, registry, repository } = found;
  const signature = after?.signature ?? null;
  const isNewMalware = signature !== null && signature !== before?.signature;
  if (isNewMalware) {
    const path = pathOf(findings, signature);
    const facts = { registry: registry.name, digest: image.digest, signature, path };
    await change.audit('image.infected', repositorySubject(repository), facts);
  }
  const isForOtherReason = after !== null && before !== null && after.cause !== before.cause;
  if (after?.measure !== 'quarantine' || isForOtherReason) {
    await releaseImage(change, { registry, repository, digest: image.digest, source: SOURCE });
  }
  if (after === null || !isNews(after, before)) return;
  const isQuarantined =
    after.measure === 'quarantine' && (await quarantine(change, found, reasonOf(after).slice(0, 300)));
  await tell(change, found, { after, findings, isQuarantined });
  // Something else can be the reason for a stricter measure. People must learn of the malware all the same.
  if (isNewMalware && after.cause !== 'infected' && found.owner.policy.infectedImages !== 'show')
    await tell(change, found, { after: { ...after, cause: 'infected' }, findings, isQuarantined });
}

interface News extends Pick<Step, 'findings'> {
  readonly after: Measured;
  readonly isQuarantined: boolean;
}

async function tell(change: Change<Asker>, found: OwnedImage, { after, findings, isQuarantined }: News): Promise<void> {
  const { image, registry, repository, owner } = found;
  const { digest } = image;
  const readers = { accounts: owner.readers };
  const told = { organization: owner.organization, repository: image.repository, digest, isQuarantined };
  const { cause, signature } = after;
  if (cause === 'vulnerable') {
    const severity = after.severity ?? 'unknown';
    const count = findings.vulnerabilities?.counts[severity] ?? 0;
    const facts = { registry: registry.name, digest, severity, count };
    await change.audit('image.vulnerable', repositorySubject(repository), facts);
    await change.notify('image-vulnerable', readers, { ...told, severity, count });
  } else if (cause === 'infected' && signature !== null) {
    await change.notify('image-infected', readers, { ...told, signature, path: pathOf(findings, signature) });
  } else await change.notify('image-not-scanned', readers, told);
}

function pathOf({ infections }: ImageFindings, signature: string): string {
  return infections.find((one) => one.signature === signature)?.path ?? '';
}

function reasonOf({ cause, signature, severity }: Measured): string {
  if (cause === 'infected') return `malware was found in it: ${signature}`;
  if (cause === 'vulnerable') return `it has vulnerabilities of the severity ${severity}`;
  return 'not all of it could be scanned';
}

/** False if no gate would refuse the pull, or if the repository has too many images in quarantine already. */
async function quarantine(
  change: Change<Asker>,
  { image, registry, repository }: OwnedImage,
  reason: string,
): Promise<boolean> {
  if (registry.gateSecretMadeAt === null || registry.internalUrl === null) return false;
  const input = { registry, repository, digest: image.digest, reason, source: SOURCE, madeBy: null };
  try {
    await quarantineImage(change, input);
    return true;
  } catch (error) {
    if (error instanceof DomainError && error.code === 'conflict') return false;
    throw error;
  }
}

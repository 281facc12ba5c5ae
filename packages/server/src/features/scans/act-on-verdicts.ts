import { DomainError } from '@lanyard/core/domain-error';
import { DEFAULT_POLICY } from '@lanyard/core/organizations/organization-policy';
import { parseRepositoryName } from '@lanyard/core/repositories/repository';
import type { Infection } from '@lanyard/core/scans/verdict';
import type { Services } from '../../services.ts';
import type { Image } from '../../store/records/images/images.ts';
import type { Registry } from '../../store/records/registries/registries.ts';
import type { Repository } from '../../store/records/repositories/repositories.ts';
import { NOWHERE } from '../access/caller.ts';
import { type Asker, type Change, inNameOf, partyOf, transact } from '../access/change.ts';
import { holdNamespace, repositorySubject } from '../access/repository-access.ts';
import { quarantineImage, releaseImage } from '../gate/quarantine.ts';

const IMAGES_AT_ONCE = 20;
/** Marks a quarantine as made by a scan. Only such a quarantine is released here. */
const SOURCE = 'scan';
const ACTED_UPON = ['infected', 'not-scanned', 'clean'] as const;

/**
 * Applies the owner's policy to images whose verdict has changed: an event, a notice, quarantine, or its end. Each
 * image has one transaction, which also records that it is done. So after a crash, the work is done again completely or
 * not at all. Returns false if there was no such image.
 */
export async function actOnVerdicts(services: Services): Promise<boolean> {
  let isDone = false;
  for (const verdict of ACTED_UPON) {
    for (const image of await services.store.read.imageVerdicts.unacted(verdict, IMAGES_AT_ONCE)) {
      isDone = true;
      await actOn(services, image);
    }
  }
  return isDone;
}

async function actOn(services: Services, image: Image): Promise<void> {
  await transact(services, NOWHERE, async (plain) => {
    await holdNamespace(plain.records, image.namespace);
    // Another server can be working on it, or another layer can have changed the verdict since.
    if (!(await plain.records.imageVerdicts.claim(image.id, image.verdict))) return;
    const found = await ownedImage(plain, image);
    // A client that pulls an index then pulls one of its images, and the gate checks everything in an index.
    if (!found || image.kind === 'index') return;
    const change = inNameOf(plain, found.owner, SOURCE);
    if (image.verdict === 'clean') await endQuarantine(change, found);
    else if (image.verdict === 'infected') await actOnInfected(change, found);
    else await actOnUnscanned(change, found);
  });
}

interface OwnedImage {
  readonly image: Image;
  readonly registry: Registry;
  readonly repository: Repository;
  readonly owner: ReturnType<typeof partyOf>;
  /** The accounts to notify: the account itself, or the owners. */
  readonly readers: readonly string[];
  readonly policy: typeof DEFAULT_POLICY;
  /** Null for an account. */
  readonly organization: string | null;
}

/** Undefined if the repository no longer has a record. */
async function ownedImage({ records }: Change<Asker>, image: Image): Promise<OwnedImage | undefined> {
  const name = parseRepositoryName(image.repository);
  const repository = name && (await records.repositories.byName(name.namespace, name.name));
  const registry = (await records.registries.list()).find(({ id }) => id === image.registryId);
  if (!repository || !registry) return undefined;
  const organization = await records.organizations.byName(image.namespace);
  if (organization) {
    const readers = (await records.organizations.owners(organization.id)).map(({ id }) => id);
    const owner = partyOf('organization', organization);
    const { name: of, policy } = organization;
    return { image, registry, repository, owner, readers, policy, organization: of };
  }
  const account = await records.accounts.byName(image.namespace);
  if (!account) return undefined;
  return {
    image,
    registry,
    repository,
    owner: partyOf('account', account),
    readers: [account.id],
    policy: DEFAULT_POLICY,
    organization: null,
  };
}

async function actOnInfected(change: Change<Asker>, found: OwnedImage): Promise<void> {
  const { image, registry, repository, readers, policy } = found;
  const { records, audit, notify } = change;
  const infection = firstInfection(await records.layers.ofImage(image.id));
  const { signature, path } = infection;
  const facts = { registry: registry.name, digest: image.digest, signature, path };
  await audit('image.infected', repositorySubject(repository), facts);
  const wish = policy.infectedImages;
  if (wish === 'show') return;
  const reason = `malware was found in it: ${signature}`.slice(0, 300);
  const isQuarantined = wish === 'quarantine' && (await quarantine(change, found, reason));
  const told = {
    organization: found.organization,
    repository: image.repository,
    digest: image.digest,
    signature,
    path,
    isQuarantined,
  };
  await notify('image-infected', { accounts: readers }, told);
}

async function actOnUnscanned(change: Change<Asker>, found: OwnedImage): Promise<void> {
  const { image, readers, policy } = found;
  const wish = policy.unscannedImages;
  // The image was infected before, and its current state is unknown.
  if (wish === 'show') return;
  const isQuarantined = wish === 'quarantine' && (await quarantine(change, found, 'not all of it could be scanned'));
  const told = { organization: found.organization, repository: image.repository, digest: image.digest, isQuarantined };
  await change.notify('image-not-scanned', { accounts: readers }, told);
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

async function endQuarantine(change: Change<Asker>, { image, registry, repository }: OwnedImage): Promise<void> {
  await releaseImage(change, { registry, repository, digest: image.digest, source: SOURCE });
}

function firstInfection(
  layers: readonly { readonly report: { readonly infections: readonly Infection[] } | null }[],
): Infection {
  const [first] = layers.flatMap(({ report }) => report?.infections ?? []);
  return first ?? { path: '', signature: 'unknown' };
}

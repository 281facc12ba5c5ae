import { DomainError } from '@lanyard/core/domain-error';
import { isDigest } from '@lanyard/core/gate/registry-request';
import { formatRepositoryName } from '@lanyard/core/repositories/repository';
import type { Services } from '../../services.ts';
import type { Page, Paged } from '../../store/paged.ts';
import type { QuarantineKey, QuarantineOfRegistry } from '../../store/records/gate/quarantines.ts';
import type { Registry } from '../../store/records/registries/registries.ts';
import type { Repository } from '../../store/records/repositories/repositories.ts';
import type { AccountCaller } from '../access/caller.ts';
import { type Asker, type Change, look, transact } from '../access/change.ts';
import { repositorySubject, requireAdminRight, requireRepositoryOwner } from '../access/repository-access.ts';
import { isGuarded, requireGuardedRegistry } from '../registries/guarded-registries.ts';

/** The limit for one repository, because the gate reads all of them at each pull there. */
const QUARANTINES_AT_MOST = 1_000;
const LONGEST_REASON = 300;

/** One image of one repository in one registry. */
interface WhichImage {
  /** The registry's name. */
  readonly registry: string;
  /** The digest of the manifest of one platform, or of an index. */
  readonly digest: string;
}

/** Newest first, for those who govern the repository. Errors: those of `requireAdminRight`. */
export async function listQuarantines(
  services: Services,
  caller: AccountCaller,
  name: string,
  page: Page,
): Promise<Paged<QuarantineOfRegistry>> {
  const asked = look(services, caller);
  const { repository } = await requireAdminRight(asked, name);
  return asked.records.quarantines.ofRepository(formatRepositoryName(repository), page);
}

/** The registries whose gate can refuse a pull. */
export async function listGuardedRegistries({ store }: Services): Promise<readonly Registry[]> {
  return (await store.read.registries.list()).filter(isGuarded);
}

/**
 * For an owner: from now on nobody can pull this image, or an index that contains it. An image that is already in
 * quarantine stays there with its existing reason. Errors: those of `requireRepositoryOwner` and `quarantineImage`.
 */
export async function quarantineByOwner(
  services: Services,
  caller: AccountCaller,
  name: string,
  input: WhichImage & { readonly reason: string },
): Promise<void> {
  await transact(services, caller, async (change) => {
    const { repository } = await requireRepositoryOwner(change, name);
    const { records } = change;
    const registry = await requireGuardedRegistry(records, input.registry);
    await quarantineImage(change, { ...input, registry, repository, source: 'owner', madeBy: caller.account.name });
  });
}

/** An owner can release an image, whoever put it in quarantine. Errors: those of `requireRepositoryOwner`, `not-found`. */
export async function releaseByOwner(
  services: Services,
  caller: AccountCaller,
  name: string,
  { registry: registryName, digest }: WhichImage,
): Promise<void> {
  await transact(services, caller, async (change) => {
    const { repository } = await requireRepositoryOwner(change, name);
    const registry = await change.records.registries.byName(registryName);
    if (!registry) throw new DomainError('not-found', { what: 'registry' });
    if (!(await releaseImage(change, { registry, repository, digest })))
      throw new DomainError('not-found', { what: 'quarantine' });
  });
}

export interface QuarantineInput {
  readonly registry: Registry;
  readonly repository: Repository;
  readonly digest: string;
  /** The text for everyone who tries to pull the image: one line. */
  readonly reason: string;
  /** `owner`, or the part of this server whose rule it is, such as `scan`. */
  readonly source: string;
  readonly madeBy: string | null;
}

/**
 * Puts an image in quarantine, in the caller's transaction. The caller is an owner's request or a rule of another part
 * of the server, and has checked the permission itself. The namespace must be locked. Returns false if the image was in
 * quarantine already. Errors: `invalid-input`, `conflict`.
 */
export async function quarantineImage(
  { records, now, audit }: Change<Asker>,
  { registry, repository, digest, reason, source, madeBy }: QuarantineInput,
): Promise<boolean> {
  if (!isDigest(digest)) throw new DomainError('invalid-input', { field: 'digest', reason: 'must look like sha256:…' });
  const told = requireReason(reason);
  const name = formatRepositoryName(repository);
  const key = { registryId: registry.id, repository: name, digest };
  if (await records.quarantines.byKey(key)) return false;
  if ((await records.quarantines.countOf(name)) >= QUARANTINES_AT_MOST) throw full();
  await records.quarantines.insert({ ...key, reason: told, source, madeBy, createdAt: now });
  const facts = { registry: registry.name, digest, reason: told, source };
  await audit('image.quarantined', repositorySubject(repository), facts);
  return true;
}

/**
 * Releases an image, in the caller's transaction. The namespace must be locked. With a `source`, releases only a
 * quarantine from that source. Returns false if there is no such quarantine.
 */
export async function releaseImage(
  { records, audit }: Change<Asker>,
  {
    registry,
    repository,
    digest,
    source,
  }: Pick<QuarantineInput, 'registry' | 'repository' | 'digest'> & { readonly source?: string },
): Promise<boolean> {
  const key: QuarantineKey = { registryId: registry.id, repository: formatRepositoryName(repository), digest };
  const found = await records.quarantines.byKey(key);
  if (!found || (source !== undefined && found.source !== source)) return false;
  await records.quarantines.delete(key);
  const facts = { registry: registry.name, digest, before: found.reason, source: found.source };
  await audit('image.released', repositorySubject(repository), facts);
  return true;
}

function requireReason(text: string): string {
  const reason = text.trim();
  if (reason.length > 0 && reason.length <= LONGEST_REASON && !/\p{C}/u.test(reason)) return reason;
  throw new DomainError('invalid-input', { field: 'reason', reason: `must be one line of 1 to ${LONGEST_REASON}` });
}

function full(): DomainError {
  const reason = `a repository can have ${QUARANTINES_AT_MOST} images in quarantine; delete some images first`;
  return new DomainError('conflict', { reason });
}

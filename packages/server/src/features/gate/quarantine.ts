import { DomainError } from '@lanyard/core/domain-error';
import { isDigest } from '@lanyard/core/gate/registry-request';
import { formatRepositoryName } from '@lanyard/core/repositories/repository';
import type { Services } from '../../services.ts';
import type { Page, Paged } from '../../store/paged.ts';
import type { QuarantineKey, QuarantineOfRegistry } from '../../store/records/gate/quarantines.ts';
import type { Registry } from '../../store/records/registries/registries.ts';
import type { Repository } from '../../store/records/repositories/repositories.ts';
import type { AccountCaller, Caller } from '../access/caller.ts';
import { type Asker, type Change, look, transact } from '../access/change.ts';
import { type ReachedRepository, repositorySubject, requireAdminRight } from '../access/repository-access.ts';
import { isGuarded, requireGuardedRegistry } from '../registries/guarded-registries.ts';

/** In one repository: the gate looks at all of them when something is pulled there. */
const QUARANTINES_AT_MOST = 1_000;
const LONGEST_REASON = 300;

/** One image of one repository in one registry. */
interface WhichImage {
  /** The registry's name. */
  readonly registry: string;
  /** Of the manifest of one platform, or of an index. */
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

/** Those whose gate can refuse a pull. */
export async function listGuardedRegistries({ store }: Services): Promise<readonly Registry[]> {
  return (await store.read.registries.list()).filter(isGuarded);
}

/**
 * An owner's word: nobody pulls this image from now on, nor an index that points at it. One that is in quarantine already
 * stays there, with the reason that it has. Errors: those of `requireOwner` and `quarantineImage`.
 */
export async function quarantineByOwner(
  services: Services,
  caller: AccountCaller,
  name: string,
  input: WhichImage & { readonly reason: string },
): Promise<void> {
  await transact(services, caller, async (change) => {
    const { repository } = await requireOwner(change, name);
    const { records } = change;
    const registry = await requireGuardedRegistry(records, input.registry);
    await quarantineImage(change, { ...input, registry, repository, source: 'owner', madeBy: caller.account.name });
  });
}

/** No matter who put it there: an owner decides in the end. Errors: those of `requireOwner`, `not-found`. */
export async function releaseByOwner(
  services: Services,
  caller: AccountCaller,
  name: string,
  { registry: registryName, digest }: WhichImage,
): Promise<void> {
  await transact(services, caller, async (change) => {
    const { repository } = await requireOwner(change, name);
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
  /** What anyone who pulls it is told: one line. */
  readonly reason: string;
  /** `owner`, or which part of this server has the rule, as `scan`. */
  readonly source: string;
  readonly madeBy: string | null;
}

/**
 * Puts an image in quarantine, in the transaction of the caller that decides it: an owner's request, or a rule of another
 * part, which proves itself that it may. The namespace is held. False where it was there already.
 * Errors: `invalid-input`, `conflict`.
 */
export async function quarantineImage(
  { records, now, audit }: Change<Asker>,
  { registry, repository, digest, reason, source, madeBy }: QuarantineInput,
): Promise<boolean> {
  if (!isDigest(digest)) throw new DomainError('invalid-input', { field: 'digest', reason: 'must be as sha256:…' });
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
 * Releases an image, in the transaction of the caller that decides it. The namespace is held. With a `source` only
 * what that one put there. False where there is no such quarantine.
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

/** Whose namespace it is: the account itself, or an owner of the organization. Errors: those of `requireAdminRight`. */
async function requireOwner(change: Change<Caller>, name: string): Promise<ReachedRepository> {
  const reached = await requireAdminRight(change, name);
  const { standing } = reached;
  const { caller } = change;
  if (caller.type === 'operator' || standing.role === 'owner') return reached;
  if (standing.namespaceType === 'account' && standing.namespaceOwnerId === caller.account.id) return reached;
  throw new DomainError('forbidden', { reason: 'only an owner may do this' });
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

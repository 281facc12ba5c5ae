import { requireReason } from '@lanyard/core/access-review/ruling';
import { DomainError } from '@lanyard/core/domain-error';
import { requireExemptionEnd } from '@lanyard/core/lifetimes/exemption';
import { formatRepositoryName } from '@lanyard/core/repositories/repository';
import { type Finding, findingKey, findingsOf } from '@lanyard/core/scans/image-measure';
import type { Services } from '../../services.ts';
import type { Page, Paged } from '../../store/paged.ts';
import type { Repository } from '../../store/records/repositories/repositories.ts';
import type { AcceptedFinding } from '../../store/records/scans/accepted-findings.ts';
import { type AccountCaller, OPERATOR } from '../access/caller.ts';
import { type Change, look, transact } from '../access/change.ts';
import {
  holdNamespace,
  repositorySubject,
  requireAdminRight,
  requireRepositoryOwner,
} from '../access/repository-access.ts';
import { imageOwner } from './image-owner.ts';

/** Each is compared with every finding of an image. */
const ACCEPTED_IN_REPOSITORY = 500;
const ENDED_AT_ONCE = 50;

export interface NewAcceptance {
  /** An image that has the finding. */
  readonly digest: string;
  readonly finding: Finding;
  readonly reason: string;
  /** Milliseconds since the epoch, at most a year from now. */
  readonly endsAt: number;
}

/** What ends first comes first, for those who govern the repository. Errors: those of `requireAdminRight`. */
export async function listAcceptedFindings(
  services: Services,
  caller: AccountCaller,
  name: string,
  page: Page,
): Promise<Paged<AcceptedFinding>> {
  const asked = look(services, caller);
  const { repository } = await requireAdminRight(asked, name);
  return asked.records.acceptedFindings.list(repository.id, page);
}

/**
 * An owner accepts a finding in all images of the repository, until a date: the policy does nothing about it. Only what
 * was found can be accepted. Replaces an earlier acceptance of the same finding. Errors: those of
 * `requireRepositoryOwner`; `not-found`, `invalid-input`, `conflict`.
 */
export async function acceptFinding(
  services: Services,
  caller: AccountCaller,
  name: string,
  { digest, finding, endsAt, ...input }: NewAcceptance,
): Promise<void> {
  const reason = requireReason(input.reason);
  await transact(services, caller, async (change) => {
    const { records, now } = change;
    const { repository } = await requireRepositoryOwner(change, name);
    requireExemptionEnd(endsAt, now);
    await requireFound(change, repository, digest, finding);
    const before = await records.acceptedFindings.find(repository.id, finding);
    if (!before && (await records.acceptedFindings.countOf(repository.id)) >= ACCEPTED_IN_REPOSITORY) throw full();
    const maker = caller.account.name;
    const kept = { id: before?.id ?? change.newId(), repositoryId: repository.id, ...finding, reason, endsAt };
    await records.acceptedFindings.put({ ...kept, at: now, madeBy: maker });
    const facts = { digest, kind: finding.kind, finding: finding.name, place: finding.place, reason, endsAt };
    await change.audit('finding.accepted', repositorySubject(repository), facts);
    const owner = await imageOwner(records, repository.namespace);
    const told = { organization: owner?.organization ?? null, repository: formatRepositoryName(repository) };
    const words = { ...told, finding: findingInWords(finding), reason, until: endsAt, maker };
    await change.notify('finding-accepted', { accounts: owner?.readers ?? [] }, words);
    await askRecheck(change, repository);
  });
}

/** Ends it now. Errors: those of `requireRepositoryOwner`, `not-found`. */
export async function endAcceptance(
  services: Services,
  caller: AccountCaller,
  name: string,
  id: string,
): Promise<void> {
  await transact(services, caller, async (change) => {
    const { repository } = await requireRepositoryOwner(change, name);
    const accepted = await change.records.acceptedFindings.byId(id);
    if (accepted?.repositoryId !== repository.id) throw new DomainError('not-found', { what: 'accepted finding' });
    await end(change, repository, accepted, caller.account.name);
  });
}

/** As housekeeping. With several servers, one of them ends each acceptance. */
export async function endOldAcceptances(services: Services): Promise<void> {
  const { clock, store } = services;
  for (;;) {
    const ended = await store.read.acceptedFindings.ended(clock.now(), ENDED_AT_ONCE);
    for (const { id, repositoryId } of ended) {
      await transact(services, OPERATOR, async (change) => {
        const { records, now } = change;
        const known = await records.repositories.byId(repositoryId);
        if (!known) return;
        await holdNamespace(records, known.namespace);
        const repository = await records.repositories.byId(repositoryId);
        const accepted = await records.acceptedFindings.byId(id);
        if (repository && accepted && accepted.endsAt <= now) await end(change, repository, accepted, null);
      });
    }
    if (ended.length < ENDED_AT_ONCE) return;
  }
}

async function end(
  change: Change,
  repository: Repository,
  accepted: AcceptedFinding,
  maker: string | null,
): Promise<void> {
  const { records, audit, notify } = change;
  const { id, kind, name, place, endsAt } = accepted;
  await records.acceptedFindings.delete(id);
  const facts = { kind, finding: name, place, endsAt };
  await audit('finding.acceptance-ended', repositorySubject(repository), facts);
  const owner = await imageOwner(records, repository.namespace);
  const told = { organization: owner?.organization ?? null, repository: formatRepositoryName(repository) };
  const words = { ...told, finding: findingInWords(accepted), maker };
  await notify('finding-acceptance-ended', { accounts: owner?.readers ?? [] }, words);
  await askRecheck(change, repository);
}

/** The policy is applied again to the images that are there. */
async function askRecheck({ records }: Change, repository: Repository): Promise<void> {
  const { namespace } = repository;
  await records.imageRechecks.ask({ namespace, repository: formatRepositoryName(repository) });
}

async function requireFound(
  { records }: Change,
  repository: Repository,
  digest: string,
  finding: Finding,
): Promise<void> {
  const image = await records.images.inRepository(formatRepositoryName(repository), digest);
  const layers = image ? await records.layers.ofImage(image.id) : [];
  const vulnerabilities = (image && (await records.vulnerabilityScans.latest(digest))?.report) ?? null;
  const reports = layers.map(({ report }) => report ?? { infections: [], unscanned: [] });
  const known = [...reports, { infections: [], unscanned: [] }].flatMap((report) =>
    findingsOf({ ...report, vulnerabilities }),
  );
  const key = findingKey(finding);
  if (!known.some((one) => findingKey(one) === key)) throw new DomainError('not-found', { what: 'finding' });
}

function findingInWords({ kind, name, place }: Finding): string {
  return kind === 'not-scanned' ? `not scanned: ${place}` : `${name} in ${place}`;
}

function full(): DomainError {
  const reason = `${ACCEPTED_IN_REPOSITORY} findings are accepted in this repository; end some first`;
  return new DomainError('conflict', { reason });
}

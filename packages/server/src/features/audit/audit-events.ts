import type { ChainedAuditEvent } from '@lanyard/core/audit/audit-chain';
import { AUDIT_ACTION_NAMES, type AuditAction } from '@lanyard/core/audit/audit-event';
import { parseCheckpoint } from '@lanyard/core/audit/checkpoint';
import { exportedLine } from '@lanyard/core/audit/exported-event';
import { exportHeader, hiddenLine } from '@lanyard/core/audit/verify-export';
import { DomainError } from '@lanyard/core/domain-error';
import type { Services } from '../../services.ts';
import type { Paged } from '../../store/paged.ts';
import type { AuditCriteria, AuditFilter, AuditReads } from '../../store/records/audit/audit.ts';
import type { AccountCaller, Caller, OrganizationTokenCaller } from '../access/caller.ts';
import { look } from '../access/change.ts';
import { requireAdministrator, requireAuditReader } from '../access/permissions.ts';
import { newestCheckpoint } from './checkpoints.ts';
import { treePartsOf } from './tree-parts.ts';

/** How many events are in memory at once, however long the log is. */
const CHUNK = 500;
/** Each event of a proof can need its own pieces of the tree. */
const PROVEN_CHUNK = 100;

/**
 * The events of one namespace, newest first. Default: the caller's own. Owners can name their organization. Errors:
 * `not-found` for other namespaces, `forbidden` for members.
 */
export async function listAuditEvents(
  services: Services,
  caller: AccountCaller | OrganizationTokenCaller,
  filter: AuditFilter,
): Promise<Paged<ChainedAuditEvent>> {
  const asked = look(services, caller);
  const { name } = caller.type === 'account' ? caller.account : caller.organization;
  const namespace = filter.namespace ?? name;
  await requireAuditReader(asked, namespace);
  return asked.records.audit.list({ ...filter, namespace });
}

/** The events of the whole server, for administrators and the operator. Errors: `forbidden`. */
export async function listServerAuditEvents(
  services: Services,
  caller: Caller,
  filter: AuditFilter,
): Promise<Paged<ChainedAuditEvent>> {
  requireAdministrator(caller);
  return look(services, caller).records.audit.list(filter);
}

/** All actions by which a namespace's log can be filtered. Errors: those of `listAuditEvents`. */
export async function listAuditActions(
  services: Services,
  caller: AccountCaller | OrganizationTokenCaller,
  namespace: string,
): Promise<readonly AuditAction[]> {
  await requireAuditReader(look(services, caller), namespace);
  return AUDIT_ACTION_NAMES;
}

export interface AuditExport {
  /** Null for the whole server. */
  readonly namespace: string | null;
  /** Oldest first, up to the last event that existed at the start. Later events belong to the next export. */
  readonly chunks: AsyncIterable<readonly ChainedAuditEvent[]>;
}

/** The events of one namespace, for anyone who may list them. Errors: those of `listAuditEvents`. */
export async function exportAuditEvents(
  services: Services,
  caller: AccountCaller,
  criteria: AuditCriteria,
): Promise<AuditExport> {
  const asked = look(services, caller);
  const namespace = criteria.namespace ?? caller.account.name;
  await requireAuditReader(asked, namespace);
  return { namespace, chunks: chunksOf(asked.records.audit, { ...criteria, namespace }) };
}

/**
 * The events of the whole server. Only in this export, each event follows the previous one in the chain. Errors:
 * `forbidden`.
 */
export function exportServerAuditEvents(services: Services, caller: Caller, criteria: AuditCriteria): AuditExport {
  requireAdministrator(caller);
  return { namespace: null, chunks: chunksOf(look(services, caller).records.audit, criteria) };
}

async function* chunksOf(audit: AuditReads, criteria: AuditCriteria): AsyncGenerator<readonly ChainedAuditEvent[]> {
  const { sequence } = await audit.head();
  yield* chunksUpTo(audit, criteria, sequence);
}

async function* chunksUpTo(
  audit: AuditReads,
  criteria: AuditCriteria,
  end: number,
  limit = CHUNK,
): AsyncGenerator<readonly ChainedAuditEvent[]> {
  let reached = 0;
  for (;;) {
    const events = await audit.after(reached, limit, criteria);
    const known = events.filter(({ sequence }) => sequence <= end);
    if (known.length > 0) yield known;
    if (known.length < limit) return;
    reached = known.at(-1)?.sequence ?? end;
  }
}

export interface ProvenExport {
  /** Null for the whole server. */
  readonly namespace: string | null;
  readonly lines: AsyncIterable<string>;
}

/** `since` is how many events the reader's checkpoint covers. Errors: `invalid-input` if the log has fewer. */
export interface ProofCriteria extends AuditCriteria {
  readonly since?: number | undefined;
}

/**
 * An export with a proof, without the events of other namespaces: see `verify-export.ts` of core. Errors: those of
 * `listAuditEvents`, `invalid-input`, `audit-log-damaged`.
 */
export async function proveAuditEvents(
  services: Services,
  caller: AccountCaller,
  { since, ...criteria }: ProofCriteria,
): Promise<ProvenExport> {
  const namespace = criteria.namespace ?? caller.account.name;
  await requireAuditReader(look(services, caller), namespace);
  return { namespace, lines: await provenLines(services, { ...criteria, namespace }, since) };
}

/** The same for the whole server. Errors: `forbidden`, and those of `proveAuditEvents`. */
export async function proveServerAuditEvents(
  services: Services,
  caller: Caller,
  { since, ...criteria }: ProofCriteria,
): Promise<ProvenExport> {
  requireAdministrator(caller);
  return { namespace: null, lines: await provenLines(services, criteria, since) };
}

/** For the server itself: whoever asked for it has proven who they are. Errors: `invalid-input`, `audit-log-damaged`. */
export async function provenLines(
  services: Services,
  criteria: AuditCriteria,
  since = 0,
): Promise<AsyncIterable<string>> {
  const checkpoint = await newestCheckpoint(services);
  const size = parseCheckpoint(checkpoint)?.size ?? 0;
  if (since > size) {
    throw new DomainError('invalid-input', { field: 'since', reason: `the log has ${size} events` });
  }
  return linesWithProof(services.store.read.audit, { checkpoint, size, since, criteria });
}

interface Proof {
  readonly checkpoint: string;
  readonly size: number;
  readonly since: number;
  readonly criteria: AuditCriteria;
}

async function* linesWithProof(
  audit: AuditReads,
  { checkpoint, size, since, criteria }: Proof,
): AsyncGenerator<string> {
  const parts = treePartsOf(audit);
  let reached = 0;
  const hide = async (to: number) => {
    // No hash may cover events on both sides of the end of the reader's checkpoint.
    const middle = Math.min(Math.max(since, reached), to);
    let text = '';
    for await (const part of parts(reached, middle)) text += `${hiddenLine(part)}\n`;
    for await (const part of parts(middle, to)) text += `${hiddenLine(part)}\n`;
    return text;
  };
  yield `${exportHeader(checkpoint)}\n`;
  for await (const events of chunksUpTo(audit, criteria, size, PROVEN_CHUNK)) {
    let text = '';
    for (const event of events) {
      text += `${await hide(event.sequence - 1)}${exportedLine(event)}\n`;
      reached = event.sequence;
    }
    yield text;
  }
  yield hide(size);
}

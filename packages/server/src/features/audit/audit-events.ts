import {
  type AuditBreak,
  type AuditHead,
  type ChainedAuditEvent,
  EMPTY_HEAD,
  findAuditBreak,
} from '@lanyard/core/audit/audit-chain';
import { AUDIT_ACTION_NAMES, type AuditAction } from '@lanyard/core/audit/audit-event';
import type { Services } from '../../services.ts';
import type { Paged } from '../../store/paged.ts';
import type { AuditCriteria, AuditFilter, AuditReads } from '../../store/records/audit.ts';
import type { AccountCaller, Caller } from '../access/caller.ts';
import { look } from '../access/change.ts';
import { requireAdministrator, requireAuditReader } from '../access/permissions.ts';

/** How many events are in memory at once, however long the log is. */
const CHUNK = 500;

/**
 * One namespace's events, newest first: the caller's own if none is named, or an organization's for its owners.
 * Errors: `not-found` for a namespace of others, `forbidden` for members.
 */
export async function listAuditEvents(
  services: Services,
  caller: AccountCaller,
  filter: AuditFilter,
): Promise<Paged<ChainedAuditEvent>> {
  const asked = look(services, caller);
  const namespace = filter.namespace ?? caller.account.name;
  await requireAuditReader(asked, namespace);
  return asked.records.audit.list({ ...filter, namespace });
}

/** The whole server's, for administrators and the operator. Errors: `forbidden`. */
export async function listServerAuditEvents(
  services: Services,
  caller: Caller,
  filter: AuditFilter,
): Promise<Paged<ChainedAuditEvent>> {
  requireAdministrator(caller);
  return look(services, caller).records.audit.list(filter);
}

/** Every action that a namespace's log can be filtered by. Errors: those of `listAuditEvents`. */
export async function listAuditActions(
  services: Services,
  caller: AccountCaller,
  namespace: string,
): Promise<readonly AuditAction[]> {
  await requireAuditReader(look(services, caller), namespace);
  return AUDIT_ACTION_NAMES;
}

export interface AuditExport {
  /** Null for the whole server. */
  readonly namespace: string | null;
  /** Oldest first, up to the last event at the start: what is written meanwhile is left for the next export. */
  readonly chunks: AsyncIterable<readonly ChainedAuditEvent[]>;
}

/** One namespace's events, for anyone who may list them. Errors: those of `listAuditEvents`. */
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

/** The whole server's. Only in this export does each event follow the one before it. Errors: `forbidden`. */
export function exportServerAuditEvents(services: Services, caller: Caller, criteria: AuditCriteria): AuditExport {
  requireAdministrator(caller);
  return { namespace: null, chunks: chunksOf(look(services, caller).records.audit, criteria) };
}

async function* chunksOf(audit: AuditReads, criteria: AuditCriteria): AsyncGenerator<readonly ChainedAuditEvent[]> {
  const { sequence: end } = await audit.head();
  let reached = 0;
  for (;;) {
    const events = await audit.after(reached, CHUNK, criteria);
    const known = events.filter(({ sequence }) => sequence <= end);
    if (known.length > 0) yield known;
    if (known.length < CHUNK) return;
    reached = known.at(-1)?.sequence ?? end;
  }
}

export interface AuditVerification {
  readonly head: AuditHead;
  /** The first place where the chain is broken; undefined if it is whole. */
  readonly break: AuditBreak | undefined;
}

/** Reads the whole chain, up to the head that it has at the start. */
export async function verifyAudit({ store }: Services): Promise<AuditVerification> {
  const { audit } = store.read;
  const head = await audit.head();
  let reached = EMPTY_HEAD;
  for (;;) {
    const events = await audit.after(reached.sequence, CHUNK);
    const last = events.at(-1);
    const isEnd = events.length < CHUNK || (last?.sequence ?? 0) >= head.sequence;
    const found = findAuditBreak(events, reached, isEnd ? head : undefined);
    if (found || isEnd || !last) return { head, break: found };
    reached = last;
  }
}

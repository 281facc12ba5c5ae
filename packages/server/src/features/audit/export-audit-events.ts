import type { ChainedAuditEvent } from '@lanyard/core/audit/audit-chain';
import type { Services } from '../../services.ts';
import type { AuditCriteria } from '../../store/records/audit.ts';
import type { AccountCaller, Caller } from '../access/caller.ts';
import { requireAdministrator, requireAuditReader } from '../access/permissions.ts';

/** Events in memory at once, however many are exported. */
const CHUNK = 500;

export interface AuditExport {
  /** Null for the whole server. */
  readonly namespace: string | null;
  /** Oldest first, up to the last event at the start: what is written meanwhile is left for the next export. */
  readonly chunks: AsyncIterable<readonly ChainedAuditEvent[]>;
}

/** One namespace's events, for whoever may list them. Errors: those of `requireAuditReader`. */
export async function exportAuditEvents(
  services: Services,
  caller: AccountCaller,
  criteria: AuditCriteria,
): Promise<AuditExport> {
  const namespace = criteria.namespace ?? caller.account.name;
  await requireAuditReader({ records: services.store.read, caller }, namespace);
  return { namespace, chunks: chunksOf(services, { ...criteria, namespace }) };
}

/** The whole server's: only in it does each event follow the one before. Errors: `forbidden`. */
export function exportServerAuditEvents(services: Services, caller: Caller, criteria: AuditCriteria): AuditExport {
  requireAdministrator(caller);
  return { namespace: null, chunks: chunksOf(services, criteria) };
}

async function* chunksOf({ store }: Services, criteria: AuditCriteria): AsyncGenerator<readonly ChainedAuditEvent[]> {
  const { audit } = store.read;
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

import { type AuditHead, type ChainedAuditEvent, chainEvent } from '@lanyard/core/audit/audit-chain';
import type { AuditAction, AuditData, AuditEvent, AuditParty } from '@lanyard/core/audit/audit-event';
import type { Selectable } from 'kysely';
import { type Page, type Paged, paged } from '../paged.ts';
import type { AuditEventRow, Database } from '../schema.ts';

/** What is left out is not asked for. */
export interface AuditCriteria {
  readonly namespace?: string | undefined;
  readonly action?: AuditAction | undefined;
  readonly actorName?: string | undefined;
  readonly subjectId?: string | undefined;
  readonly subjectName?: string | undefined;
  readonly from?: number | undefined;
  /** Not itself included. */
  readonly to?: number | undefined;
}

export type AuditFilter = AuditCriteria & Page;

export interface AuditReads {
  head(): Promise<AuditHead>;
  /** Newest first. */
  list(filter: AuditFilter): Promise<Paged<ChainedAuditEvent>>;
  /** In order of sequence, after the given one. */
  after(sequence: number, limit: number, criteria?: AuditCriteria): Promise<readonly ChainedAuditEvent[]>;
}

export interface AuditRecords extends AuditReads {
  /** Chains the event to the head, which stays locked until the transaction ends. */
  append(event: AuditEvent): Promise<void>;
}

/** `locksRows`: PostgreSQL must keep other nodes from the head; SQLite has one writer as it is. */
export function auditRecords(database: Database, locksRows: boolean): AuditRecords {
  let before: Promise<unknown> = Promise.resolve();
  return {
    head: () => head(database, false),
    list: (filter) => list(database, filter),
    after: async (sequence, limit, criteria = {}) => {
      const query = matching(database, criteria).selectAll().where('sequence', '>', sequence);
      return (await query.orderBy('sequence').limit(limit).execute()).map(eventOf);
    },
    append: (event) => {
      // One after the other: events appended side by side would follow the same head.
      const appended = before.then(() => append(database, locksRows, event));
      before = appended.catch(() => undefined);
      return appended;
    },
  };
}

async function append(database: Database, locksRows: boolean, event: AuditEvent): Promise<void> {
  const chained = chainEvent(await head(database, locksRows), event);
  await database.insertInto('audit_events').values(rowOf(chained)).execute();
  const { sequence, digest } = chained;
  await database.updateTable('audit_head').set({ sequence, digest }).where('id', '=', 1).execute();
}

function head(database: Database, isLocked: boolean): Promise<AuditHead> {
  const query = database.selectFrom('audit_head').select(['sequence', 'digest']).where('id', '=', 1);
  return (isLocked ? query.forUpdate() : query).executeTakeFirstOrThrow();
}

function list(database: Database, filter: AuditFilter) {
  const query = matching(database, filter);
  return paged(query.selectAll().orderBy('sequence', 'desc'), query, filter, eventOf);
}

function matching(database: Database, criteria: AuditCriteria) {
  const { namespace, action, actorName, subjectId, subjectName, from, to } = criteria;
  let query = database.selectFrom('audit_events');
  if (namespace !== undefined) query = query.where('namespace', '=', namespace);
  if (action !== undefined) query = query.where('action', '=', action);
  if (actorName !== undefined) query = query.where('actor_name', '=', actorName);
  if (subjectId !== undefined) query = query.where('subject_id', '=', subjectId);
  if (subjectName !== undefined) query = query.where('subject_name', '=', subjectName);
  if (from !== undefined) query = query.where('at', '>=', from);
  if (to !== undefined) query = query.where('at', '<', to);
  return query;
}

function eventOf(row: Selectable<AuditEventRow>): ChainedAuditEvent {
  return {
    sequence: row.sequence,
    id: row.id,
    at: row.at,
    action: row.action as AuditAction,
    actor: { type: row.actor_type as AuditParty['type'], id: row.actor_id, name: row.actor_name },
    subject: { type: row.subject_type as AuditParty['type'], id: row.subject_id, name: row.subject_name },
    namespace: row.namespace,
    address: row.address,
    client: row.client,
    data: JSON.parse(row.data) as AuditData,
    previousDigest: row.previous_digest,
    digest: row.digest,
  };
}

function rowOf(event: ChainedAuditEvent): AuditEventRow {
  return {
    sequence: event.sequence,
    id: event.id,
    at: event.at,
    action: event.action,
    actor_type: event.actor.type,
    actor_id: event.actor.id,
    actor_name: event.actor.name,
    subject_type: event.subject.type,
    subject_id: event.subject.id,
    subject_name: event.subject.name,
    namespace: event.namespace,
    address: event.address,
    client: event.client,
    data: JSON.stringify(event.data),
    previous_digest: event.previousDigest,
    digest: event.digest,
  };
}

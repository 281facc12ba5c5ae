import { type AuditHead, type ChainedAuditEvent, chainEvent } from '@lanyard/core/audit/audit-chain';
import type { AuditAction, AuditData, AuditEvent, AuditParty } from '@lanyard/core/audit/audit-event';
import { type Page, type Paged, paged } from '../paged.ts';
import type { Connection, Database } from '../schema.ts';

/** A criterion that is left out matches every event. */
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

/** One row an event. The actor and the subject have columns of their own, so that events can be found by them. */
interface EventRow extends Omit<ChainedAuditEvent, 'actor' | 'subject' | 'data'> {
  readonly actorType: AuditParty['type'];
  readonly actorId: string;
  readonly actorName: string;
  readonly subjectType: AuditParty['type'];
  readonly subjectId: string;
  readonly subjectName: string;
  readonly data: string;
}

declare module '../schema.ts' {
  interface Schema {
    auditEvents: EventRow;
    auditHead: AuditHead & { id: number };
  }
}

export type AuditReads = ReturnType<typeof auditReads>;

export function auditReads({ database }: Connection) {
  return {
    head: () => head(database, false),
    /** Newest first. */
    list: (filter: AuditFilter): Promise<Paged<ChainedAuditEvent>> => {
      const query = matching(database, filter);
      return paged(query.selectAll().orderBy('sequence', 'desc'), query, filter, eventOf);
    },
    /** In order of sequence, after the given one. */
    after: async (
      sequence: number,
      limit: number,
      criteria: AuditCriteria = {},
    ): Promise<readonly ChainedAuditEvent[]> => {
      const query = matching(database, criteria).selectAll().where('sequence', '>', sequence);
      return (await query.orderBy('sequence').limit(limit).execute()).map(eventOf);
    },
  };
}

export function auditRecords(connection: Connection) {
  let before: Promise<unknown> = Promise.resolve();
  return {
    ...auditReads(connection),
    /** Chains the event to the head, which stays locked until the transaction ends. */
    append: (event: AuditEvent): Promise<void> => {
      // One after the other: events appended at the same time would follow the same head.
      const appended = before.then(() => append(connection, event));
      before = appended.catch(() => undefined);
      return appended;
    },
  };
}

async function append({ database, locksRows }: Connection, event: AuditEvent): Promise<void> {
  const chained = chainEvent(await head(database, locksRows), event);
  await database.insertInto('auditEvents').values(rowOf(chained)).execute();
  const { sequence, digest } = chained;
  await database.updateTable('auditHead').set({ sequence, digest }).where('id', '=', 1).execute();
}

function head(database: Database, isLocked: boolean): Promise<AuditHead> {
  const query = database.selectFrom('auditHead').select(['sequence', 'digest']).where('id', '=', 1);
  return (isLocked ? query.forUpdate() : query).executeTakeFirstOrThrow();
}

function matching(database: Database, criteria: AuditCriteria) {
  const { namespace, action, actorName, subjectId, subjectName, from, to } = criteria;
  let query = database.selectFrom('auditEvents');
  if (namespace !== undefined) query = query.where('namespace', '=', namespace);
  if (action !== undefined) query = query.where('action', '=', action);
  if (actorName !== undefined) query = query.where('actorName', '=', actorName);
  if (subjectId !== undefined) query = query.where('subjectId', '=', subjectId);
  if (subjectName !== undefined) query = query.where('subjectName', '=', subjectName);
  if (from !== undefined) query = query.where('at', '>=', from);
  if (to !== undefined) query = query.where('at', '<', to);
  return query;
}

function eventOf({ actorType, actorId, actorName, subjectType, subjectId, subjectName, data, ...event }: EventRow) {
  return {
    ...event,
    actor: { type: actorType, id: actorId, name: actorName },
    subject: { type: subjectType, id: subjectId, name: subjectName },
    data: JSON.parse(data) as AuditData,
  };
}

function rowOf({ actor, subject, data, ...event }: ChainedAuditEvent): EventRow {
  return {
    ...event,
    actorType: actor.type,
    actorId: actor.id,
    actorName: actor.name,
    subjectType: subject.type,
    subjectId: subject.id,
    subjectName: subject.name,
    data: JSON.stringify(data),
  };
}

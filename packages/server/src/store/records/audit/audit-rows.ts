import type { AuditHead, ChainedAuditEvent, WaitingEvent } from '@lanyard/core/audit/audit-chain';
import type { AuditData, AuditParty } from '@lanyard/core/audit/audit-event';
import type { KeptTree } from '@lanyard/core/audit/kept-tree';
import type { Generated } from 'kysely';

/**
 * One row for each event. The actor and the subject have their own columns, so that queries can find events by them.
 */
export interface EventRow extends Omit<ChainedAuditEvent, 'actor' | 'subject' | 'data'> {
  readonly actorType: AuditParty['type'];
  readonly actorId: string;
  readonly actorName: string;
  readonly subjectType: AuditParty['type'];
  readonly subjectId: string;
  readonly subjectName: string;
  readonly data: string;
}

/** The newest checkpoint, and when it was signed. */
export interface SignedCheckpoint {
  readonly checkpoint: string | null;
  readonly checkpointSize: number;
  /** Milliseconds since the epoch. */
  readonly signedAt: number;
}

/** The tree of the log as it grows, and its newest checkpoint. */
export interface TreeRow extends SignedCheckpoint, KeptTree {
  readonly id: number;
}

/** The hashes of 256 leaves in base64, one after the other. A tile never changes. */
export interface TileRow {
  readonly position: number;
  readonly root: string;
  readonly hashes: string;
}

declare module '../../schema.ts' {
  interface Schema {
    auditEvents: EventRow;
    auditHead: AuditHead & { id: number };
    auditWaiting: WaitingEvent & { place: Generated<number> };
    auditTree: TreeRow;
    auditTiles: TileRow;
  }
}

export function eventOf({
  actorType,
  actorId,
  actorName,
  subjectType,
  subjectId,
  subjectName,
  data,
  ...event
}: EventRow) {
  return {
    ...event,
    actor: { type: actorType, id: actorId, name: actorName },
    subject: { type: subjectType, id: subjectId, name: subjectName },
    data: JSON.parse(data) as AuditData,
  };
}

export function rowOf({ actor, subject, data, ...event }: ChainedAuditEvent): EventRow {
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

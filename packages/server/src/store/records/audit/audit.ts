import { setImmediate } from 'node:timers/promises';
import {
  type AuditHead,
  type ChainedAuditEvent,
  type WaitingEvent,
  waitingEvent,
} from '@lanyard/core/audit/audit-chain';
import type { AuditAction, AuditEvent } from '@lanyard/core/audit/audit-event';
import type { MerkleTree } from '@lanyard/core/audit/merkle-tree';
import { DomainError } from '@lanyard/core/domain-error';
import { type Page, type Paged, paged } from '../../paged.ts';
import type { Connection, Database, Transaction } from '../../schema.ts';
import { eventOf, type SignedCheckpoint, type TileRow, type TreeRow } from './audit-rows.ts';
import { placeEvents, requireTree, treeRow } from './place-events.ts';

/** A missing criterion matches every event. */
export interface AuditCriteria {
  readonly namespace?: string | undefined;
  readonly action?: AuditAction | undefined;
  readonly actorName?: string | undefined;
  readonly subjectId?: string | undefined;
  readonly subjectName?: string | undefined;
  readonly from?: number | undefined;
  /** Events at this time are not included. */
  readonly to?: number | undefined;
}

export type AuditFilter = AuditCriteria & Page;

const ROWS_AT_ONCE = 500;

/** The subject of events, and whose log they are in. Without a namespace, any log. */
export interface EventsAbout {
  readonly id: string;
  readonly namespace?: string;
}

export type AuditReads = ReturnType<typeof auditReads>;

export function auditReads({ database, lists }: Connection) {
  return {
    head: () => head(database, false),
    /** Newest first. */
    list: (filter: AuditFilter): Promise<Paged<ChainedAuditEvent>> => {
      const query = matching(lists, filter);
      return paged(query.selectAll().orderBy('sequence', 'desc'), query, filter, eventOf);
    },
    /** Whether events wait for their place, or a part of the log is not in its tree yet. */
    isUnsettled: async (): Promise<boolean> => {
      if (await database.selectFrom('auditWaiting').select('place').limit(1).executeTakeFirst()) return true;
      const { size } = await treeRow(database);
      return size !== (await head(database, false)).sequence;
    },
    /** How long the oldest waiting event has waited for its place, in milliseconds. 0 if none waits. */
    waitingSince: async (): Promise<number | undefined> => {
      const row = await database
        .selectFrom('auditWaiting')
        .select('event')
        .orderBy('place')
        .limit(1)
        .executeTakeFirst();
      return row && Number((JSON.parse(row.event) as AuditEvent).at);
    },
    /** The events that have waited longest, in their stored form. */
    waiting: (limit: number): Promise<readonly WaitingEvent[]> =>
      database.selectFrom('auditWaiting').select(['event', 'mac']).orderBy('place').limit(limit).execute(),
    hasId: async (id: string): Promise<boolean> => {
      const query = database.selectFrom('auditEvents').select('sequence').where('id', '=', id);
      return (await query.executeTakeFirst()) !== undefined;
    },
    /** With the servers' codes, in its stored form. */
    tree: (): Promise<TreeRow> => treeRow(database),
    tile: (position: number): Promise<TileRow | undefined> =>
      database.selectFrom('auditTiles').selectAll().where('position', '=', position).executeTakeFirst(),
    /** In order, for the tiles from `from` to `to`, without `to` itself. */
    tileRoots: async (from: number, to: number): Promise<readonly string[]> => {
      const query = lists.selectFrom('auditTiles').select('root').orderBy('position');
      const rows = await query.where('position', '>=', from).where('position', '<', to).execute();
      return rows.map(({ root }) => root);
    },
    /** Whether the log has an event with one of the actions about it, at that time or later. */
    hasSince: async ({ id, namespace }: EventsAbout, actions: readonly AuditAction[], at: number): Promise<boolean> => {
      const query = database
        .selectFrom('auditEvents')
        .select('sequence')
        .where('subjectId', '=', id)
        .$if(namespace !== undefined, (some) => some.where('namespace', '=', namespace ?? ''));
      const found = await query.where('action', 'in', actions).where('at', '>=', at).limit(1).executeTakeFirst();
      if (found !== undefined) return true;
      const waiting = await database.selectFrom('auditWaiting').select('event').execute();
      const events = waiting.map(({ event }) => JSON.parse(event) as AuditEvent);
      const isThere = (one: AuditEvent) => namespace === undefined || one.namespace === namespace;
      return events.some(
        (one) => one.subject.id === id && isThere(one) && actions.includes(one.action) && one.at >= at,
      );
    },
    /** In order of sequence, after the given one. */
    after: async (
      sequence: number,
      limit: number,
      criteria: AuditCriteria = {},
    ): Promise<readonly ChainedAuditEvent[]> => {
      const query = matching(lists, criteria).selectAll().where('sequence', '>', sequence);
      return (await query.orderBy('sequence').limit(limit).execute()).map(eventOf);
    },
  };
}

export function auditRecords(transaction: Transaction) {
  return {
    ...auditReads(transaction),
    /**
     * Written with the last statement of the transaction, when it holds all its locks. So of two changes to the same
     * thing, the later one also has the later event. It takes no lock of the log. Errors: `audit-log-damaged`.
     */
    append: async (event: AuditEvent): Promise<void> => transaction.appendEvent(event),
    requireWritable: () => requireWritable(transaction),
    /** Gives places to waiting events: see `place-events.ts`. */
    place: (isPatient: boolean) => placeEvents(transaction, isPatient),
    /**
     * The tree, locked until this transaction ends, so that no other process extends or signs it. Errors:
     * `audit-log-damaged`.
     */
    heldTree: async (): Promise<SignedCheckpoint & { readonly tree: MerkleTree }> => {
      const { database, locksRows, auditMac } = transaction;
      const row = await treeRow(database, locksRows);
      return { ...row, tree: requireTree(auditMac, row) };
    },
    putCheckpoint: async (checkpoint: SignedCheckpoint) => {
      const { checkpoint: note, checkpointSize, signedAt } = checkpoint;
      const update = transaction.database.updateTable('auditTree').where('id', '=', 1);
      await update.set({ checkpoint: note, checkpointSize, signedAt }).execute();
    },
  };
}

/** Writes the events of a transaction as its last statement. */
export async function insertWaiting(
  { database, auditMac }: Pick<Transaction, 'database' | 'auditMac'>,
  events: readonly AuditEvent[],
): Promise<void> {
  const rows = events.map((event) => waitingEvent(auditMac, event));
  for (let first = 0; first < rows.length; first += ROWS_AT_ONCE) {
    // SQLite answers without waiting, so other requests get their turn in between.
    if (first > 0) await setImmediate();
    await database
      .insertInto('auditWaiting')
      .values(rows.slice(first, first + ROWS_AT_ONCE))
      .execute();
  }
}

/** Writes the head unchanged, and checks that nothing follows it. Errors: `audit-log-damaged`, `unavailable`. */
async function requireWritable({ database, locksRows }: Transaction): Promise<void> {
  const { sequence } = await head(database, locksRows);
  await database.updateTable('auditHead').set({ sequence }).where('id', '=', 1).execute();
  const behind = database.selectFrom('auditEvents').select('id').where('sequence', '>', sequence).limit(1);
  if (await behind.executeTakeFirst()) throw new DomainError('audit-log-damaged', {});
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

import {
  type AuditHead,
  type ChainedAuditEvent,
  chainEvent,
  EMPTY_HEAD,
  findAuditBreak,
  parseWaiting,
} from '@lanyard/core/audit/audit-chain';
import { keepTree, leafOf, openTree, TILE_LEAVES } from '@lanyard/core/audit/kept-tree';
import { type MerkleTree, rootOf, treeOf, withLeaf } from '@lanyard/core/audit/merkle-tree';
import { DomainError } from '@lanyard/core/domain-error';
import type { Database, Transaction } from '../../schema.ts';
import { eventOf, rowOf, type TreeRow } from './audit-rows.ts';

/** Small enough not to block this thread, which also writes them with SQLite. */
const EVENTS_AT_ONCE = { here: 100, elsewhere: 400 };

/** `busy`: another process is doing it. `more`: there are more events. */
export type Placed = 'all' | 'more' | 'busy';

/**
 * Gives waiting events their places in the log, in the order in which they were written, and adds them to the tree as
 * leaves. Only one process does this at a time. It locks the head, and no change waits for that lock. Nothing in the
 * database is believed without a server's code. Errors: `audit-log-damaged`.
 */
export async function placeEvents(transaction: Transaction, isPatient: boolean): Promise<Placed> {
  const { database, auditMac } = transaction;
  const head = await heldHead(transaction, isPatient);
  if (!head) return 'busy';
  const tree = requireTree(auditMac, await treeRow(database));
  if (tree.size > head.sequence) throw damaged();
  if (tree.size < head.sequence) return catchUp(transaction, tree);
  const query = database.selectFrom('auditWaiting').selectAll().orderBy('place');
  const limit = transaction.locksRows ? EVENTS_AT_ONCE.elsewhere : EVENTS_AT_ONCE.here;
  const waiting = await query.limit(limit).execute();
  if (waiting.length === 0) return 'all';
  const placed: ChainedAuditEvent[] = [];
  for (const row of waiting) {
    const event = parseWaiting(auditMac, row);
    if (!event) throw damaged();
    placed.push(chainEvent(auditMac, placed.at(-1) ?? head, event));
  }
  await database.insertInto('auditEvents').values(placed.map(rowOf)).execute();
  const places = waiting.map(({ place }) => place);
  await database.deleteFrom('auditWaiting').where('place', 'in', places).execute();
  const { sequence, digest } = placed.at(-1) ?? head;
  await database.updateTable('auditHead').set({ sequence, digest }).where('id', '=', 1).execute();
  await growTree(transaction, tree, placed);
  return waiting.length < limit ? 'all' : 'more';
}

/** Events from before there was a tree, or from a server of a version without one. */
async function catchUp(transaction: Transaction, tree: MerkleTree): Promise<Placed> {
  const { database, auditMac } = transaction;
  const [before] = tree.size === 0 ? [EMPTY_HEAD] : await eventsFrom(database, tree.size - 1, 1);
  const events = await eventsFrom(database, tree.size, EVENTS_AT_ONCE.here);
  if (!before || events.length === 0 || findAuditBreak(auditMac, events, { start: before })) throw damaged();
  await growTree(transaction, tree, events);
  return 'more';
}

async function eventsFrom(database: Database, sequence: number, limit: number): Promise<readonly ChainedAuditEvent[]> {
  const query = database.selectFrom('auditEvents').selectAll().where('sequence', '>', sequence);
  return (await query.orderBy('sequence').limit(limit).execute()).map(eventOf);
}

/**
 * Undefined if another process holds the lock and the caller does not want to wait. SQLite has only one writer anyway.
 */
async function heldHead({ database, locksRows }: Transaction, isPatient: boolean): Promise<AuditHead | undefined> {
  const query = database.selectFrom('auditHead').select(['sequence', 'digest']).where('id', '=', 1);
  if (!locksRows) return query.executeTakeFirstOrThrow();
  return isPatient ? query.forUpdate().executeTakeFirstOrThrow() : query.forUpdate().skipLocked().executeTakeFirst();
}

async function growTree(
  { database, auditMac }: Transaction,
  before: MerkleTree,
  events: readonly ChainedAuditEvent[],
): Promise<void> {
  let tree = before;
  for (const event of events) tree = withLeaf(tree, leafOf(event));
  for (let tile = Math.floor(before.size / TILE_LEAVES); (tile + 1) * TILE_LEAVES <= tree.size; tile += 1) {
    const leaves = (await eventsFrom(database, tile * TILE_LEAVES, TILE_LEAVES)).map(leafOf);
    const hashes = Buffer.concat(leaves).toString('base64');
    const root = rootOf(treeOf(leaves)).toString('base64');
    await database.insertInto('auditTiles').values({ position: tile, root, hashes }).execute();
  }
  await database.updateTable('auditTree').set(keepTree(auditMac, tree)).where('id', '=', 1).execute();
}

export function treeRow(database: Database, isLocked = false): Promise<TreeRow> {
  const query = database.selectFrom('auditTree').selectAll().where('id', '=', 1);
  return (isLocked ? query.forUpdate() : query).executeTakeFirstOrThrow();
}

/** Errors: `audit-log-damaged` for a tree that no server wrote. */
export function requireTree(auditMac: Transaction['auditMac'], row: TreeRow): MerkleTree {
  const tree = openTree(auditMac, row);
  if (!tree) throw damaged();
  return tree;
}

function damaged(): DomainError<'audit-log-damaged'> {
  return new DomainError('audit-log-damaged', {});
}

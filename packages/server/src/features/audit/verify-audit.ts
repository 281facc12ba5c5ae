import {
  type AuditBreak,
  type AuditHead,
  type ChainedAuditEvent,
  EMPTY_HEAD,
  findAuditBreak,
  isKeyed,
  parseWaiting,
} from '@lanyard/core/audit/audit-chain';
import { leafOf, openTree, TILE_LEAVES } from '@lanyard/core/audit/kept-tree';
import { EMPTY_TREE, rootOf, treeOf, withLeaf } from '@lanyard/core/audit/merkle-tree';
import { DomainError } from '@lanyard/core/domain-error';
import type { Services } from '../../services.ts';
import { OPERATOR } from '../access/caller.ts';
import { subjectOf, transact } from '../access/change.ts';

/** How many events are in memory at once, however long the log is. */
const CHUNK = 500;

export interface AuditVerification {
  /** The last event that was read. */
  readonly head: AuditHead;
  /** The first event that was written with the key. Undefined if there is none yet. */
  readonly keyedFrom: number | undefined;
  /** The first place where the chain is broken. Undefined if it is whole. */
  readonly break: AuditBreak | undefined;
}

/**
 * Reads the whole chain, and everything after its head. `known` is a head from another place. It can show that somebody
 * cut off the end together with the head. A server may continue to write meanwhile.
 */
export async function verifyAudit(services: Services, known?: AuditHead): Promise<AuditVerification> {
  const { audit } = services.store.read;
  const headAtStart = await audit.head();
  let reached = EMPTY_HEAD;
  let keyedFrom: number | undefined;
  const tree = await checkTree(services);
  for (;;) {
    const events = await audit.after(reached.sequence, CHUNK);
    // Read after the events, so an event after this head was not added by a server.
    const head = await audit.head();
    const appended = events.filter(({ sequence }) => sequence <= head.sequence);
    const found =
      findAuditBreak(services.auditMac, appended, { start: reached }) ??
      contradiction([reached, ...appended], [head, known]) ??
      (await tree.firstWrong(appended)) ??
      (appended.length < events.length ? behind(head) : undefined);
    keyedFrom ??= appended.find(isKeyed)?.sequence;
    reached = appended.at(-1) ?? reached;
    if (found) return { head: reached, keyedFrom, break: found };
    if (events.length < CHUNK) break;
  }
  const end = Math.max(headAtStart.sequence, known?.sequence ?? 0, tree.size);
  const cut = reached.sequence < end ? missingAfter(reached) : await wrongWaiting(services, reached);
  return { head: reached, keyedFrom, break: cut };
}

/**
 * The event that prevents all later events from getting a place: one that no server wrote, or one that already has a
 * place.
 */
async function wrongWaiting(
  { store, auditMac }: Pick<Services, 'store' | 'auditMac'>,
  { sequence }: AuditHead,
): Promise<AuditBreak | undefined> {
  const { audit } = store.read;
  for (const row of await audit.waiting(CHUNK)) {
    const event = parseWaiting(auditMac, row);
    if (!event) return { sequence: sequence + 1, reason: 'waits for its place, and no server wrote it' };
    // In the meantime a server may have given it a place. Then it no longer waits.
    const isTwice = (await audit.hasId(event.id)) && (await audit.waiting(1))[0]?.event === row.event;
    if (isTwice) return { sequence: sequence + 1, reason: 'is in the log, and also waits for a place' };
  }
  return undefined;
}

/**
 * Compares the tree and its tiles with the events, because proofs from a wrong tree prove nothing. Errors:
 * `audit-log-damaged`.
 */
async function checkTree({ store, auditMac }: Pick<Services, 'store' | 'auditMac'>) {
  const { audit } = store.read;
  await audit.head();
  const kept = openTree(auditMac, await audit.tree());
  if (!kept) throw new DomainError('audit-log-damaged', {});
  let tree = EMPTY_TREE;
  let leaves: Buffer[] = [];
  const isWrong = async (event: ChainedAuditEvent) => {
    const leaf = leafOf(event);
    tree = withLeaf(tree, leaf);
    leaves = [...leaves, leaf];
    if (tree.size === kept.size && !rootOf(tree).equals(rootOf(kept))) return true;
    if (leaves.length < TILE_LEAVES || tree.size > kept.size) return false;
    const tile = await audit.tile(tree.size / TILE_LEAVES - 1);
    const hashes = Buffer.concat(leaves).toString('base64');
    const root = rootOf(treeOf(leaves)).toString('base64');
    leaves = [];
    return tile?.hashes !== hashes || tile.root !== root;
  };
  return {
    /** The log has at least this many events. */
    size: kept.size,
    firstWrong: async (events: readonly ChainedAuditEvent[]): Promise<AuditBreak | undefined> => {
      for (const event of events) {
        if (await isWrong(event)) return { sequence: event.sequence, reason: 'is not the one in the tree' };
      }
      return undefined;
    },
  };
}

/** A known head that differs from the chain at its place. */
function contradiction(run: readonly AuditHead[], heads: readonly (AuditHead | undefined)[]): AuditBreak | undefined {
  const known = new Map(heads.map((head) => [head?.sequence, head?.digest]));
  const wrong = run.find(({ sequence, digest }) => known.has(sequence) && known.get(sequence) !== digest);
  return wrong && { sequence: wrong.sequence, reason: 'was changed' };
}

function behind({ sequence }: AuditHead): AuditBreak {
  return { sequence: sequence + 1, reason: 'is behind the head' };
}

function missingAfter({ sequence }: AuditHead): AuditBreak {
  return { sequence: sequence + 1, reason: 'is missing' };
}

/** From now on, an event with the key covers everything that was written before the log had a key. */
export async function keyAuditLog(services: Services): Promise<AuditHead> {
  const { audit } = services.store.read;
  const head = await audit.head();
  if (head.sequence === 0 || isKeyed(head)) return head;
  const server = subjectOf('operator', { id: 'server', name: 'server' }, null);
  await transact(services, OPERATOR, (change) => change.audit('audit-log.keyed', server));
  return audit.head();
}

/** The form in which it is printed, and in which `audit verify --head` reads it. */
export function headText({ sequence, digest }: AuditHead): string {
  return `${sequence}:${digest}`;
}

/** Returns undefined for a text that `headText` never prints. */
export function parseHead(text: string): AuditHead | undefined {
  const [, sequence, digest] = /^(\d{1,15}):((?:hmac-)?[0-9a-f]{64})$/.exec(text) ?? [];
  return sequence === undefined || digest === undefined ? undefined : { sequence: Number(sequence), digest };
}

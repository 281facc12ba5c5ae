import {
  type AuditBreak,
  type AuditHead,
  type ChainedAuditEvent,
  EMPTY_HEAD,
  findAuditBreak,
  isKeyed,
  parseWaiting,
} from '@lanyard/core/audit/audit-chain';
import { AUDIT_ACTION_NAMES, type AuditAction } from '@lanyard/core/audit/audit-event';
import { parseCheckpoint } from '@lanyard/core/audit/checkpoint';
import { exportedLine } from '@lanyard/core/audit/exported-event';
import { leafOf, openTree, TILE_LEAVES } from '@lanyard/core/audit/kept-tree';
import { EMPTY_TREE, rootOf, treeOf, withLeaf } from '@lanyard/core/audit/merkle-tree';
import { exportHeader, hiddenLine } from '@lanyard/core/audit/verify-export';
import { DomainError } from '@lanyard/core/domain-error';
import type { Services } from '../../services.ts';
import type { Paged } from '../../store/paged.ts';
import type { AuditCriteria, AuditFilter, AuditReads } from '../../store/records/audit/audit.ts';
import { type AccountCaller, type Caller, OPERATOR, type OrganizationTokenCaller } from '../access/caller.ts';
import { look, subjectOf, transact } from '../access/change.ts';
import { requireAdministrator, requireAuditReader } from '../access/permissions.ts';
import { newestCheckpoint } from './checkpoints.ts';
import { treePartsOf } from './tree-parts.ts';

/** How many events are in memory at once, however long the log is. */
const CHUNK = 500;
/** Each event of a proof may need pieces of the tree of its own. */
const PROVEN_CHUNK = 200;

/**
 * One namespace's events, newest first: the caller's own if none is named, or an organization's for its owners.
 * Errors: `not-found` for a namespace of others, `forbidden` for members.
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
  caller: AccountCaller | OrganizationTokenCaller,
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

/** So many events of the log are what the reader's checkpoint covers. Errors: `invalid-input` where there are not as many. */
export interface ProofCriteria extends AuditCriteria {
  readonly since?: number | undefined;
}

/**
 * The same as an export that proves itself, without the others' events: `verify-export.ts` of core. Errors: those of
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

/** The whole server's. Errors: `forbidden`, and those above. */
export async function proveServerAuditEvents(
  services: Services,
  caller: Caller,
  { since, ...criteria }: ProofCriteria,
): Promise<ProvenExport> {
  requireAdministrator(caller);
  return { namespace: null, lines: await provenLines(services, criteria, since) };
}

async function provenLines(services: Services, criteria: AuditCriteria, since = 0): Promise<AsyncIterable<string>> {
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
    // Where the reader's checkpoint ends, no hash may stand for events of both sides.
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

export interface AuditVerification {
  /** The last event that was read. */
  readonly head: AuditHead;
  /** The first event that was written with the key; undefined where there is none yet. */
  readonly keyedFrom: number | undefined;
  /** The first place where the chain is broken; undefined if it is whole. */
  readonly break: AuditBreak | undefined;
}

/**
 * Reads the whole chain, and what lies behind its head. `known` is a head from elsewhere, which shows that the end was
 * cut off together with the head. A server may go on writing meanwhile.
 */
export async function verifyAudit(services: Services, known?: AuditHead): Promise<AuditVerification> {
  const { audit } = services.store.read;
  const headAtStart = await audit.head();
  let reached = EMPTY_HEAD;
  let keyedFrom: number | undefined;
  const tree = await checkTree(services);
  for (;;) {
    const events = await audit.after(reached.sequence, CHUNK);
    // Read after the events: what lies behind it was not appended by a server.
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

/** What keeps all later events from getting places: one that no server wrote, or that was placed before. */
async function wrongWaiting(
  { store, auditMac }: Pick<Services, 'store' | 'auditMac'>,
  { sequence }: AuditHead,
): Promise<AuditBreak | undefined> {
  const { audit } = store.read;
  for (const row of await audit.waiting(CHUNK)) {
    const event = parseWaiting(auditMac, row);
    if (!event) return { sequence: sequence + 1, reason: 'waits for its place, and no server wrote it' };
    // A server may have placed it since: then it waits no more.
    const isTwice = (await audit.hasId(event.id)) && (await audit.waiting(1))[0]?.event === row.event;
    if (isTwice) return { sequence: sequence + 1, reason: 'is in the log, and waits for a place once more' };
  }
  return undefined;
}

/** Holds the events to the tree and its tiles: from a wrong one come proofs that prove nothing. Errors: `audit-log-damaged`. */
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
    /** So many events the log has at least. */
    size: kept.size,
    firstWrong: async (events: readonly ChainedAuditEvent[]): Promise<AuditBreak | undefined> => {
      for (const event of events) {
        if (await isWrong(event)) return { sequence: event.sequence, reason: 'is not the one in the tree' };
      }
      return undefined;
    },
  };
}

/** A head that is known, and is not what the chain has in its place. */
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

/** From here on, what was written before the log had a key is covered by an event that has it. */
export async function keyAuditLog(services: Services): Promise<AuditHead> {
  const { audit } = services.store.read;
  const head = await audit.head();
  if (head.sequence === 0 || isKeyed(head)) return head;
  const server = subjectOf('operator', { id: 'server', name: 'server' }, null);
  await transact(services, OPERATOR, (change) => change.audit('audit-log.keyed', server));
  return audit.head();
}

/** As it is printed, and read again by `audit verify --head`. */
export function headText({ sequence, digest }: AuditHead): string {
  return `${sequence}:${digest}`;
}

/** Undefined for what `headText` never prints. */
export function parseHead(text: string): AuditHead | undefined {
  const [, sequence, digest] = /^(\d{1,15}):((?:hmac-)?[0-9a-f]{64})$/.exec(text) ?? [];
  return sequence === undefined || digest === undefined ? undefined : { sequence: Number(sequence), digest };
}

import type { AuditAction, AuditParty } from '@lanyard/core/audit/audit-event';
import { sourceNetwork } from '@lanyard/core/source-network';
import type { Logger } from 'pino';
import type { Refusal, RefusalRecorder } from '../../services.ts';
import type { Store } from '../../store/store.ts';
import type { Clock, Random } from '../../world.ts';

const FLUSH_MILLISECONDS = 60_000;
/** How many events one minute can have, from all sources and from one source: a stranger must not fill the log. */
const MAXIMUM_ROWS = 60;
const MAXIMUM_ROWS_OF_SOURCE = 5;
const EVERYWHERE = 'many addresses';

export interface StoppableRefusalRecorder extends RefusalRecorder {
  stop(): Promise<void>;
}

export interface RefusalRecorderOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Pick<Logger, 'warn'>;
}

/** Equal refusals of one minute. */
interface Row extends Refusal {
  readonly network: string;
  readonly count: number;
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
}

/**
 * Collects refused authentications and writes them once a minute, with one event for all equal ones. Nothing is written
 * before a refusal is answered, because the time would show whether the name exists (attack 20).
 */
export function createRefusalRecorder(options: RefusalRecorderOptions): StoppableRefusalRecorder {
  const { clock, logger } = options;
  let waiting: ReadonlyMap<string, Row> = new Map();
  let flushing: Promise<void> = Promise.resolve();
  const write = async () => {
    const rows = waiting;
    if (rows.size === 0) return;
    waiting = new Map();
    try {
      await append(options, [...rows.values()]);
    } catch {
      for (const row of rows.values()) waiting = withRow(waiting, row);
      logger.warn({ waiting: rows.size }, 'refused authentications could not be written; it is tried again');
    }
  };
  const flush = () => {
    flushing = flushing.then(write);
    return flushing;
  };
  const timer = setInterval(flush, FLUSH_MILLISECONDS);
  timer.unref();
  return {
    record: (refusal) => {
      const now = clock.now();
      const network = sourceNetwork(refusal.address);
      waiting = withRow(waiting, { ...refusal, network, count: 1, from: now, to: now });
    },
    flush,
    stop: () => {
      clearInterval(timer);
      return flush();
    },
  };
}

/** The rows with one more refusal. If there are too many, different refusals are counted together. */
function withRow(rows: ReadonlyMap<string, Row>, row: Row): ReadonlyMap<string, Row> {
  const { access: _access, ...rest } = row;
  const ofNetwork: Row = { ...rest, subject: undefined, client: '', reason: 'several' };
  const ofAll = { ...ofNetwork, network: EVERYWHERE, address: '' };
  const place = [row, ofNetwork, ofAll].find((one) => rows.has(keyOf(one)) || hasRoom(rows, one)) ?? ofAll;
  const before = rows.get(keyOf(place));
  const sum = before
    ? {
        ...place,
        count: before.count + row.count,
        from: Math.min(before.from, row.from),
        to: Math.max(before.to, row.to),
      }
    : place;
  return new Map([...rows, [keyOf(place), sum]]);
}

function hasRoom(rows: ReadonlyMap<string, Row>, { network, reason }: Row): boolean {
  if (rows.size >= MAXIMUM_ROWS) return false;
  const ofNetwork = [...rows.values()].filter((row) => row.network === network).length;
  return reason === 'several' || ofNetwork < MAXIMUM_ROWS_OF_SOURCE;
}

function keyOf({ action, subject, network, reason, access }: Row): string {
  return JSON.stringify([action, subject?.id, network, reason, access]);
}

function append({ store, random }: RefusalRecorderOptions, rows: readonly Row[]): Promise<void> {
  return store.transaction(async ({ audit }) => {
    for (const row of rows) {
      const { action, reason, count, from, to, client, network } = row;
      const { namespace, ...subject } = row.subject ?? { ...partyAt(network), namespace: null };
      const actor = actorOf(action, subject, network);
      const place = { address: row.address, client, namespace };
      const access = row.access === undefined ? {} : { access: row.access };
      const data = { reason, count, from: new Date(from).toISOString(), ...access };
      await audit.append({ id: random.uuid(), at: to, action, actor, subject, ...place, data });
    }
  });
}

/** Somebody tried to sign in as this account. For all other refusals, only the address is known. */
function actorOf(action: AuditAction, subject: AuditParty, network: string): AuditParty {
  return action === 'session.refused' ? subject : partyAt(network);
}

function partyAt(network: string): AuditParty {
  return { type: 'address', id: network, name: network };
}

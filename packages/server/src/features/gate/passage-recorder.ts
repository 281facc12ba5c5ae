import type { RegistryRequest } from '@lanyard/core/gate/registry-request';
import type { Action } from '@lanyard/core/repositories/repository';
import { sourceNetwork } from '@lanyard/core/source-network';
import type { Logger } from 'pino';
import type { PassageRecorder, Passed } from '../../services.ts';
import type { Passage } from '../../store/records/gate/passages.ts';
import type { Store } from '../../store/store.ts';
import type { Clock, Random } from '../../world.ts';
import { createImageUse } from './image-use.ts';

const FLUSH_MILLISECONDS = 500;
const WRITTEN_AT_ONCE = 500;
/** Above this number, the oldest ones are dropped and counted: an unavailable database must not fill the memory. */
const MAXIMUM_WAITING = 100_000;
/**
 * How many rows a day one holder, or one network of anonymous callers, can fill. More are counted without the holder's
 * name.
 */
const ROWS_PER_SHARE = 20_000;
const MANY_OTHERS = 'many others';
const DAY_MILLISECONDS = 86_400_000;

export interface StoppablePassageRecorder extends PassageRecorder {
  stop(): Promise<void>;
}

export interface PassageRecorderOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Pick<Logger, 'warn'>;
}

/** Collects passages and writes them twice a second, without delaying a pull. */
export function createPassageRecorder({
  store,
  clock,
  random,
  logger,
}: PassageRecorderOptions): StoppablePassageRecorder {
  let waiting = new WaitingPassages();
  let flushing: Promise<void> = Promise.resolve();
  const shares = createShares();
  const noteUse = createImageUse(store);
  const write = async () => {
    let left = waiting.all();
    waiting = new WaitingPassages();
    try {
      while (left.length > 0) {
        const some = left.slice(0, WRITTEN_AT_ONCE);
        await store.transaction(({ passages }) => passages.insert(some));
        left = left.slice(WRITTEN_AT_ONCE);
        // The record is what counts. An image that is not noted now is noted at its next pull.
        await noteUse(some).catch(() => undefined);
        if (left.length > 0) await new Promise((resolve) => setImmediate(resolve));
      }
    } catch {
      const all = [...left, ...waiting.all()];
      const kept = all.slice(-MAXIMUM_WAITING);
      waiting = new WaitingPassages(kept);
      logger.warn(
        { waiting: kept.length, lost: all.length - kept.length },
        'the record of the gate could not be written; this is tried again',
      );
    }
  };
  const flush = () => {
    flushing = flushing.then(write);
    return flushing;
  };
  const timer = setInterval(flush, FLUSH_MILLISECONDS);
  timer.unref();
  return {
    record: (passed) => {
      const what = recordable(passed.request, passed.method);
      if (what)
        waiting.add({
          id: random.uuid(),
          at: clock.now(),
          count: 1,
          ...shares.named({ ...what, ...passedBy(passed) }, clock.now()),
        });
    },
    flush,
    stop: () => {
      clearInterval(timer);
      return flush();
    },
  };
}

const ACTIONS: Readonly<Record<string, Action>> = { GET: 'pull', PUT: 'push', DELETE: 'delete' };

/**
 * Records manifests and layers that were read, written or deleted. A check whether they exist does not count as a use.
 */
function recordable(request: RegistryRequest, method: string) {
  const action = ACTIONS[method];
  if (request.type !== 'repository' || action === undefined || request.reference === undefined) return undefined;
  if (request.target !== 'manifest' && request.target !== 'blob') return undefined;
  return { repository: request.name, reference: request.reference, action };
}

function passedBy({ registry, principal, source, answer }: Passed) {
  return {
    registry,
    tokenId: principal.token?.id ?? null,
    holderId: principal.owner?.id ?? null,
    holder: principal.owner?.name ?? null,
    address: source.address,
    client: source.client,
    digest: answer?.digest ?? null,
    status: answer?.status ?? null,
    bytes: answer?.bytes ?? null,
  };
}

type Named = Omit<Passage, 'id' | 'at' | 'count'>;

/** Counts what this process wrote for each holder today. */
function createShares() {
  let today = 0;
  let rows = new Map<string, number>();
  return {
    named: (passage: Named, now: number): Named => {
      const day = now - (now % DAY_MILLISECONDS);
      if (day !== today) rows = new Map();
      today = day;
      const share = passage.holderId ?? sourceNetwork(passage.address);
      const used = (rows.get(share) ?? 0) + 1;
      rows.set(share, used);
      if (used <= ROWS_PER_SHARE) return passage;
      return {
        ...passage,
        reference: MANY_OTHERS,
        digest: null,
        address: MANY_OTHERS,
        client: MANY_OTHERS,
        bytes: null,
      };
    },
  };
}

/**
 * One entry for equal passages. They are combined as they come. To do it before each writing would hold up other requests:
 * thousands can come in half a second.
 */
class WaitingPassages {
  readonly #passages = new Map<string, { -readonly [Field in keyof Passage]: Passage[Field] }>();

  constructor(passages: readonly Passage[] = []) {
    for (const passage of passages) this.add(passage);
  }

  add(passage: Passage): void {
    const { registry, repository, action, reference, digest, tokenId, holderId, address, client, status } = passage;
    const what = `${registry}\n${repository}\n${action}\n${reference}\n${digest}`;
    const key = `${what}\n${tokenId}\n${holderId}\n${address}\n${client}\n${status}`;
    const equal = this.#passages.get(key);
    if (equal) {
      equal.at = Math.max(equal.at, passage.at);
      equal.count += passage.count;
      equal.bytes = sum(equal.bytes, passage.bytes);
    } else this.#passages.set(key, { ...passage });
  }

  all(): readonly Passage[] {
    return [...this.#passages.values()];
  }
}

function sum(one: number | null, other: number | null): number | null {
  return one === null && other === null ? null : (one ?? 0) + (other ?? 0);
}

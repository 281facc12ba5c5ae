import type { Logger } from 'pino';
import type { UsageRecorder } from '../../services.ts';
import type { PasswordUse } from '../../store/records/lifetimes/password-uses.ts';
import type { UsageShares, Use } from '../../store/records/tokens/usage.ts';
import type { Records, Store } from '../../store/store.ts';

const FLUSH_MILLISECONDS = 500;
/** Different uses in one transaction: so few that requests are answered between two of them, after an outage too. */
const WRITTEN_AT_ONCE = 500;
/** Past this the oldest uses are dropped and counted: a database that is away must not take the memory. */
const MAXIMUM_WAITING = 200_000;
/** Of tokens and days; beyond it all are counted again. */
const MAXIMUM_SHARES = 50_000;
const DAY_MILLISECONDS = 86_400_000;

/** Of accounts and namespaces; beyond it none is kept until some are written. */
const MAXIMUM_PASSWORDS = 10_000;

function keyOf({ namespace, accountId }: PasswordUse): string {
  return `${namespace} ${accountId}`;
}

export interface StoppableUsageRecorder extends UsageRecorder {
  stop(): Promise<void>;
}

/** Adds equal uses up and writes them twice a second; what could not be written waits for the next time. */
export function createUsageRecorder(store: Store, logger: Pick<Logger, 'warn'>): StoppableUsageRecorder {
  let waiting = new WaitingUses();
  let passwords = new Map<string, PasswordUse>();
  let flushing: Promise<void> = Promise.resolve();
  let since: number | undefined;
  let writtenSince: number | undefined;
  let lost = 0;
  const shares: UsageShares = new Map();
  const writePasswords = async () => {
    if (passwords.size === 0) return;
    const uses = [...passwords.values()];
    passwords = new Map();
    try {
      await store.transaction((records) => records.passwordUses.record(uses));
    } catch (error) {
      for (const use of uses)
        if (!passwords.has(keyOf(use)) && passwords.size < MAXIMUM_PASSWORDS) passwords.set(keyOf(use), use);
      throw error;
    }
  };
  const write = async () => {
    // What comes meanwhile waits for the next time.
    let left = waiting.all();
    if (shares.size > MAXIMUM_SHARES) shares.clear();
    waiting = new WaitingUses();
    writtenSince = since;
    since = undefined;
    try {
      await writePasswords();
      while (left.length > 0) {
        const uses = left.slice(0, WRITTEN_AT_ONCE);
        await store.transaction((records) => recordUses(records, uses, shares));
        left = left.slice(WRITTEN_AT_ONCE);
        if (left.length > 0) await new Promise((resolve) => setImmediate(resolve));
      }
    } catch {
      const all = [...left, ...waiting.all()];
      lost += Math.max(0, all.length - MAXIMUM_WAITING);
      waiting = new WaitingUses(all.slice(-MAXIMUM_WAITING));
      since = writtenSince ?? since;
      logger.warn({ waiting: waiting.all().length }, 'usage could not be written; it is tried again');
    }
    writtenSince = undefined;
  };
  const flush = () => {
    flushing = flushing.then(write);
    return flushing;
  };
  const timer = setInterval(flush, FLUSH_MILLISECONDS);
  timer.unref();
  return {
    record: (use) => {
      since ??= use.at;
      waiting.add(use);
    },
    recordPassword: (use) => {
      if (passwords.has(keyOf(use)) || passwords.size < MAXIMUM_PASSWORDS) passwords.set(keyOf(use), use);
    },
    flush,
    waitingSince: () => writtenSince ?? since,
    lost: () => lost,
    stop: () => {
      clearInterval(timer);
      return flush();
    },
  };
}

/** The uses of tokens, and when each registry was last used. */
async function recordUses({ usage, registries }: Records, uses: readonly Use[], shares: UsageShares): Promise<void> {
  await usage.record(uses, shares);
  const latest = new Map<string, number>();
  for (const { registry, at } of uses) latest.set(registry, Math.max(at, latest.get(registry) ?? 0));
  // In one order, so that two servers do not wait for each other.
  for (const [name, at] of [...latest].toSorted(([a], [b]) => (a < b ? -1 : 1))) await registries.touch(name, at);
}

/** One entry for equal uses of a day. */
class WaitingUses {
  readonly #uses = new Map<string, { -readonly [Field in keyof Use]: Use[Field] }>();

  constructor(uses: readonly Use[] = []) {
    for (const use of uses) this.add(use);
  }

  add(use: Use): void {
    const { tokenId, at, registry, repository, actions, address, client, count = 1 } = use;
    const day = Math.floor(at / DAY_MILLISECONDS);
    const key = `${tokenId}\n${day}\n${registry}\n${repository}\n${actions}\n${address}\n${client}`;
    const equal = this.#uses.get(key);
    if (equal) {
      equal.at = Math.max(equal.at, at);
      equal.count = (equal.count ?? 1) + count;
    } else this.#uses.set(key, { ...use, count });
  }

  all(): readonly Use[] {
    return [...this.#uses.values()];
  }
}

import { Secret } from '@lanyard/core/secret';
import { FAILURES_BEFORE_WAIT } from '@lanyard/core/sessions/login-flow';
import type { SecretDigester } from '../keys/secret-digester.ts';
import type { Counter } from '../store/records/counters.ts';
import type { Records, Store } from '../store/store.ts';
import type { Clock } from '../world.ts';

/** So many within that time. */
export interface Limit {
  readonly points: number;
  readonly durationSeconds: number;
  /** How long to wait once they are used up; otherwise until the time is over. */
  readonly blockSeconds?: number;
  /** Each one begins the time anew, and the wait between two doubles up to this. */
  readonly longestDelaySeconds?: number;
}

/** Every limit of this server on tries and requests. */
export const LIMITS = {
  /** Wrong passwords for one account from one network, or in one browser that it knows: enough for a forgetful owner. */
  'account-source': { points: FAILURES_BEFORE_WAIT, durationSeconds: 900, blockSeconds: 900 },
  /** Failures from one network, whatever the account: a sweep over many names. */
  network: { points: 100, durationSeconds: 3600, blockSeconds: 900 },
  /** The same for a site, which may have 65,536 networks. */
  'wide-network': { points: 1000, durationSeconds: 3600, blockSeconds: 900 },
  /** Wrong passwords for one account from anywhere: a day without one ends the episode. */
  guesses: { points: 100, durationSeconds: 86_400, longestDelaySeconds: 3600 },
  /** Wrong second factors of one account from anywhere: who guesses them has the password, and may have many networks. */
  'second-factor': { points: 30, durationSeconds: 3600, blockSeconds: 3600 },
  /** Mails of one kind to one account or address: enough for people whose mail is slow, too few to fill a mailbox. */
  'mail-account': { points: 3, durationSeconds: 3600 },
  /** Invitations to one address from everybody: more than a few accounts together can use up. */
  'invitation-mails': { points: 12, durationSeconds: 3600 },
  /** Mails of all kinds to one account, but those with a link that somebody asked for. More wait, and go out together. */
  'mails-of-account': { points: 30, durationSeconds: 3600 },
  /** Mails that one network asks for: enough for an office, too few to have mails sent to everybody. */
  'mail-network': { points: 20, durationSeconds: 3600 },
  'mail-wide-network': { points: 100, durationSeconds: 3600 },
  /** Sign-ins that one network begins at a provider or with a passkey: each leaves a row, no matter who asks. */
  'flow-network': { points: 300, durationSeconds: 600 },
  'flow-wide-network': { points: 3000, durationSeconds: 600 },
  /** What an account makes and the database keeps: far more than people and their programs do. */
  'sessions-started': { points: 300, durationSeconds: 3600 },
  'command-lines-approved': { points: 60, durationSeconds: 3600 },
  'tokens-created': { points: 300, durationSeconds: 3600 },
  /** Of one command-line login: a program in a loop must not stop its account from creating tokens. */
  'auto-tokens-created': { points: 60, durationSeconds: 3600 },
  'repositories-created': { points: 1000, durationSeconds: 3600 },
  /** Tests and replays of webhooks by an owner. */
  'webhook-events-sent': { points: 300, durationSeconds: 3600 },
  'organizations-created': { points: 50, durationSeconds: 86_400 },
} as const satisfies Readonly<Record<string, Limit>>;

type LimitName = keyof typeof LIMITS;

/** One of the things that are counted, such as the failures of one network. */
export interface Counted {
  readonly limit: LimitName;
  readonly of: string;
}

export interface Count {
  readonly points: number;
  /** Seconds until the next try; 0 where it may go on. */
  readonly waitSeconds: number;
}

/** Counts in the database, so several servers count together and a restart forgets nothing. */
export interface Limiters {
  /** `ownTries`: how many of those counted are the try that asks. */
  count(counted: Counted, ownTries?: number): Promise<Count>;
  /** All in one transaction; the counts with these, in the same order. */
  add(all: readonly Counted[]): Promise<readonly Count[]>;
  takeBack(all: readonly Counted[]): Promise<void>;
  forget(counted: Counted): Promise<void>;
}

interface LimiterParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly digester: SecretDigester;
}

export function createLimiters({ store, clock, digester }: LimiterParts): Limiters {
  const keyOf = (counted: Counted) => counterKey(digester, counted);
  /** In one order: transactions that count the same things do not wait for each other in a circle. */
  const inOrder = (all: readonly Counted[]) =>
    all.map((counted) => ({ counted, key: keyOf(counted) })).sort((one, other) => (one.key < other.key ? -1 : 1));
  return {
    count: async (counted, ownTries = 0) => {
      const now = clock.now();
      const counter = await store.read.counters.find(keyOf(counted), now);
      return countOf(LIMITS[counted.limit], { now, counter, ownTries });
    },
    add: (all) =>
      store.transaction(async ({ counters }) => {
        const now = clock.now();
        const counts = new Map<Counted, Count>();
        for (const { counted, key } of inOrder(all)) {
          counts.set(counted, await addOne(counters, key, LIMITS[counted.limit], now));
        }
        return all.map((counted) => counts.get(counted) ?? { points: 0, waitSeconds: 0 });
      }),
    takeBack: (all) =>
      store.transaction(async ({ counters }) => {
        for (const { key } of inOrder(all)) await counters.takeBack(key);
      }),
    forget: (counted) => store.transaction(({ counters }) => counters.forget(keyOf(counted))),
  };
}

/** A digest: people type passwords where names belong, and a name may be longer than a key. */
export function counterKey(digester: SecretDigester, { limit, of }: Counted): string {
  // Other keys than those of the version before, which may run beside this one.
  return `2 ${digester.digest('limit', new Secret(`${limit} ${of}`))}`;
}

async function addOne(counters: Records['counters'], key: string, limit: Limit, now: number): Promise<Count> {
  const { points, durationSeconds, blockSeconds, longestDelaySeconds } = limit;
  const renews = longestDelaySeconds !== undefined;
  const counter = await counters.add(key, { now, endsAt: now + durationSeconds * 1000, renews });
  if (blockSeconds === undefined || counter.points !== points) return countOf(limit, { now, counter, ownTries: 0 });
  const expire = now + blockSeconds * 1000;
  await counters.endAt(key, expire);
  return countOf(limit, { now, counter: { ...counter, expire }, ownTries: 0 });
}

interface Counting {
  readonly now: number;
  readonly counter: Counter | undefined;
  readonly ownTries: number;
}

function countOf(limit: Limit, { now, counter, ownTries }: Counting): Count {
  const points = Math.max(0, (counter?.points ?? 0) - ownTries);
  if (!counter || points < limit.points) return { points, waitSeconds: 0 };
  return { points, waitSeconds: Math.max(0, Math.ceil((nextTryAt(limit, points, counter) - now) / 1000)) };
}

function nextTryAt(
  { points: free, durationSeconds, longestDelaySeconds }: Limit,
  points: number,
  { expire }: Counter,
): number {
  if (longestDelaySeconds === undefined) return expire;
  const lastAt = expire - durationSeconds * 1000;
  return lastAt + Math.min(2 ** (points - free), longestDelaySeconds) * 1000;
}

/** Counts, and gives the seconds to wait where a limit is passed. What is refused costs no write. */
export async function take(limiters: Limiters, all: readonly Counted[]): Promise<number | undefined> {
  const before = await Promise.all(all.map((counted) => limiters.count(counted)));
  const wait = Math.max(...before.map(({ waitSeconds }) => waitSeconds));
  if (wait > 0) return wait;
  const counts = await limiters.add(all);
  // Of several at the same moment, those beyond the limit.
  const isOver = all.some(({ limit }, index) => (counts[index]?.points ?? 0) > LIMITS[limit].points);
  return isOver ? Math.max(...counts.map(({ waitSeconds }) => waitSeconds)) : undefined;
}

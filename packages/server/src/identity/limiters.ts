import { Secret } from '@lanyard/core/secret';
import { FAILURES_BEFORE_WAIT } from '@lanyard/core/sessions/login-flow';
import type { SecretDigester } from '../keys/secret-digester.ts';
import type { Counter } from '../store/records/counters.ts';
import type { Records, Store } from '../store/store.ts';
import type { Clock } from '../world.ts';

/** How many are allowed within this time. */
export interface Limit {
  readonly points: number;
  readonly durationSeconds: number;
  /** How long to wait when they are used up. Default: until the time is over. */
  readonly blockSeconds?: number;
  /** Each one starts the time again, and the wait between two of them doubles up to this value. */
  readonly longestDelaySeconds?: number;
}

/** All limits of this server on tries and requests. */
export const LIMITS = {
  /** Wrong passwords for one account from one network, or in one known browser. Enough for a forgetful owner. */
  'account-source': { points: FAILURES_BEFORE_WAIT, durationSeconds: 900, blockSeconds: 900 },
  /** Failures from one network, for any account. Stops a search over many names. */
  network: { points: 100, durationSeconds: 3600, blockSeconds: 900 },
  /** The same for a site, which can have 65,536 networks. */
  'wide-network': { points: 1000, durationSeconds: 3600, blockSeconds: 900 },
  /** Wrong passwords for one account from anywhere. A day without one ends the episode. */
  guesses: { points: 100, durationSeconds: 86_400, longestDelaySeconds: 3600 },
  /**
   * Wrong second factors for one account from anywhere. An attacker at this step has the password, and can have many
   * networks.
   */
  'second-factor': { points: 30, durationSeconds: 3600, blockSeconds: 3600 },
  /** Mails of one kind to one account or address. Enough for people with slow mail, too few to fill a mailbox. */
  'mail-account': { points: 3, durationSeconds: 3600 },
  /** Invitations from everybody to one address. More than a few accounts together can send. */
  'invitation-mails': { points: 12, durationSeconds: 3600 },
  /** Mails of all kinds to one account, except requested ones with a link. More of them wait, and are sent together. */
  'mails-of-account': { points: 30, durationSeconds: 3600 },
  /** Mails that one network requests. Enough for an office, too few to send mails to everybody. */
  'mail-network': { points: 20, durationSeconds: 3600 },
  'mail-wide-network': { points: 100, durationSeconds: 3600 },
  /** Sign-ins that one network begins at a provider or with a passkey. Each stores a row, whoever begins it. */
  'flow-network': { points: 300, durationSeconds: 600 },
  'flow-wide-network': { points: 3000, durationSeconds: 600 },
  /** Things that an account creates and the database keeps. Far more than people and their programs need. */
  'sessions-started': { points: 300, durationSeconds: 3600 },
  'command-lines-approved': { points: 60, durationSeconds: 3600 },
  'tokens-created': { points: 300, durationSeconds: 3600 },
  /** For one command-line login. A program in a loop must not keep its account from creating tokens. */
  'auto-tokens-created': { points: 60, durationSeconds: 3600 },
  'repositories-created': { points: 1000, durationSeconds: 3600 },
  /** Webhook tests and replays by one owner. */
  'webhook-events-sent': { points: 300, durationSeconds: 3600 },
  /** Each review keeps a row for every token of the organization. */
  'reviews-started': { points: 20, durationSeconds: 86_400 },
  'organizations-created': { points: 50, durationSeconds: 86_400 },
  /** By who knows the current password. */
  'passwords-changed': { points: 30, durationSeconds: 3600 },
  /**
   * Accounts that an organization's directory and provider bring. Anybody can own an organization and a domain, and each
   * account takes a name of the whole server.
   */
  'accounts-brought': { points: 2_000, durationSeconds: 3600 },
  /**
   * Requests of a provider to end sessions, by its organization. Each keeps a row for minutes, and anybody can own an
   * organization and be its provider. Enough for a large one at the end of its day.
   */
  'provider-logouts': { points: 20_000, durationSeconds: 3600 },
  /** Events of one account, or of all tokens of one organization. Ten times what people and their programs need. */
  'changes-hour': { points: 5_000, durationSeconds: 3600 },
  'changes-day': { points: 30_000, durationSeconds: 86_400 },
  /** Events of one directory. Enough for 2,000 new people an hour, each in several teams. */
  'directory-changes-hour': { points: 20_000, durationSeconds: 3600 },
  'directory-changes-day': { points: 120_000, durationSeconds: 86_400 },
} as const satisfies Readonly<Record<string, Limit>>;

type LimitName = keyof typeof LIMITS;

/** One counter, such as the failures of one network. */
export interface Counted {
  readonly limit: LimitName;
  readonly of: string;
}

export interface Count {
  readonly points: number;
  /** Seconds until the next try. 0 if there is no need to wait. */
  readonly waitSeconds: number;
}

/** Counts in the database, so that several servers count together and a restart forgets nothing. */
export interface Limiters {
  /** `ownTries`: how many of the counted tries belong to the caller itself. */
  count(counted: Counted, ownTries?: number): Promise<Count>;
  /** Adds all in one transaction. Returns the new counts in the same order. */
  add(all: readonly Counted[]): Promise<readonly Count[]>;
  /** Adds several of each, in a transaction that is already open. Returns the seconds to wait, if a limit is exceeded. */
  takeWithin(counters: Records['counters'], all: readonly Counted[], count: number): Promise<number | undefined>;
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
  /** In a fixed order, so that transactions that count the same things never wait for each other in a circle. */
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
    takeWithin: async (counters, all, count) => {
      const now = clock.now();
      let wait = 0;
      for (const { counted, key } of inOrder(all)) {
        const { points, durationSeconds } = LIMITS[counted.limit];
        const counter = await counters.add(key, { now, endsAt: now + durationSeconds * 1000, renews: false, count });
        if (counter.points > points) wait = Math.max(wait, Math.ceil((counter.expire - now) / 1000));
      }
      return wait > 0 ? wait : undefined;
    },
    takeBack: (all) =>
      store.transaction(async ({ counters }) => {
        for (const { key } of inOrder(all)) await counters.takeBack(key);
      }),
    forget: (counted) => store.transaction(({ counters }) => counters.forget(keyOf(counted))),
  };
}

/** A digest, because people type passwords into name fields, and a name can be longer than a key. */
export function counterKey(digester: SecretDigester, { limit, of }: Counted): string {
  // The keys differ from those of the previous version, which can run at the same time.
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

/** Counts, and returns the seconds to wait if a limit is exceeded. A refusal costs no write. */
export async function take(limiters: Limiters, all: readonly Counted[]): Promise<number | undefined> {
  const before = await Promise.all(all.map((counted) => limiters.count(counted)));
  const wait = Math.max(...before.map(({ waitSeconds }) => waitSeconds));
  if (wait > 0) return wait;
  const counts = await limiters.add(all);
  // For several requests at the same moment: those beyond the limit.
  const isOver = all.some(({ limit }, index) => (counts[index]?.points ?? 0) > LIMITS[limit].points);
  return isOver ? Math.max(...counts.map(({ waitSeconds }) => waitSeconds)) : undefined;
}

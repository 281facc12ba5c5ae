import { DomainError } from '@lanyard/core/domain-error';
import { sourceNetwork, sourceNetworks } from '@lanyard/core/source-network';
import pLimit, { type LimitFunction } from 'p-limit';
import { type Counted, LIMITS, type Limiters } from './limiters.ts';

/** Counts failures by source and account. Valid tokens are not counted here. */
export interface Throttle {
  /**
   * Does the work of a try that is counted only at its end. Of the tries with the same counter, some run at once. The
   * others wait and then see the new count. So a flood of tries for one account gets few more answers than tries in a
   * row, and does not use up the capacity of others. Errors: `too-many-attempts`.
   */
  inTurn<Result>(attempt: Attempt, work: () => Promise<Result>): Promise<Result>;
  /** Returns the seconds to wait before the next try, or undefined if it may continue. */
  retryAfterSeconds(attempt: Attempt): Promise<number | undefined>;
  /** Returns true only for the failure after which guesses at the account's password are delayed. */
  recordFailure(attempt: Attempt): Promise<boolean>;
  recordSuccess(attempt: Attempt): Promise<void>;
  /** The account has a new password, so strangers' guesses at the old one no longer cause a delay. */
  forgetGuesses(accountId: string): Promise<void>;
}

export interface Attempt {
  /**
   * The id of the account. If there is no account, the canonical name that was tried, so that all spellings share one
   * counter (attack 19). Empty if no name was given.
   */
  readonly account: string;
  readonly address: string;
  /** What the account knows about the source from its successful sign-ins. */
  readonly known: KnownAs;
  /** `other`: a proof that nobody can guess, but whose check is expensive. */
  readonly proof: 'password' | 'second-factor' | 'other';
}

export interface KnownAs {
  /** The browser. Undefined if the account never signed in with it. */
  readonly device?: string | undefined;
  readonly network: boolean;
}

type NetworkCounted = Counted & { readonly limit: 'network' | 'wide-network' };

/** Fewer than a limit. A flood can exceed the limit by less than this. */
const TRIES_AT_ONCE = 8;
/** Including those that wait. Any more are asked to come back later. */
const TRIES_TAKEN = 200;
const RETRY_AFTER_SECONDS = 5;

/**
 * After a network has failed too often, other accounts can still be tried from there, up to this many times the limit.
 */
const SOFT_FACTOR = 3;
/** How many failures an account can have from a known network before a blocked network blocks it too. */
const FAILURES_FROM_KNOWN_NETWORK = 3;

/**
 * Strangers, each known network and each known browser of an account are counted separately, so guesses from other
 * places never lock out the owner.
 */
export function createThrottle(limiters: Limiters): Throttle {
  const queues = new Map<string, { readonly turn: LimitFunction; length: number }>();
  return {
    inTurn: async (attempt, work) => {
      const [counted] = kindsOf(attempt);
      if (!counted) return work();
      const queue = queues.get(counted.of) ?? { turn: pLimit(TRIES_AT_ONCE), length: 0 };
      if (queue.length >= TRIES_TAKEN)
        throw new DomainError('too-many-attempts', { retryAfterSeconds: RETRY_AFTER_SECONDS });
      queues.set(counted.of, queue);
      queue.length += 1;
      try {
        return await queue.turn(work);
      } finally {
        queue.length -= 1;
        if (queue.length === 0) queues.delete(counted.of);
      }
    },
    retryAfterSeconds: async (attempt) => {
      const waits = await Promise.all([
        sourceWait(limiters, attempt),
        ...kindsOf(attempt).map(async (counted) => (await limiters.count(counted, ownTries(attempt))).waitSeconds),
      ]);
      const longest = Math.max(...waits);
      return longest > 0 ? longest : undefined;
    },
    recordFailure: async (attempt) => {
      const all = [...sourcesOf(attempt), ...kindsOf(attempt)];
      const counts = await limiters.add(all);
      return all.some(({ limit }, index) => limit === 'guesses' && counts[index]?.points === LIMITS.guesses.points);
    },
    forgetGuesses: (accountId) => limiters.forget({ limit: 'guesses', of: `${accountId} ${STRANGER}` }),
    recordSuccess: async (attempt) => {
      const own = ownSource(attempt);
      // Most sign-ins come after no failure, and then cost no write.
      if (own && (await limiters.count(own)).points > 0) await limiters.forget(own);
      // A second factor is counted before its answer. This takes back only its own try, so that guesses at the same
      // time gain nothing.
      if (attempt.proof === 'second-factor')
        await limiters.takeBack([
          ...sourcesOf(attempt).filter(({ limit }) => limit !== 'account-source'),
          ...kindsOf(attempt),
        ]);
    },
  };
}

const STRANGER = '';

/** The try of a second factor is counted before the check, and must not block itself. */
function ownTries({ proof }: Attempt): number {
  return proof === 'second-factor' ? 1 : 0;
}

/**
 * Failures of the account from this browser or network. None if no account is named, because a whole office can share
 * the network.
 */
function ownSource({ account, address, known }: Attempt): Counted | undefined {
  if (account === '') return undefined;
  return { limit: 'account-source', of: `${known.device ?? sourceNetwork(address)} ${account}` };
}

function sourcesOf(attempt: Attempt): readonly Counted[] {
  const own = ownSource(attempt);
  return [...(own ? [own] : []), ...(attempt.known.device === undefined ? networksOf(attempt) : [])];
}

/** A site has its own counter only if it has more than one network, as with IPv6. */
function networksOf({ address }: Attempt): readonly NetworkCounted[] {
  const { network, wideNetwork } = sourceNetworks(address);
  const inner = { limit: 'network', of: network } as const;
  return network === wideNetwork ? [inner] : [inner, { limit: 'wide-network', of: wideNetwork }];
}

/** The counters for tries from anywhere, which depend on whether the account knows the source. */
function kindsOf({ account, address, known, proof }: Attempt): readonly Counted[] {
  if (account === '' || proof === 'other') return [];
  if (proof === 'second-factor') return [{ limit: 'second-factor', of: `${account} ${known.device ?? ''}` }];
  const source = known.device ?? (known.network ? sourceNetwork(address) : STRANGER);
  return [{ limit: 'guesses', of: `${account} ${source}` }];
}

/** Seconds to wait because of this source: its failures for this account, or for many names. */
async function sourceWait(limiters: Limiters, attempt: Attempt): Promise<number> {
  const own = ownSource(attempt);
  const counted = ownTries(attempt);
  const atAccount = own ? await limiters.count(own, counted) : { points: 0, waitSeconds: 0 };
  if (attempt.known.device !== undefined || atAccount.waitSeconds > 0) return atAccount.waitSeconds;
  // Also counted where the number decides nothing, because the time must not show which accounts know this network
  // (attack 20).
  const counts = await Promise.all(
    networksOf(attempt).map(async (network) => ({ ...network, ...(await limiters.count(network, counted)) })),
  );
  // The network can be a whole office, or everybody behind a proxy that is not listed. Made-up names must not lock it
  // out.
  if (attempt.known.network && atAccount.points < FAILURES_FROM_KNOWN_NETWORK) return 0;
  const waits = counts.map(({ limit, points, waitSeconds }) => {
    const isSoft = own !== undefined && atAccount.points === 0 && points < SOFT_FACTOR * LIMITS[limit].points;
    return isSoft ? 0 : waitSeconds;
  });
  return Math.max(...waits);
}

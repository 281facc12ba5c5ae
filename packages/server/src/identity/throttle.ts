import { DomainError } from '@lanyard/core/domain-error';
import { sourceNetwork, sourceNetworks } from '@lanyard/core/source-network';
import pLimit, { type LimitFunction } from 'p-limit';
import { type Counted, LIMITS, type Limiters } from './limiters.ts';

/** Counts failures by source and account. A valid token never asks here. */
export interface Throttle {
  /**
   * Does the work of a try that is counted only at its end. Of those that count together some run at once, and those that
   * wait see what these counted: a flood at one account gets few more answers than guesses in a row, and takes up none of
   * the place of others. Errors: `too-many-attempts`.
   */
  inTurn<Result>(attempt: Attempt, work: () => Promise<Result>): Promise<Result>;
  /** Seconds to wait before the next try, or undefined where it may go on. */
  retryAfterSeconds(attempt: Attempt): Promise<number | undefined>;
  /** True for the one failure with which guesses at the account's password begin to be delayed. */
  recordFailure(attempt: Attempt): Promise<boolean>;
  recordSuccess(attempt: Attempt): Promise<void>;
  /** The account has a new password: the guesses of strangers at the one before delay nobody. */
  forgetGuesses(accountId: string): Promise<void>;
}

export interface Attempt {
  /**
   * The id of the account, or the canonical name that was tried where there is none: all spellings share one counter
   * (attack 19). Empty where nobody is named.
   */
  readonly account: string;
  readonly address: string;
  /** What the account knows of the source by its successful sign-ins. */
  readonly known: KnownAs;
  /** `other`: what nobody can guess, but whose check costs. */
  readonly proof: 'password' | 'second-factor' | 'other';
}

export interface KnownAs {
  /** The browser, undefined where the account never signed in with it. */
  readonly device?: string | undefined;
  readonly network: boolean;
}

type NetworkCounted = Counted & { readonly limit: 'network' | 'wide-network' };

/** Fewer than a limit, which a flood then passes by less than this. */
const TRIES_AT_ONCE = 8;
/** Those that wait, too: one with more waiting before it is asked to come back later. */
const TRIES_TAKEN = 200;
const RETRY_AFTER_SECONDS = 5;

/** Once a network has failed too often, an account that was not guessed at from there may be tried still, up to so many times as often. */
const SOFT_FACTOR = 3;
/** Failures for one account, from a network it knows, until a blocked network blocks it as well. */
const FAILURES_FROM_KNOWN_NETWORK = 3;

/**
 * Strangers, each network that the account knows and each browser that it knows are counted apart, so guesses from
 * elsewhere never lock the owner out.
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
      // Most sign-ins have no failure before them, and cost no write.
      if (own && (await limiters.count(own)).points > 0) await limiters.forget(own);
      // What was counted before the answer: takes back only its own try, so that guesses at the same time gain nothing.
      if (attempt.proof === 'second-factor')
        await limiters.takeBack([
          ...sourcesOf(attempt).filter(({ limit }) => limit !== 'account-source'),
          ...kindsOf(attempt),
        ]);
    },
  };
}

const STRANGER = '';

/** A second factor's try is counted before it asks, and must not block itself. */
function ownTries({ proof }: Attempt): number {
  return proof === 'second-factor' ? 1 : 0;
}

/** Failures of the account from this browser or network; none where no account is named, as it may be a whole office. */
function ownSource({ account, address, known }: Attempt): Counted | undefined {
  if (account === '') return undefined;
  return { limit: 'account-source', of: `${known.device ?? sourceNetwork(address)} ${account}` };
}

function sourcesOf(attempt: Attempt): readonly Counted[] {
  const own = ownSource(attempt);
  return [...(own ? [own] : []), ...(attempt.known.device === undefined ? networksOf(attempt) : [])];
}

/** A site counts apart from its network only where it has more than one, as with IPv6. */
function networksOf({ address }: Attempt): readonly NetworkCounted[] {
  const { network, wideNetwork } = sourceNetworks(address);
  const inner = { limit: 'network', of: network } as const;
  return network === wideNetwork ? [inner] : [inner, { limit: 'wide-network', of: wideNetwork }];
}

/** What is counted from everywhere, by whether the account knows the source. */
function kindsOf({ account, address, known, proof }: Attempt): readonly Counted[] {
  if (account === '' || proof === 'other') return [];
  if (proof === 'second-factor') return [{ limit: 'second-factor', of: `${account} ${known.device ?? ''}` }];
  const source = known.device ?? (known.network ? sourceNetwork(address) : STRANGER);
  return [{ limit: 'guesses', of: `${account} ${source}` }];
}

/** Seconds to wait because of this source: its failures at the account, or at many names. */
async function sourceWait(limiters: Limiters, attempt: Attempt): Promise<number> {
  const own = ownSource(attempt);
  const counted = ownTries(attempt);
  const atAccount = own ? await limiters.count(own, counted) : { points: 0, waitSeconds: 0 };
  if (attempt.known.device !== undefined || atAccount.waitSeconds > 0) return atAccount.waitSeconds;
  // A whole office, or everybody behind a proxy that is not listed: made-up names must not lock it out.
  if (attempt.known.network && atAccount.points < FAILURES_FROM_KNOWN_NETWORK) return 0;
  const waits = networksOf(attempt).map(async (network) => {
    const { points, waitSeconds } = await limiters.count(network, counted);
    const isSoft = own !== undefined && atAccount.points === 0 && points < SOFT_FACTOR * LIMITS[network.limit].points;
    return isSoft ? 0 : waitSeconds;
  });
  return Math.max(...(await Promise.all(waits)));
}

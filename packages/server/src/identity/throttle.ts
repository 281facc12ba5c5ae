import { FAILURES_BEFORE_WAIT } from '@lanyard/core/sessions/login-flow';
import type { RateLimiterAbstract } from 'rate-limiter-flexible';

import { type Limiters, sourceNetwork } from './limiters.ts';

/** Counts failures by source and account. A valid token never asks here. */
export interface Throttle {
  /** Seconds to wait before the next try, or undefined where it may go on. */
  retryAfterSeconds(attempt: Attempt): Promise<number | undefined>;
  recordFailure(attempt: Attempt): Promise<void>;
  recordSuccess(attempt: Attempt): Promise<void>;
}

export interface Attempt {
  /** The canonical name that was tried, known or not: all spellings share one counter (attack 19). */
  readonly accountName: string;
  readonly address: string;
  /** A second factor: anyone who knows the password can guess it, so it is counted for the account from every network. */
  readonly isSecondFactor?: boolean;
}

/** Failures of one account from one network: enough for a forgetful owner, too few to guess. */
const ACCOUNT_LIMIT = { points: FAILURES_BEFORE_WAIT, durationSeconds: 900, blockSeconds: 900 } as const;
/** Failures of any account from one network: a sweep over many names. */
const NETWORK_LIMIT = { points: 100, durationSeconds: 3600, blockSeconds: 900 } as const;

/** Wrong second factors of one account from anywhere: an attacker who guesses them has the password, and may have many networks. */
const SECOND_FACTOR_LIMIT = { points: 30, durationSeconds: 3600, blockSeconds: 3600 } as const;

/** Keyed by source and account, so that guessing elsewhere never locks the owner out; a token never asks here. */
export async function createThrottle(limiters: Limiters): Promise<Throttle> {
  const accounts = await limiters.open('account', ACCOUNT_LIMIT);
  const networks = await limiters.open('network', NETWORK_LIMIT);
  const secondFactors = await limiters.open('second-factor', SECOND_FACTOR_LIMIT);
  return {
    retryAfterSeconds: async ({ accountName, address, isSecondFactor = false }) => {
      const network = sourceNetwork(address);
      // A second factor's try is counted before it asks here, and must not block itself.
      const counted = isSecondFactor ? 1 : 0;
      const waits = await Promise.all([
        accountName === '' ? 0 : blockedFor(accounts, `${network} ${accountName}`, counted),
        blockedFor(networks, network, counted),
        isSecondFactor ? blockedFor(secondFactors, accountName, counted) : 0,
      ]);
      const longest = Math.max(...waits);
      return longest > 0 ? longest : undefined;
    },
    recordFailure: async ({ accountName, address, isSecondFactor = false }) => {
      const network = sourceNetwork(address);
      await networks.penalty(network);
      // For an unknown account, as with a passkey without a name, only the network counts: it may be a whole office.
      if (accountName !== '') await accounts.penalty(`${network} ${accountName}`);
      if (isSecondFactor) await secondFactors.penalty(accountName);
    },
    recordSuccess: async ({ accountName, address, isSecondFactor = false }) => {
      const network = sourceNetwork(address);
      await accounts.delete(`${network} ${accountName}`);
      // Takes back only its own try: somebody who guesses at the same time gains nothing.
      if (isSecondFactor) await Promise.all([networks.reward(network), secondFactors.reward(accountName)]);
    },
  };
}

/** Seconds until the next try; 0 where it may go on. */
async function blockedFor(limiter: RateLimiterAbstract, key: string, counted: number): Promise<number> {
  const state = await limiter.get(key);
  if (!state || (state.consumedPoints ?? 0) - counted < limiter.points) return 0;
  return Math.ceil((state.msBeforeNext ?? 0) / 1000);
}

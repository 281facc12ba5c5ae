import { FAILURES_BEFORE_WAIT } from '@lanyard/core/password-attempts';
import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import type { Throttle } from '../ports/services.ts';
import type { Limiters } from './limiters.ts';
import { sourceNetwork } from './source-network.ts';

/** Failures of one account from one network: enough for a forgetful owner, too few to guess. */
const ACCOUNT_LIMIT = { points: FAILURES_BEFORE_WAIT, durationSeconds: 900, blockSeconds: 900 } as const;
/** Failures of any account from one network: a sweep over many names. */
const NETWORK_LIMIT = { points: 100, durationSeconds: 3600, blockSeconds: 900 } as const;

/** Keyed by source and account, so that guessing elsewhere never locks the owner out; a token never asks here. */
export async function createThrottle(limiters: Limiters): Promise<Throttle> {
  const accounts = await limiters.open('account', ACCOUNT_LIMIT);
  const networks = await limiters.open('network', NETWORK_LIMIT);
  return {
    retryAfterSeconds: async ({ accountName, address }) => {
      const network = sourceNetwork(address);
      const waits = await Promise.all([
        blockedFor(accounts, `${network} ${accountName}`),
        blockedFor(networks, network),
      ]);
      const longest = Math.max(...waits);
      return longest > 0 ? longest : undefined;
    },
    recordFailure: async ({ accountName, address }) => {
      const network = sourceNetwork(address);
      await Promise.all([accounts.penalty(`${network} ${accountName}`), networks.penalty(network)]);
    },
    recordSuccess: async ({ accountName, address }) => {
      await accounts.delete(`${sourceNetwork(address)} ${accountName}`);
    },
  };
}

/** Seconds until the next try; 0 where it may go on. */
async function blockedFor(limiter: RateLimiterAbstract, key: string): Promise<number> {
  const state = await limiter.get(key);
  if (!state || (state.consumedPoints ?? 0) < limiter.points) return 0;
  return Math.ceil((state.msBeforeNext ?? 0) / 1000);
}

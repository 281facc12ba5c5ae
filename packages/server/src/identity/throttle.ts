import { FAILURES_BEFORE_WAIT } from '@lanyard/core/password-attempts';
import pg from 'pg';
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterPostgres } from 'rate-limiter-flexible';
import type { Throttle } from '../ports/services.ts';
import { sourceNetwork } from './source-network.ts';

/** Failures of one account from one network: enough for a forgetful owner, too few to guess. */
const ACCOUNT_LIMIT = { points: FAILURES_BEFORE_WAIT, duration: 900, blockDuration: 900 } as const;
/** Failures of any account from one network: a sweep over many names. */
const NETWORK_LIMIT = { points: 100, duration: 3600, blockDuration: 900 } as const;

export interface ClosableThrottle extends Throttle {
  close(): Promise<void>;
}

/**
 * Keyed by source and account, so that guessing elsewhere never locks the owner out; a token never asks here.
 * Several nodes count together in PostgreSQL; with SQLite there is one node, and it counts in memory.
 */
export async function createThrottle(databaseUrl: string | undefined): Promise<ClosableThrottle> {
  const pool = databaseUrl === undefined ? undefined : new pg.Pool({ connectionString: databaseUrl, max: 2 });
  pool?.on('error', () => undefined);
  const accounts = await createLimiter(pool, 'account', ACCOUNT_LIMIT);
  const networks = await createLimiter(pool, 'network', NETWORK_LIMIT);
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
    close: async () => {
      await pool?.end();
    },
  };
}

type Limit = typeof ACCOUNT_LIMIT | typeof NETWORK_LIMIT;

function createLimiter(pool: pg.Pool | undefined, keyPrefix: string, limit: Limit): Promise<RateLimiterAbstract> {
  if (!pool) return Promise.resolve(new RateLimiterMemory({ ...limit, keyPrefix }));
  const options = { ...limit, keyPrefix, storeClient: pool, tableName: 'throttle', clearExpiredByTimeout: false };
  return new Promise((resolve, reject) => {
    const limiter: RateLimiterAbstract = new RateLimiterPostgres(options, (error?: Error) =>
      error ? reject(error) : resolve(limiter),
    );
  });
}

/** Seconds until the next try; 0 where it may go on. */
async function blockedFor(limiter: RateLimiterAbstract, key: string): Promise<number> {
  const state = await limiter.get(key);
  if (!state || (state.consumedPoints ?? 0) < limiter.points) return 0;
  return Math.ceil((state.msBeforeNext ?? 0) / 1000);
}

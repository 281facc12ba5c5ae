import ipaddr from 'ipaddr.js';
import pg from 'pg';
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterPostgres } from 'rate-limiter-flexible';

export interface Limit {
  readonly points: number;
  readonly durationSeconds: number;
  /** How long a source that passed the limit is blocked; otherwise until the points come back. */
  readonly blockSeconds?: number;
}

export interface Limiters {
  /** `name` keeps the keys of one limit apart from those of another. */
  open(name: string, limit: Limit): Promise<RateLimiterAbstract>;
  close(): Promise<void>;
}

/** Several nodes count together in PostgreSQL; with SQLite there is one node, and it counts in memory. */
export function createLimiters(databaseUrl: string | undefined): Limiters {
  const pool = databaseUrl === undefined ? undefined : new pg.Pool({ connectionString: databaseUrl, max: 2 });
  pool?.on('error', () => undefined);
  return {
    open: (name, limit) => openLimiter(pool, name, limit),
    close: async () => {
      await pool?.end();
    },
  };
}

function openLimiter(pool: pg.Pool | undefined, name: string, limit: Limit): Promise<RateLimiterAbstract> {
  const { points, durationSeconds: duration, blockSeconds: blockDuration = 0 } = limit;
  const options = { points, duration, blockDuration, keyPrefix: name };
  if (!pool) return Promise.resolve(new RateLimiterMemory(options));
  const stored = { ...options, storeClient: pool, tableName: 'throttle', clearExpiredByTimeout: false };
  return new Promise((resolve, reject) => {
    const limiter: RateLimiterAbstract = new RateLimiterPostgres(stored, (error?: Error) =>
      error ? reject(error) : resolve(limiter),
    );
  });
}

const PARTS_OF_NETWORK = 4;

/** The address itself for IPv4; the /64 for IPv6, because one subscriber has all of it (R40). */
export function sourceNetwork(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  // An IPv4 address in IPv6's spelling is the same source.
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  const parts = parsed.parts.slice(0, PARTS_OF_NETWORK).map((part) => part.toString(16));
  return `${parts.join(':')}::/64`;
}

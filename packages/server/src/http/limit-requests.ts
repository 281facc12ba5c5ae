import { DomainError } from '@lanyard/core/domain-error';
import { sourceNetwork } from '@lanyard/core/source-network';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../world.ts';

const WINDOW_MILLISECONDS = 60_000;
/**
 * How many networks are counted separately in a minute. All others share one count, so that no flood fills the memory.
 */
const NETWORKS_COUNTED = 50_000;

/** Counts a request. Returns the error if its network sent too many in this minute. */
export type RequestLimit = (request: FastifyRequest, reply: FastifyReply, perMinute: number) => DomainError | undefined;

/**
 * Counts the requests of a network if a surface has a limit for each minute, and says in every answer how many are
 * left. Each process counts separately. This protects the server's time. Guesses and stored rows have limits of their
 * own.
 */
export function createRequestLimit(clock: Clock, networksCounted = NETWORKS_COUNTED): RequestLimit {
  const counted = countedRequests(clock, networksCounted);
  return (request, reply, perMinute) => {
    const { count, endsAt } = counted(sourceNetwork(request.ip));
    reply.headers({
      'X-RateLimit-Limit': String(perMinute),
      'X-RateLimit-Remaining': String(Math.max(0, perMinute - count)),
      'X-RateLimit-Reset': String(Math.ceil(endsAt / 1000)),
    });
    if (count <= perMinute) return undefined;
    const retryAfterSeconds = Math.max(1, Math.ceil((endsAt - clock.now()) / 1000));
    return new DomainError('too-many-attempts', { retryAfterSeconds, what: 'requests' });
  };
}

type Counted = (network: string) => { readonly count: number; readonly endsAt: number };

function countedRequests(clock: Clock, networksCounted: number): Counted {
  let endsAt = 0;
  const counts = new Map<string, number>();
  return (network) => {
    const now = clock.now();
    if (now >= endsAt) {
      counts.clear();
      endsAt = now + WINDOW_MILLISECONDS;
    }
    const key = counts.has(network) || counts.size < networksCounted ? network : 'others';
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return { count, endsAt };
  };
}

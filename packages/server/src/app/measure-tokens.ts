import { setTimeout as delay } from 'node:timers/promises';
import { Gauge, type Registry } from 'prom-client';
import type { Services } from '../services.ts';

const COUNTED_AT_ONCE = 20_000;
/** A count takes at most a hundredth of the time, however many tokens there are. */
const PAUSE_PER_WORK = 100;
const SHORTEST_PAUSE_MILLISECONDS = 10_000;
/** So long Prometheus waits for a count that has just begun. After that it gets the one before. */
const PATIENCE_MILLISECONDS = 1000;

const SORTS_OF_TOKENS = [
  { kind: 'pat', origin: 'manual' },
  { kind: 'pat', origin: 'auto' },
  { kind: 'oat', origin: 'manual' },
];
const STATUSES = ['active', 'inactive', 'expired'];

interface Labels {
  readonly kind: string;
  readonly origin: string;
  readonly status: string;
}

/**
 * The tokens of all owners, by kind, origin and status. Counting ten million of them takes seconds, so it is done in
 * parts, after a request for the metrics, and not at each.
 */
export function measureTokens(registry: Registry, { store, clock }: Pick<Services, 'store' | 'clock'>): void {
  let counting: Promise<void> | undefined;
  let nextAt = 0;
  const gauge = new Gauge({
    name: 'lanyard_tokens',
    help: 'Access tokens that are not deleted. With many tokens, the number is some time old',
    labelNames: ['kind', 'origin', 'status'] as const,
    registers: [registry],
    aggregator: 'max',
    collect: async () => {
      if (counting === undefined && performance.now() >= nextAt) counting = count();
      await Promise.race([counting, delay(PATIENCE_MILLISECONDS, undefined, { ref: false })]);
    },
  });
  const count = async () => {
    const begun = performance.now();
    try {
      const found = await population(store, clock.now());
      gauge.reset();
      for (const [labels, tokens] of found) gauge.set({ ...labels }, tokens);
    } catch {
      // lanyard_database_up says it.
    }
    const ended = performance.now();
    nextAt = ended + Math.max(SHORTEST_PAUSE_MILLISECONDS, (ended - begun) * PAUSE_PER_WORK);
    counting = undefined;
  };
}

async function population({ read }: Services['store'], now: number): Promise<readonly (readonly [Labels, number])[]> {
  const sums = new Map<string, [Labels, number]>();
  const add = ({ kind, origin, status }: Labels, tokens: number) => {
    const key = `${kind} ${origin} ${status}`;
    sums.set(key, [{ kind, origin, status }, (sums.get(key)?.[1] ?? 0) + tokens]);
  };
  for (const sort of SORTS_OF_TOKENS) for (const status of STATUSES) add({ ...sort, status }, 0);
  for (let after: string | undefined = ''; after !== undefined; ) {
    const { counts, last } = await read.tokens.population(after, COUNTED_AT_ONCE, now);
    for (const { tokens, ...labels } of counts) add(labels, tokens);
    after = last;
  }
  return [...sums.values()];
}

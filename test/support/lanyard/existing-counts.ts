import { type Counted, counterKey, LIMITS, type Limit } from '@lanyard/server/identity/limiters';
import type { Lanyard } from './start-lanyard.ts';

/**
 * Writes a counter as if it had happened this often just before the test, because every failure over HTTP costs its
 * hash.
 */
export async function existingCount({ services, clock }: Lanyard, counted: Counted, times: number): Promise<void> {
  const { points, durationSeconds, blockSeconds = durationSeconds }: Limit = LIMITS[counted.limit];
  const now = clock.now();
  const counting = { now, endsAt: now + (times < points ? durationSeconds : blockSeconds) * 1000, renews: false };
  await services.store.transaction(async ({ counters }) => {
    const key = counterKey(services.digester, counted);
    if (times > 0) await counters.add(key, { ...counting, count: times });
  });
}

/** As if its time were over, for a test that does more than a person does in an hour. */
export async function forgetCount({ services }: Lanyard, counted: Counted): Promise<void> {
  await services.store.transaction(({ counters }) => counters.forget(counterKey(services.digester, counted)));
}

import cluster from 'node:cluster';
import { setTimeout as delay } from 'node:timers/promises';
import { DomainError } from '@lanyard/core/domain-error';
import type { Registry } from 'prom-client';
import { type Metrics, sumOfWorkers } from './sum-of-workers.ts';

/**
 * Prometheus reads one port, and any worker can answer there. So that worker must report the metrics of all workers.
 */

/** Longer than a worker waits for its database (`watch-metrics.ts`), shorter than Prometheus waits (10 s). */
const ANSWER_MILLISECONDS = 4000;

type Message =
  /** From a worker, once: from now on it can be asked. */
  | { readonly type: 'lanyard:metrics-ready' }
  /** From a worker that must answer Prometheus. */
  | { readonly type: 'lanyard:metrics-of-all'; readonly id: number }
  | { readonly type: 'lanyard:metrics-sum'; readonly id: number; readonly text: string | undefined }
  | { readonly type: 'lanyard:metrics-of-one'; readonly round: number }
  | { readonly type: 'lanyard:metrics'; readonly round: number; readonly metrics: Metrics };

/** For the supervising process: adds up the metrics of all workers, and sends the sum to the worker that asked. */
export function answerMetricsOfWorkers(): void {
  const sum = sumOfWorkers();
  let round = 0;
  let asking: Promise<string> | undefined;
  /** Workers that have not answered in this round, each with what to call when it does. */
  const awaited = new Map<number, () => void>();
  const ask = async (): Promise<string> => {
    round += 1;
    const answers = sum.workers().map((id) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      awaited.set(id, resolve);
      send(cluster.workers?.[id], { type: 'lanyard:metrics-of-one', round });
      return promise;
    });
    const late = new AbortController();
    await Promise.race([Promise.all(answers), delay(ANSWER_MILLISECONDS, undefined, { signal: late.signal })]);
    late.abort();
    const silent = new Set(awaited.keys());
    awaited.clear();
    return sum.text(silent);
  };
  const heard = (id: number) => {
    awaited.get(id)?.();
    awaited.delete(id);
  };
  cluster.on('message', (worker, message: Message) => {
    if (message.type === 'lanyard:metrics-ready' && !worker.isDead()) sum.begin(worker.id);
    if (message.type === 'lanyard:metrics' && message.round === round) {
      sum.keep(worker.id, message.metrics);
      heard(worker.id);
    }
    if (message.type === 'lanyard:metrics-of-all') {
      const answer = (text: string | undefined) => send(worker, { type: 'lanyard:metrics-sum', id: message.id, text });
      // Requests at the same time share a round, so that no older answer can follow a newer one.
      asking ??= ask().finally(() => {
        asking = undefined;
      });
      asking.then(answer, () => answer(undefined));
    }
  });
  cluster.on('exit', ({ id }) => {
    sum.end(id);
    heard(id);
  });
}

/** A worker that has just ended cannot be sent anything, and nobody waits for what it asked. */
function send(worker: typeof cluster.worker, message: Message): void {
  if (worker?.isConnected()) worker.send(message, () => undefined);
}

/** For a worker: returns a function that gets the metrics of all workers. Errors: `unavailable`. */
export function metricsOfWorkers(registry: Registry): () => Promise<string> {
  const waiting = new Map<number, (text: string | undefined) => void>();
  let asked = 0;
  process.on('message', (message: Message) => {
    if (message.type === 'lanyard:metrics-sum') waiting.get(message.id)?.(message.text);
    if (message.type !== 'lanyard:metrics-of-one') return;
    // A worker whose metrics cannot be read counts as silent.
    registry.getMetricsAsJSON().then(
      (metrics) => tell({ type: 'lanyard:metrics', round: message.round, metrics }),
      () => undefined,
    );
  });
  tell({ type: 'lanyard:metrics-ready' });
  return async () => {
    const id = asked++;
    const { promise, resolve } = Promise.withResolvers<string | undefined>();
    waiting.set(id, resolve);
    tell({ type: 'lanyard:metrics-of-all', id });
    const text = await promise;
    waiting.delete(id);
    if (text === undefined) throw new DomainError('unavailable', { what: 'the metrics of the workers' });
    return text;
  };
}

function tell(message: Message): void {
  process.send?.(message);
}

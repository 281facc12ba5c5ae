import cluster from 'node:cluster';
import { DomainError } from '@lanyard/core/domain-error';
import { AggregatorRegistry, type Registry } from 'prom-client';

/**
 * Prometheus reads one port, and any worker can answer there. So that worker must report the metrics of all workers.
 */

interface Question {
  readonly type: 'lanyard:metrics';
  readonly id: number;
}

interface Answer extends Question {
  /** Undefined if a worker did not send its metrics in time. */
  readonly text: string | undefined;
}

/** For the supervising process: adds up the metrics of all workers, and sends the sum to the worker that asked. */
export function answerMetricsOfWorkers(): void {
  const all = new AggregatorRegistry();
  cluster.on('message', (worker, question: Question) => {
    if (question.type !== 'lanyard:metrics') return;
    const answer = (text: string | undefined) => worker.isConnected() && worker.send({ ...question, text });
    all.clusterMetrics().then(answer, () => answer(undefined));
  });
}

/** For a worker: returns a function that gets the metrics of all workers. Errors: `unavailable`. */
export function metricsOfWorkers(registry: Registry): () => Promise<string> {
  AggregatorRegistry.setRegistries(registry);
  // This object listens for the supervisor's question.
  new AggregatorRegistry();
  const waiting = new Map<number, (text: string | undefined) => void>();
  let asked = 0;
  process.on('message', (answer: Answer) => {
    if (answer.type === 'lanyard:metrics') waiting.get(answer.id)?.(answer.text);
  });
  return async () => {
    const question: Question = { type: 'lanyard:metrics', id: asked++ };
    const { promise, resolve } = Promise.withResolvers<string | undefined>();
    waiting.set(question.id, resolve);
    process.send?.(question);
    const text = await promise;
    waiting.delete(question.id);
    if (text === undefined) throw new DomainError('unavailable', { what: 'metrics of another worker' });
    return text;
  };
}

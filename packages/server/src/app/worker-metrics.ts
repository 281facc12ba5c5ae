import cluster from 'node:cluster';
import { DomainError } from '@lanyard/core/domain-error';
import { AggregatorRegistry, type Registry } from 'prom-client';

/** Prometheus reads one port, behind which any worker answers: it has to tell what all of them did. */

interface Question {
  readonly type: 'lanyard:metrics';
  readonly id: number;
}

interface Answer extends Question {
  /** Undefined where a worker did not say its own in time. */
  readonly text: string | undefined;
}

/** In the process that supervises: adds up the metrics of all workers for the one that was asked. */
export function answerMetricsOfWorkers(): void {
  const all = new AggregatorRegistry();
  cluster.on('message', (worker, question: Question) => {
    if (question.type !== 'lanyard:metrics') return;
    const answer = (text: string | undefined) => worker.isConnected() && worker.send({ ...question, text });
    all.clusterMetrics().then(answer, () => answer(undefined));
  });
}

/** In a worker: what gives the metrics of all. Errors: `unavailable`. */
export function metricsOfWorkers(registry: Registry): () => Promise<string> {
  AggregatorRegistry.setRegistries(registry);
  // It listens for the supervisor's question.
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

import { AggregatorRegistry, type Registry } from 'prom-client';

export type Metrics = Awaited<ReturnType<Registry['getMetricsAsJSON']>>;

/** The gauge with the number of workers that did not answer. Each worker itself reports 0. */
export const SILENT_WORKERS = {
  name: 'lanyard_workers_silent',
  help: 'Workers that did not report their metrics in time',
  aggregator: 'sum',
} as const;

/**
 * The metrics of all workers as one text. No counter of the sum ever falls, because Prometheus would take that for a
 * restart: what an ended worker counted stays in it, and for a worker that is silent its last numbers count.
 */
export interface SumOfWorkers {
  /** The workers that run. */
  workers(): readonly number[];
  begin(worker: number): void;
  /** Keeps the newest metrics of a worker that runs. */
  keep(worker: number, metrics: Metrics): void;
  end(worker: number): void;
  /** `silent`: workers whose newest metrics are old. What they showed of the present is left out. */
  text(silent: ReadonlySet<number>): Promise<string>;
}

export function sumOfWorkers(): SumOfWorkers {
  const newest = new Map<number, Metrics>();
  let ended: Promise<Metrics> = Promise.resolve([]);
  return {
    workers: () => [...newest.keys()],
    begin: (worker) => void newest.set(worker, []),
    keep: (worker, metrics) => {
      if (newest.has(worker)) newest.set(worker, metrics);
    },
    end: (worker) => {
      const last = newest.get(worker);
      newest.delete(worker);
      if (last !== undefined) ended = ended.then((counts) => sumOf([counts, countsOf(last)]).getMetricsAsJSON());
    },
    text: async (silent) => {
      const running = [...newest].map(([worker, metrics]) => (silent.has(worker) ? countsOf(metrics) : metrics));
      const number = { ...SILENT_WORKERS, type: 'gauge', values: [{ value: silent.size, labels: {} }] };
      return sumOf([...running, [number], await ended]).metrics();
    },
  };
}

function sumOf(all: readonly (readonly object[])[]): Registry {
  return AggregatorRegistry.aggregate([...all]);
}

/** Without gauges, which show the present. */
function countsOf(metrics: Metrics): Metrics {
  return metrics.filter(({ type }) => ['counter', 'histogram'].includes(String(type)));
}

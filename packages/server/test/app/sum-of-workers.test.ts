import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { sumOfWorkers } from '../../src/app/sum-of-workers.ts';

/** A worker that answered this many requests, and has this many connections. */
function metricsOf(requests: number, connections: number) {
  const registry = new Registry();
  const registers = [registry];
  const counter = new Counter({ name: 'requests', help: 'r', labelNames: ['route'], registers });
  const durations = new Histogram({ name: 'seconds', help: 's', buckets: [1], registers });
  for (let count = 0; count < requests; count += 1) {
    counter.inc({ route: '/token' });
    durations.observe(0.5);
  }
  new Gauge({ name: 'connections', help: 'c', registers }).set(connections);
  return registry.getMetricsAsJSON();
}

const linesOf = async (text: Promise<string>) =>
  (await text).split('\n').filter((line) => line && !line.startsWith('#'));
const NOBODY: ReadonlySet<number> = new Set();

async function twoWorkers() {
  const sum = sumOfWorkers();
  for (const worker of [1, 2]) sum.begin(worker);
  sum.keep(1, await metricsOf(3, 5));
  sum.keep(2, await metricsOf(4, 6));
  return sum;
}

const counts = (number: number) => [
  `requests{route="/token"} ${number}`,
  `seconds_bucket{le="1"} ${number}`,
  `seconds_bucket{le="+Inf"} ${number}`,
  `seconds_sum ${number / 2}`,
  `seconds_count ${number}`,
];

it('adds up what all workers report', async () => {
  const sum = await twoWorkers();
  expect(await linesOf(sum.text(NOBODY))).toEqual([...counts(7), 'connections 11', 'lanyard_workers_silent 0']);
});

it('keeps what ended workers counted, and not what they showed of the present', async () => {
  const sum = await twoWorkers();
  sum.end(1);
  expect(await linesOf(sum.text(NOBODY))).toEqual([...counts(7), 'connections 6', 'lanyard_workers_silent 0']);
  sum.end(2);
  sum.begin(3);
  sum.keep(3, await metricsOf(1, 2));
  // An answer that comes after the end of its worker.
  sum.keep(2, await metricsOf(4, 6));
  expect(await linesOf(sum.text(NOBODY))).toEqual([...counts(8), 'connections 2', 'lanyard_workers_silent 0']);
});

it('counts a worker that is silent with its last numbers, and says so', async () => {
  const sum = await twoWorkers();
  sum.begin(3);
  const text = await linesOf(sum.text(new Set([2, 3])));
  expect(text).toEqual([...counts(7), 'connections 5', 'lanyard_workers_silent 2']);
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Figures } from './measure.ts';
import { seededRandom } from './seeded-random.ts';
import { type Costs, type Installation, type Outcome, simulate } from './simulate.ts';

/**
 * How many workers and which PostgreSQL serve a load, by simulation. The costs are those that `npm run bench` measured on
 * PostgreSQL. Settings: BENCH_FIGURES (default `bench/figures.json`), BENCH_SECONDS of simulated time.
 */
const { BENCH_FIGURES = join(import.meta.dirname, '..', 'figures.json'), BENCH_SECONDS = '4' } = process.env;
const SECONDS = Number(BENCH_SECONDS);
const LOADS = [1_000, 10_000, 100_000];
const LONGEST_P99_MILLISECONDS = 25;
/** Nobody plans for more. The rest is for the hour after a node has failed. */
const BUSY = 0.7;

const say = (line: string) => process.stdout.write(`${line}\n`);
const { machine, figures } = JSON.parse(readFileSync(BENCH_FIGURES, 'utf8')) as {
  readonly machine: string;
  readonly figures: readonly (Figures & { phase: string; connections: number; subject: string })[];
};
const costs = costsOf(figures);
say(`${machine}: ${JSON.stringify(costs)}`);
const ONE_PLACE = { replicas: 0, roundTripMilliseconds: 0.5, primaryRoundTripMilliseconds: 0.5, lagMilliseconds: 0 };
const SHAPES: readonly (readonly [string, Omit<Installation, 'requestsPerSecond' | 'workers' | 'primaryCores'>])[] = [
  ['each request a use of its own', { ...ONE_PLACE, differentUses: 1 }],
  ['one of ten requests a use of its own', { ...ONE_PLACE, differentUses: 0.1 }],
  ['the same, read from two replicas', { ...ONE_PLACE, differentUses: 0.1, replicas: 2, lagMilliseconds: 2 }],
  ['the same, from a region 60 ms away', { ...ONE_PLACE, differentUses: 0.1, roundTripMilliseconds: 60 }],
  [
    'the same, with two replicas in that region',
    { ...ONE_PLACE, differentUses: 0.1, replicas: 2, primaryRoundTripMilliseconds: 60, lagMilliseconds: 32 },
  ],
];
for (const [name, shape] of SHAPES) {
  say(`\n${name}`);
  say(
    '  requests/s   workers   cores of each database   busy: workers  primary  replicas  connections   p50 ms   p99 ms',
  );
  for (const requestsPerSecond of LOADS) say(lineOf(leastFor({ ...shape, requestsPerSecond })));
}

/** The look-up is what a burst costs the database, because it writes next to nothing. */
function costsOf(all: typeof figures): Costs {
  const of = (phase: string) =>
    all.find((one) => one.phase === phase && one.connections === 16 && one.subject.includes('PostgreSQL'));
  const [different, burst] = [of('warm: 500 tokens'), of('warm: a burst: one token, one repository')];
  if (!different || !burst) throw new Error(`${BENCH_FIGURES} has no figures of PostgreSQL`);
  const use = different.databaseMicroseconds - burst.databaseMicroseconds;
  return {
    workerMicroseconds: different.processorMicroseconds,
    lookUpMicroseconds: burst.databaseMicroseconds,
    useMicroseconds: Math.max(use, 0),
  };
}

interface Served {
  readonly installation: Installation;
  readonly outcome: Outcome;
}

/** The smallest installation that is not too busy, and whose answers are quick enough. */
function leastFor(load: Omit<Installation, 'workers' | 'primaryCores'>): Served {
  const { requestsPerSecond, differentUses, replicas } = load;
  const cores = (microseconds: number) => Math.ceil((requestsPerSecond * microseconds) / 1e6 / BUSY);
  const uses = costs.useMicroseconds * differentUses;
  const least = replicas === 0 ? costs.lookUpMicroseconds + uses : Math.max(costs.lookUpMicroseconds / replicas, uses);
  let installation = { ...load, workers: cores(costs.workerMicroseconds), primaryCores: Math.max(cores(least), 1) };
  for (let tries = 0; ; tries += 1) {
    const outcome = simulate(installation, costs, SECONDS, seededRandom(tries));
    const { roundTripMilliseconds, primaryRoundTripMilliseconds } = load;
    const farthest = replicas === 0 ? roundTripMilliseconds : primaryRoundTripMilliseconds + roundTripMilliseconds;
    const isQuick = outcome.p99Milliseconds <= LONGEST_P99_MILLISECONDS + farthest;
    if ((isQuick && outcome.connectionsBusy < BUSY) || tries === 40) return { installation, outcome };
    // The connections of more workers, or the cores for the look-ups: whatever is busier.
    const isOfWorkers = Math.max(outcome.workersBusy, outcome.connectionsBusy) >= outcome.primaryBusy;
    installation = isOfWorkers
      ? { ...installation, workers: Math.ceil(installation.workers * 1.15) }
      : { ...installation, primaryCores: installation.primaryCores + Math.ceil(installation.primaryCores * 0.15) };
  }
}

function lineOf({ installation, outcome }: Served): string {
  const share = (value: number) => `${Math.round(value * 100)} %`;
  return [
    installation.requestsPerSecond.toLocaleString('en').padStart(12),
    String(installation.workers).padStart(10),
    String(installation.primaryCores).padStart(25),
    share(outcome.workersBusy).padStart(16),
    share(outcome.primaryBusy).padStart(9),
    share(outcome.replicasBusy).padStart(10),
    share(outcome.connectionsBusy).padStart(13),
    outcome.p50Milliseconds.toFixed(1).padStart(9),
    outcome.p99Milliseconds.toFixed(1).padStart(9),
  ].join('');
}

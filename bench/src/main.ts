import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { type Load, measure, type Question } from './measure.ts';
import { Report } from './report.ts';
import type { Program } from './start-program.ts';
import { startTimes } from './start-time.ts';
import { ceilings, lanyard, type Subject } from './subjects.ts';

/**
 * Measures the token endpoint. Settings: BENCH_SECONDS, BENCH_ROUNDS, BENCH_SIZES (numbers of access tokens), BENCH_AGAINST
 * (the `bench/src` of another checkout), BENCH_POSTGRES_URL (of a PostgreSQL server on this machine, where the benchmark
 * may create databases), and BENCH_FIGURES (a file for the medians, as `bench/figures.json`).
 */
const {
  BENCH_SECONDS = '5',
  BENCH_ROUNDS = '5',
  BENCH_SIZES = '1000,1000000',
  BENCH_AGAINST,
  BENCH_POSTGRES_URL,
  BENCH_FIGURES,
} = process.env;
const SECONDS = Number(BENCH_SECONDS);
const ROUNDS = Number(BENCH_ROUNDS);
const SIZES = BENCH_SIZES.split(',').map(Number);
const CONNECTIONS = 16;
const FIRST_SECONDS = 4;
/** Enough for the compiler to optimize everything. On a busy machine that takes longer. */
const WARM_UP_REQUESTS = 60_000;

const say = (line: string) => process.stdout.write(`${line}\n`);
const dataFolder = await mkdtemp(join(tmpdir(), 'lanyard-bench-'));
const report = new Report();
try {
  const machine = `${availableParallelism()} × ${cpus()[0]?.model}, Node ${process.version}`;
  const load = () => loadavg()[0]?.toFixed(1);
  say(`${machine}; ${ROUNDS} rounds of ${SECONDS} s; load of the machine before: ${load()}`);
  const subjects = await makeSubjects();
  for (let round = 1; round <= ROUNDS; round += 1) {
    // Forwards in one round and backwards in the next, so that a machine that gets slower within a round affects all
    // subjects equally.
    for (const subject of round % 2 === 0 ? subjects.toReversed() : subjects) {
      say(`round ${round}/${ROUNDS}  ${subject.name}`);
      await measureSubject(subject);
    }
  }
  for (const line of report.lines()) say(line);
  if (BENCH_FIGURES !== undefined)
    await writeFile(BENCH_FIGURES, `${JSON.stringify({ machine, figures: report.figures() }, null, 2)}\n`);
  say(`\nLoad of the machine after: ${load()}. From start to end of a program, medians:`);
  for (const line of startTimes()) say(line);
} finally {
  await rm(dataFolder, { recursive: true, force: true });
}

async function makeSubjects(): Promise<readonly Subject[]> {
  const servers: Subject[] = [];
  for (const tokenCount of SIZES) {
    const name = `${tokenCount.toLocaleString('en')} tokens`;
    say(`making ${name} on SQLite`);
    servers.push(await lanyard({ tokenCount, dataFolder, name }));
    if (BENCH_AGAINST !== undefined)
      servers.push(await lanyard({ tokenCount, dataFolder, name: `${name}, before` }, `${BENCH_AGAINST}/bench/src`));
    if (BENCH_POSTGRES_URL !== undefined) {
      say(`making ${name} on PostgreSQL`);
      const databaseUrl = await newDatabase(BENCH_POSTGRES_URL, `lanyard_bench_${tokenCount}`);
      servers.push(await lanyard({ tokenCount, dataFolder, name: `${name}, PostgreSQL`, databaseUrl }));
    }
  }
  const [sample] = servers;
  if (!sample) throw new Error('no size to measure');
  return [...(await ceilings(sample)), ...servers];
}

/** Replaces that of an earlier run. */
async function newDatabase(serverUrl: string, name: string): Promise<string> {
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  await client.query(`drop database if exists ${name} with (force)`);
  await client.query(`create database ${name}`);
  await client.end();
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

async function warmUp(program: Program, questions: readonly Question[]): Promise<void> {
  let asked = 0;
  while (asked < WARM_UP_REQUESTS) {
    const { requestsPerSecond } = await measure(program, { questions, connections: CONNECTIONS, seconds: 2 });
    asked += requestsPerSecond * 2;
  }
}

/** Measures twice from its start: with many connections and with one. */
async function measureSubject({ name, questions, start }: Subject): Promise<void> {
  const [[asked = '', first = []] = []] = Object.entries(questions);
  for (const connections of [CONNECTIONS, 1]) {
    const program = await start();
    const take = async (phase: string, load: Load) => {
      report.add({ phase, connections: load.connections }, name, await measure(program, load));
    };
    await take(`first ${FIRST_SECONDS} s: ${asked}`, { questions: first, connections, seconds: FIRST_SECONDS });
    await warmUp(program, first);
    const warm = connections === 1 ? [[asked, first] as const] : Object.entries(questions);
    for (const [phase, some] of warm) await take(`warm: ${phase}`, { questions: some, connections, seconds: SECONDS });
    await program.stop();
  }
}

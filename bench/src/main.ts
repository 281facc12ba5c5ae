import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Figures, type Load, measure } from './measure.ts';
import { type Program, startProgram } from './start-program.ts';
import { startTimes } from './start-time.ts';

const CONNECTIONS = 16;
const SECONDS = Number(process.env.BENCH_SECONDS ?? 5);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const SIZES = [1000, 1_000_000];

/** Where it signs decides how high it is; we compare with the higher of the two. */
const CEILINGS = { here: 'ceiling', elsewhere: 'ceiling, threads' } as const;

interface Subject {
  readonly name: string;
  readonly load: Load;
  readonly program: Program;
}

const say = (line: string) => process.stdout.write(`${line}\n`);
const folder = await mkdtemp(join(tmpdir(), 'lanyard-bench-'));
const subjects: Subject[] = [];
try {
  for (const size of SIZES) subjects.push(await startLanyard(size));
  const header = await sampleHeader(subjects[0]);
  subjects.unshift(await startCeiling(header, 'here'), await startCeiling(header, 'elsewhere'));
  report(await measureInTurn(subjects));
  say('\nFrom start to end of a program, medians:');
  for (const line of startTimes()) say(line);
} finally {
  for (const { program } of subjects) await program.stop();
  await rm(folder, { recursive: true, force: true });
}

async function startLanyard(tokenCount: number): Promise<Subject> {
  say(`making ${tokenCount.toLocaleString('en')} tokens on SQLite`);
  const port = await freePort();
  const program = await startProgram('lanyard-server', [
    String(port),
    join(folder, String(tokenCount)),
    String(tokenCount),
  ]);
  const requests = program.lines.filter((line) => line.startsWith('account-')).map(tokenRequest);
  const load = { url: `http://localhost:${port}`, requests, connections: CONNECTIONS, seconds: SECONDS };
  return { name: `${tokenCount.toLocaleString('en')} tokens`, load, program };
}

/** Sends the very same requests, so that reading them costs the same. */
async function startCeiling(encodedHeader: string, where: 'here' | 'elsewhere'): Promise<Subject> {
  const program = await startProgram('ceiling-server', [encodedHeader, where]);
  const port = program.lines.at(-1)?.split(' ')[1];
  const load = { ...required(subjects[0]).load, url: `http://127.0.0.1:${port}` };
  return { name: CEILINGS[where], load, program };
}

function tokenRequest(line: string) {
  const [name, secret] = line.split(' ');
  const path = `/token?account=${name}&scope=repository%3A${name}%2Fapp%3Apull&service=lanyard`;
  const basic = Buffer.from(`${name}:${secret}`).toString('base64');
  return { path, headers: { authorization: `Basic ${basic}`, 'user-agent': 'docker/28.2.2' } };
}

async function sampleHeader(subject: Subject | undefined): Promise<string> {
  const { url, requests } = required(subject).load;
  const { path, headers } = required(requests[0]);
  const { token } = (await (await fetch(url + path, { headers })).json()) as { token: string };
  return required(token.split('.')[0]);
}

/** A B C, A B C: a machine that grows slower does so for all of them. */
async function measureInTurn(all: readonly Subject[]): Promise<ReadonlyMap<string, readonly Figures[]>> {
  const figures = new Map<string, Figures[]>(all.map(({ name }) => [name, []]));
  for (const { load } of all) await measure({ ...load, seconds: 2 });
  for (let round = 1; round <= ROUNDS; round += 1) {
    for (const { name, load } of all) {
      const measured = await measure(load);
      figures.get(name)?.push(measured);
      say(`round ${round}/${ROUNDS}  ${name.padEnd(18)} ${measured.requestsPerSecond.toFixed(0)} requests/s`);
    }
  }
  return figures;
}

function report(figures: ReadonlyMap<string, readonly Figures[]>): void {
  say(`\nGET /token with an access token, ${CONNECTIONS} connections, medians of ${ROUNDS} rounds of ${SECONDS} s`);
  say(`${''.padEnd(18)} requests/s   p50 ms   p99 ms   of the higher ceiling (min-max)`);
  const ceilings = Object.values(CEILINGS).map((name) => required(figures.get(name)));
  const ceilingOf = (index: number) => Math.max(...ceilings.map((rounds) => required(rounds[index]).requestsPerSecond));
  for (const [name, rounds] of figures) {
    const ratios = rounds.map((round, index) => round.requestsPerSecond / ceilingOf(index));
    const range = `${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)}-${Math.max(...ratios).toFixed(2)})`;
    const column = (pick: (figure: Figures) => number) => median(rounds.map(pick));
    say(
      `${name.padEnd(18)} ${column((each) => each.requestsPerSecond)
        .toFixed(0)
        .padStart(10)} ${column((each) => each.p50Milliseconds)
        .toFixed(0)
        .padStart(8)} ${column((each) => each.p99Milliseconds)
        .toFixed(0)
        .padStart(8)}   ${range}`,
    );
  }
  const [few = [], many = []] = SIZES.map((size) => figures.get(`${size.toLocaleString('en')} tokens`));
  const bySize = many.map((round, index) => round.requestsPerSecond / required(few[index]).requestsPerSecond);
  say(`\n1,000,000 tokens compared with 1,000: ${median(bySize).toFixed(2)}`);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return required(sorted[Math.floor(sorted.length / 2)]);
}

async function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(address !== null && typeof address === 'object' ? address.port : 0));
    });
  });
}

function required<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('a figure is missing');
  return value;
}

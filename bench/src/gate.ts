import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { HOT_TOKENS, pullOf, repositoriesOf } from './known-tokens.ts';
import { type Figures, measure, type Question } from './measure.ts';
import { type Program, startProgram } from './start-program.ts';
import { freePort } from './subjects.ts';

/**
 * Measures the gate's decisions per second, against a bare server that verifies the same signatures in the same rounds.
 * Settings: BENCH_SECONDS, BENCH_ROUNDS, BENCH_SIZES (numbers of access tokens).
 */
const { BENCH_SECONDS = '5', BENCH_ROUNDS = '3', BENCH_SIZES = '1000,1000000' } = process.env;
const KNOWN_TOKENS = 20_000;
const WARM_UP_REQUESTS = 60_000;

const say = (line: string) => process.stdout.write(`${line}\n`);
const dataFolder = await mkdtemp(join(tmpdir(), 'lanyard-gate-'));
try {
  say(`${availableParallelism()} × ${cpus()[0]?.model}, Node ${process.version}, load ${loadavg()[0]?.toFixed(1)}`);
  for (const size of BENCH_SIZES.split(',').map(Number)) await measureSize(size);
} finally {
  await rm(dataFolder, { recursive: true, force: true });
}

async function measureSize(tokenCount: number): Promise<void> {
  const folder = join(dataFolder, String(tokenCount));
  const start = async (...fill: readonly string[]) =>
    startProgram('gate-server', [String(await freePort()), folder, ...fill]);
  await (await start(String(tokenCount), String(Math.min(KNOWN_TOKENS, tokenCount)))).stop();
  const program = await start();
  const secret = readFileSync(join(folder, 'gate-secret'), 'utf8');
  const tokens: string[] = [];
  for (let place = 0; place < Math.min(HOT_TOKENS, tokenCount); place += 1)
    tokens.push(await registryToken(program, place));
  const ceiling = await startProgram('gate-ceiling-server', [publicKeyIn(tokens[0] ?? '')]);
  const questions = tokens.map((token, place) => question(token, place, secret));
  await warmUp(program, questions);
  await warmUp(ceiling, questions);
  for (const connections of [16, 64]) {
    const rounds: { readonly gate: Figures; readonly bare: Figures }[] = [];
    for (let round = 0; round < Number(BENCH_ROUNDS); round += 1) {
      const load = { questions, connections, seconds: Number(BENCH_SECONDS) };
      const [first, second] = round % 2 === 0 ? [program, ceiling] : [ceiling, program];
      const figures = [await measure(first, load), await measure(second, load)] as const;
      rounds.push(round % 2 === 0 ? { gate: figures[0], bare: figures[1] } : { gate: figures[1], bare: figures[0] });
    }
    const middle = (pick: (round: (typeof rounds)[number]) => number) =>
      rounds.map(pick).toSorted((a, b) => a - b)[Math.floor(rounds.length / 2)] ?? Number.NaN;
    const figuresOf = (name: string, of: (round: (typeof rounds)[number]) => Figures) => {
      const [rate, spent] = [
        middle((one) => of(one).requestsPerSecond),
        middle((one) => of(one).processorMicroseconds),
      ];
      const p99 = middle((one) => of(one).p99Milliseconds);
      return `${name} ${rate.toFixed(0)}/s  (${spent.toFixed(0)} µs, p99 ${p99.toFixed(2)} ms)`;
    };
    say(
      [
        `${tokenCount.toLocaleString('en')} tokens, ${connections} connections:`,
        figuresOf('gate', ({ gate }) => gate),
        figuresOf('ceiling', ({ bare }) => bare),
        `ratio ${middle(({ gate, bare }) => gate.requestsPerSecond / bare.requestsPerSecond).toFixed(2)}`,
        `memory ${residentMegabytes(program)} MB, load ${loadavg()[0]?.toFixed(1)}`,
      ].join('  '),
    );
  }
  await program.stop();
  await ceiling.stop();
}

async function registryToken({ url }: Program, place: number): Promise<string> {
  const { path, headers } = pullOf(place, repositoriesOf(place).slice(0, 1));
  return ((await (await fetch(url + path, { headers })).json()) as { readonly token: string }).token;
}

/** The question of a proxy whose client pulls a manifest. */
function question(token: string, place: number, secret: string): Question {
  return {
    path: '/gate/default',
    headers: {
      authorization: `Bearer ${token}`,
      'user-agent': 'docker/28.2.2',
      'x-lanyard-gate': secret,
      'x-forwarded-method': 'GET',
      'x-forwarded-uri': `/v2/account-${place}/app-0/manifests/latest`,
      'x-forwarded-for': '192.0.2.1',
    },
  };
}

function publicKeyIn(token: string): string {
  const { x5c = [] } = JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as {
    readonly x5c?: readonly string[];
  };
  const { publicKey } = new X509Certificate(Buffer.from(x5c[0] ?? '', 'base64'));
  return publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
}

async function warmUp(program: Program, questions: readonly Question[]): Promise<void> {
  for (let asked = 0; asked < WARM_UP_REQUESTS; ) {
    const { requestsPerSecond } = await measure(program, { questions, connections: 16, seconds: 2 });
    asked += requestsPerSecond * 2;
  }
}

function residentMegabytes({ pid }: Program): number {
  const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
  return Math.round((pages * 4096) / 1_000_000);
}

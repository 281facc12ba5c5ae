import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { processorMicroseconds } from './processor-time.ts';
import { type Program, startProgram } from './start-program.ts';
import { freePort } from './subjects.ts';

/**
 * Measures changes per second, and the processor time of one: on a machine that others use, that says more. Each of 16
 * connections turns the token of its own account off and on, again and again, on one server and on two. Settings: BENCH_DATABASE_URL (an empty PostgreSQL database, default SQLite), BENCH_NODES,
 * BENCH_SECONDS, BENCH_ROUNDS, and BENCH_AGAINST (the `bench/src` of another checkout).
 */
const {
  BENCH_NODES = '1,2',
  BENCH_SECONDS = '10',
  BENCH_ROUNDS = '3',
  BENCH_DATABASE_URL,
  BENCH_AGAINST,
} = process.env;
const CONNECTIONS = 16;
const PASSWORD = 'a password of the benchmark';
const ORIGIN = 'http://localhost';
const agent = new Agent({ keepAlive: true, maxSockets: 64 });

interface Changer {
  readonly url: string;
  readonly cookie: string;
  readonly token: string;
}

const say = (line: string) => process.stdout.write(`${line}\n`);
const dataFolder = await mkdtemp(join(tmpdir(), 'lanyard-changes-'));
try {
  const database = BENCH_DATABASE_URL ?? 'sqlite';
  const start = async (...fill: readonly string[]) =>
    startProgram('changes-server', [String(await freePort()), dataFolder, database, ...fill], BENCH_AGAINST);
  const first = await start(String(CONNECTIONS), PASSWORD);
  const changers: Changer[] = [];
  for (let index = 0; index < CONNECTIONS; index += 1) changers.push(await signIn(first, `changer-${index}`));
  await first.stop();
  say(
    `${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}, ${database === 'sqlite' ? 'SQLite' : 'PostgreSQL'}`,
  );
  for (let round = 0; round < Number(BENCH_ROUNDS); round += 1) {
    for (const nodes of BENCH_NODES.split(',').map(Number)) {
      const programs: Program[] = [];
      for (let node = 0; node < nodes; node += 1) programs.push(await start());
      const placed = changers.map((one, index) => ({ ...one, url: programs[index % nodes]?.url ?? '' }));
      await Promise.all(placed.map((one) => change(one, Date.now() + 3000)));
      const spentBy = () => programs.reduce((sum, { pid }) => sum + processorMicroseconds(pid), 0);
      const spentBefore = spentBy();
      const from = Date.now();
      const counts = await Promise.all(placed.map((one) => change(one, from + Number(BENCH_SECONDS) * 1000)));
      const seconds = (Date.now() - from) / 1000;
      const changes = counts.reduce((sum, count) => sum + count, 0);
      const figures = [
        `${nodes} ${nodes === 1 ? 'server ' : 'servers'}`,
        `${(changes / seconds).toFixed(0)} changes/s`,
        `${((spentBy() - spentBefore) / changes).toFixed(0)} µs of the servers' processors for one`,
        `(load ${loadavg()[0]?.toFixed(1)})`,
      ];
      say(figures.join('  '));
      for (const program of programs) await program.stop();
    }
  }
} finally {
  agent.destroy();
  await rm(dataFolder, { recursive: true, force: true });
}

async function signIn({ url }: Program, name: string): Promise<Changer> {
  const session = await ask('POST', `${url}/api/session`, '', { identifier: name, password: PASSWORD });
  const cookie = session.cookies.map((line) => line.split(';')[0]).join('; ');
  const grants = [{ type: 'repository', pattern: '*', actions: ['pull'], visibility: 'any' }];
  const made = await ask('POST', `${url}/api/tokens`, cookie, { description: 'bench', grants });
  return { url, cookie, token: JSON.parse(made.body).token.id };
}

/** Makes changes until this time. Returns how many. */
async function change({ url, cookie, token }: Changer, until: number): Promise<number> {
  let made = 0;
  while (Date.now() < until) {
    for (const active of [false, true]) {
      await ask('PATCH', `${url}/api/tokens/${token}`, cookie, { active });
      made += 1;
    }
  }
  return made;
}

interface Answered {
  readonly cookies: readonly string[];
  readonly body: string;
}

function ask(method: string, url: string, cookie: string, body: object): Promise<Answered> {
  const text = JSON.stringify(body);
  const headers = {
    origin: ORIGIN,
    cookie,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, agent }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        const whole = Buffer.concat(chunks).toString();
        if ((answer.statusCode ?? 500) >= 300) reject(new Error(`${method} ${url}: ${answer.statusCode} ${whole}`));
        else resolve({ cookies: answer.headers['set-cookie'] ?? [], body: whole });
      });
    });
    sent.on('error', reject);
    sent.end(text);
  });
}

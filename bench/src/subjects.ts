import { createServer } from 'node:net';
import { join } from 'node:path';
import { HOT_TOKENS, pullOf, repositoriesOf } from './known-tokens.ts';
import type { Question } from './measure.ts';
import { type Program, startProgram } from './start-program.ts';

/** A measured server, which is started again in every round. */
export interface Subject {
  readonly name: string;
  /** The questions after the warm-up, by name. The first list is also used at the start, and with one connection. */
  readonly questions: Readonly<Record<string, readonly Question[]>>;
  start(): Promise<Program>;
}

/** How many tokens of each size the benchmark uses. They are spread evenly among the others. */
const KNOWN_TOKENS = 20_000;

const places = (count: number) => Array.from({ length: count }, (_, place) => place);

/**
 * Each token asks for one of its repositories, then each for its next one. So no request is repeated within seconds,
 * and no cached answer can be reused.
 */
function inTurn(tokens: readonly number[], repositoryCount: number): readonly Question[] {
  const rounds = Array.from({ length: repositoryCount }, (_, round) => round);
  return rounds.flatMap((round) => tokens.map((place) => pullOf(place, repositoriesOf(place).slice(round, round + 1))));
}

/** The same with three repositories in each request. */
function inThrees(tokens: readonly number[]): readonly Question[] {
  const rounds = Array.from({ length: 97 }, (_, round) => round);
  return rounds.flatMap((round) => tokens.map((place) => pullOf(place, repositoriesOf(place).slice(round, round + 3))));
}

/**
 * Sends exactly the same requests, so that reading them costs the same. The place of signing decides how high the
 * ceiling is.
 */
export async function ceilings(sample: Subject): Promise<readonly Subject[]> {
  const header = await sampleHeader(sample);
  const ceiling = (name: string, where: 'here' | 'elsewhere'): Subject => ({
    name,
    questions: { '500 tokens': Object.values(sample.questions)[0] ?? [] },
    start: () => startProgram('ceiling-server', [where, header]),
  });
  return [ceiling('ceiling, in place', 'here'), ceiling('ceiling, on threads', 'elsewhere')];
}

export interface Installation {
  readonly tokenCount: number;
  readonly dataFolder: string;
  readonly name: string;
  /** An empty PostgreSQL database. Default: SQLite. */
  readonly databaseUrl?: string;
}

/** The whole server with this many tokens. `folder` is the benchmark's folder in a checkout of the project. */
export async function lanyard(
  { tokenCount, dataFolder, name, databaseUrl = 'sqlite' }: Installation,
  folder?: string,
): Promise<Subject> {
  const knownCount = Math.min(KNOWN_TOKENS, tokenCount);
  const [known, hot] = [places(knownCount), places(HOT_TOKENS)];
  const start = async (...fill: readonly string[]) => {
    const port = String(await freePort());
    const data = join(dataFolder, name.replaceAll(/\W/g, ''));
    return startProgram('lanyard-server', [port, data, databaseUrl, ...fill], folder);
  };
  await (await start(String(tokenCount), String(knownCount))).stop();
  return {
    name,
    questions: {
      '500 tokens': inTurn(hot, 100),
      '500 tokens, 3 repositories': inThrees(hot),
      [`${known.length.toLocaleString('en')} tokens in no order`]: inTurn(shuffled(known), 3),
      'a burst: one token, one repository': [pullOf(0, ['app-0'])],
    },
    start,
  };
}

/** The same order in every run. */
function shuffled(values: readonly number[]): readonly number[] {
  const mixed = (value: number) => Math.imul(value + 1, 0x9e3779b1) >>> 0;
  return values.toSorted((a, b) => mixed(a) - mixed(b));
}

async function sampleHeader({ start, questions }: Subject): Promise<string> {
  const [{ path, headers } = pullOf(0, [])] = Object.values(questions)[0] ?? [];
  const program = await start();
  const { token } = (await (await fetch(program.url + path, { headers })).json()) as { token: string };
  await program.stop();
  return token.split('.')[0] ?? '';
}

export async function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(address !== null && typeof address === 'object' ? address.port : 0));
    });
  });
}

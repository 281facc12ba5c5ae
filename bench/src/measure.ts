import { once } from 'node:events';
import autocannon, { type Result } from 'autocannon';
import { postgresMicroseconds, processorMicroseconds } from './processor-time.ts';
import type { Program } from './start-program.ts';

/** One request of a client. */
export interface Question {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The limit for one connection, because the client builds each request before it begins. */
const MAXIMUM_QUESTIONS = 25_000;

export interface Load {
  /** These are sent again and again. */
  readonly questions: readonly Question[];
  readonly connections: number;
  readonly seconds: number;
}

export interface Figures {
  readonly requestsPerSecond: number;
  /** The server's processor time for one request, in all its threads. */
  readonly processorMicroseconds: number;
  /** The same for PostgreSQL's processes. */
  readonly databaseMicroseconds: number;
  readonly p50Milliseconds: number;
  readonly p99Milliseconds: number;
  readonly p999Milliseconds: number;
}

/** Throws if any answer is not 200, because a fast refusal is not a valid result. */
export async function measure({ pid, url }: Program, { questions, connections, seconds }: Load): Promise<Figures> {
  const requests = questions.map((question) => ({ method: 'GET' as const, ...question }));
  const milliseconds: number[] = [];
  let clients = 0;
  const before = processorMicroseconds(pid);
  const databaseBefore = postgresMicroseconds();
  const run = autocannon(
    {
      url,
      connections,
      duration: seconds,
      // Each connection sends its own part, again and again. Otherwise all of them would send the same request at the
      // same time.
      setupClient: (client) => client.setRequests(partOf(requests, clients++, connections)),
    },
    () => undefined,
  );
  run.on('response', (_client, _status, _bytes, duration) => milliseconds.push(duration));
  const [{ non2xx, errors, timeouts, duration, ...result }] = (await once(run, 'done')) as [Result];
  const spent = processorMicroseconds(pid) - before;
  const databaseSpent = postgresMicroseconds() - databaseBefore;
  if (non2xx + errors + timeouts > 0) throw new Error(`${non2xx} refusals, ${errors} errors, ${timeouts} time-outs`);
  milliseconds.sort((a, b) => a - b);
  const percentile = (share: number) => milliseconds[Math.floor(milliseconds.length * share)] ?? Number.NaN;
  return {
    requestsPerSecond: result['2xx'] / duration,
    processorMicroseconds: spent / result['2xx'],
    databaseMicroseconds: databaseSpent / result['2xx'],
    p50Milliseconds: percentile(0.5),
    p99Milliseconds: percentile(0.99),
    p999Milliseconds: percentile(0.999),
  };
}

function partOf<Item>(items: readonly Item[], index: number, parts: number): Item[] {
  if (items.length < parts) return [...items];
  const length = Math.floor(items.length / parts);
  return items.slice(index * length, (index + 1) * length).slice(0, MAXIMUM_QUESTIONS);
}

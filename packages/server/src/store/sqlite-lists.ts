import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import {
  CamelCasePlugin,
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { Database } from './schema.ts';

export interface Asked {
  readonly id: number;
  readonly text: string;
  readonly parameters: readonly unknown[];
}

export type Told = { readonly id: number } & (
  | { readonly rows: readonly unknown[] }
  | { readonly failed: { readonly message: string; readonly errcode: number | undefined } }
);

export interface SqliteLists {
  readonly database: Database;
  close(): Promise<void>;
}

/**
 * Runs queries whose work grows with the rows in their own thread. SQLite answers in the calling thread, so counting a
 * long list would block every other request. The thread starts with the first query.
 */
export function openSqliteLists(path: string): SqliteLists {
  let thread: ListThread | undefined;
  const run = (query: CompiledQuery) => {
    thread ??= new ListThread(path, () => {
      thread = undefined;
    });
    return thread.run(query);
  };
  const dialect = {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => driverOver(run),
    createIntrospector: (database: Kysely<never>) => new SqliteIntrospector(database),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
  return {
    database: new Kysely({ dialect, plugins: [new CamelCasePlugin()] }),
    close: async () => thread?.end(),
  };
}

type Run = (query: CompiledQuery) => Promise<readonly unknown[]>;

class ListThread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, ReturnType<typeof Promise.withResolvers<readonly unknown[]>>>();
  readonly #ended: Promise<unknown>;
  #asked = 0;

  constructor(path: string, onEnd: () => void) {
    this.#worker = new Worker(new URL('./sqlite-list-worker.ts', import.meta.url), { workerData: path });
    // The worker alone must not keep the process running, but a waiting query must. Otherwise a command would end
    // without its answer.
    this.#worker.unref();
    this.#ended = once(this.#worker, 'exit').catch(() => undefined);
    this.#worker.on('message', (told: Told) => this.#settle(told));
    this.#worker.on('error', () => undefined);
    this.#worker.on('exit', () => {
      onEnd();
      for (const { reject } of this.#waiting.values()) reject(failure({ message: 'ended', errcode: SQLITE_CANTOPEN }));
    });
  }

  run({ sql: text, parameters }: CompiledQuery): Promise<readonly unknown[]> {
    this.#asked += 1;
    const answer = Promise.withResolvers<readonly unknown[]>();
    this.#waiting.set(this.#asked, answer);
    this.#worker.ref();
    this.#worker.postMessage({ id: this.#asked, text, parameters } satisfies Asked);
    return answer.promise;
  }

  /** Ends after the earlier queries. */
  async end(): Promise<void> {
    this.#worker.ref();
    this.#worker.postMessage('end');
    await this.#ended;
  }

  #settle(told: Told): void {
    const answer = this.#waiting.get(told.id);
    this.#waiting.delete(told.id);
    if (this.#waiting.size === 0) this.#worker.unref();
    if ('rows' in told) answer?.resolve(told.rows);
    else answer?.reject(failure(told.failed));
  }
}

/** SQLite's code when it cannot open a file. The request can be tried again. */
const SQLITE_CANTOPEN = 14;

/** Rebuilds the driver's error in this thread. Only its code has a meaning for `store-error`. */
function failure({ message, errcode }: { readonly message: string; readonly errcode: number | undefined }): Error {
  return Object.assign(new Error(message), errcode !== undefined && { errcode });
}

function driverOver(run: Run): Driver {
  const connection: DatabaseConnection = {
    executeQuery: async <Row>(query: CompiledQuery) => ({ rows: (await run(query)) as Row[] }),
    streamQuery: () => refuse(),
  };
  return {
    init: async () => undefined,
    acquireConnection: async () => connection,
    releaseConnection: async () => undefined,
    beginTransaction: refuse,
    commitTransaction: refuse,
    rollbackTransaction: refuse,
    destroy: async () => undefined,
  };
}

function refuse(): never {
  throw new Error('lists are only read, one query at a time');
}

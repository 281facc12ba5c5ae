import { fork } from 'node:child_process';
import { once } from 'node:events';

export type Row = Readonly<Record<string, unknown>>;

export interface SqliteProcess {
  query(statement: string): Promise<readonly Row[]>;
  stop(): Promise<void>;
}

/**
 * Another process with a SQLite file, like the operator's commands. Its locks are real for the process of the store.
 */
export function startSqliteProcess(path: string): SqliteProcess {
  const child = fork(new URL('./sqlite-process.ts', import.meta.url), [path], { execArgv: [] });
  let before: Promise<unknown> = Promise.resolve();
  const ask = async (statement: string): Promise<readonly Row[]> => {
    const answered = once(child, 'message');
    child.send(statement);
    const [{ rows, error }] = (await answered) as [{ rows?: readonly Row[]; error?: string }];
    if (rows === undefined) throw new Error(error);
    return rows;
  };
  return {
    query: (statement) => {
      const asked = before.then(() => ask(statement));
      before = asked.catch(() => undefined);
      return asked;
    },
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
}

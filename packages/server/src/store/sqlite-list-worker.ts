import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import type { Asked, Told } from './sqlite-lists.ts';

// The thread of `sqlite-lists.ts`. It ends when it is told to, so that the file has no reader when its writer closes
// it.

const database = new DatabaseSync(String(workerData));
// It may move the log of changes into the file, and change nothing.
database.exec('pragma mmap_size = 0; pragma query_only = on');

parentPort?.on('message', (asked: Asked | 'end') => {
  if (asked !== 'end') return parentPort?.postMessage(told(asked));
  database.close();
  parentPort?.close();
});

function told({ id, text, parameters }: Asked): Told {
  try {
    return { id, rows: database.prepare(text).all(...(parameters as readonly SQLInputValue[])) };
  } catch (error) {
    const { message, errcode } = error as { readonly message: string; readonly errcode?: number };
    return { id, failed: { message, errcode } };
  }
}

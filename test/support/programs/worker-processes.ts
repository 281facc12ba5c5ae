import { readFileSync } from 'node:fs';
import type { RunningProcess } from './start-process.ts';

/** The ids of the processes that a server with LANYARD_WORKERS has started. */
export function workersOf({ pid }: Pick<RunningProcess, 'pid'>): readonly number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return text === '' ? [] : text.split(' ').map(Number);
}

import { readFileSync } from 'node:fs';

/** How often the kernel counts in a second: fixed in what Linux shows to programs. */
const TICKS_PER_SECOND = 100;
const USER_FIELD = 13;
const SYSTEM_FIELD = 14;

/**
 * The processor time of a process so far in microseconds: of all its threads, those that ended too, in user and kernel
 * mode (proc(5), `/proc/PID/stat`). A clock of the process itself would leave out what it forgot to count.
 */
export function processorMicroseconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The second field is the program's name in brackets, and may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = (field: number) => Number(fields[field - 2]);
  return ((ticks(USER_FIELD) + ticks(SYSTEM_FIELD)) * 1_000_000) / TICKS_PER_SECOND;
}

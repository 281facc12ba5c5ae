import { readdirSync, readFileSync } from 'node:fs';

/** The kernel's clock ticks per second. Linux always shows this value to programs. */
const TICKS_PER_SECOND = 100;
const USER_FIELD = 13;
const SYSTEM_FIELD = 14;

/**
 * The processor time of a process so far, in microseconds: of all its threads, including those that have ended, in user
 * and kernel mode (proc(5), `/proc/PID/stat`). The process itself cannot measure this completely.
 */
export function processorMicroseconds(pid: number): number {
  return spentIn(readFileSync(`/proc/${pid}/stat`, 'utf8'));
}

/** The same for all processes of PostgreSQL on this machine. Those that ended meanwhile are not counted. */
export function postgresMicroseconds(): number {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const stats = pids.map((pid) => statOf(pid)).filter((stat) => stat.includes('(postgres)'));
  return stats.reduce((sum, stat) => sum + spentIn(stat), 0);
}

function statOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return '';
  }
}

function spentIn(stat: string): number {
  // The second field is the program's name in brackets. It can contain spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = (field: number) => Number(fields[field - 2]);
  return ((ticks(USER_FIELD) + ticks(SYSTEM_FIELD)) * 1_000_000) / TICKS_PER_SECOND;
}

import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readFileSync, rmSync, type Stats, statSync, utimesSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { failed } from '../cli-error.ts';

/** The holder touches its lock this often. A lock that was not touched for `STALE_AFTER_MS` has no holder any more. */
const TOUCH_EVERY_MS = 1_000;
const STALE_AFTER_MS = 10_000;
const GIVE_UP_AFTER_MS = 60_000;
const LONGEST_PAUSE_MS = 40;

/** Runs `work` while no other process of this user runs anything under the same lock file. */
export async function withFileLock<Result>(path: string, work: () => Result | Promise<Result>): Promise<Result> {
  const holder = randomUUID();
  await acquire(path, holder);
  const touching = setInterval(() => touch(path), TOUCH_EVERY_MS).unref();
  try {
    return await work();
  } finally {
    clearInterval(touching);
    release(path, holder);
  }
}

async function acquire(path: string, holder: string): Promise<void> {
  const giveUpAt = Date.now() + GIVE_UP_AFTER_MS;
  while (!create(path, holder)) {
    if (Date.now() > giveUpAt)
      throw failed(`another program holds ${path}`, 'if no other program runs, remove that file');
    if (isStale(path)) removeStale(path, holder);
    await sleep(Math.random() * LONGEST_PAUSE_MS);
  }
}

function create(path: string, holder: string): boolean {
  try {
    const file = openSync(path, 'wx', 0o600);
    writeSync(file, holder);
    closeSync(file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** A second lock guards the removal: two processes that find a stale lock must not remove each other's new one. */
function removeStale(path: string, holder: string): void {
  const guard = `${path}.stale`;
  if (create(guard, holder)) {
    if (isStale(path)) rmSync(path, { force: true });
    rmSync(guard, { force: true });
  } else if (isStale(guard)) {
    rmSync(guard, { force: true });
  }
}

/** While the machine slept, another process may have taken the lock. */
function release(path: string, holder: string): void {
  try {
    if (readFileSync(path, 'utf8') === holder) rmSync(path);
  } catch {
    // It is already gone.
  }
}

function isStale(path: string): boolean {
  const status: Stats | undefined = statSync(path, { throwIfNoEntry: false });
  return status !== undefined && Date.now() - status.mtimeMs > STALE_AFTER_MS;
}

function touch(path: string): void {
  try {
    utimesSync(path, new Date(), new Date());
  } catch {
    // Somebody removed it. The work goes on.
  }
}

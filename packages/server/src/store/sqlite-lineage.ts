import { randomInt } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Checks whether a log of changes (`-wal`) belongs to the database file beside it. SQLite applies any log, so a backup
 * that is put beside the log of the old file becomes corrupt. To detect this, every transaction stores its own name and
 * the previous one in the first page, in the two numbers that SQLite reserves there for applications.
 */

/** Returns a function that a transaction calls before its commit if it changed something. */
export function transactionNamer(writer: DatabaseSync): () => void {
  const name = writer.prepare('pragma user_version');
  return () => {
    const { user_version: before } = name.get() as { readonly user_version: number };
    writer.exec(`pragma application_id = ${before}; pragma user_version = ${newName()}`);
  };
}

/** Names a copy so that no log of the original matches it, because its pages have other positions. */
export function nameCopy(copy: DatabaseSync): void {
  copy.exec(`pragma application_id = ${newName()}; pragma user_version = ${newName()}`);
}

function newName(): number {
  return randomInt(1, 2 ** 31);
}

/** The state of a database that a first page names. */
interface State {
  readonly name: number;
  readonly before: number;
  /** Grows when a table changes, and in a copy from `vacuum into`. */
  readonly schema: number;
}

const TRIES = 5;
const PAUSE_MILLISECONDS = 50;

/** False for a log that belongs to another file. Another process can be writing both at the moment. */
export async function hasOwnLog(path: string): Promise<boolean> {
  for (let tries = 1; ; tries += 1) {
    const state = await stateOfFile(path);
    const logged = await statesInLog(`${path}-wal`);
    if (!state || fits(state, logged)) return true;
    if (tries === TRIES) return false;
    await delay(PAUSE_MILLISECONDS);
  }
}

/** Either the log begins after the state of the file, or the file already has a part of the log. */
function fits(file: State, logged: readonly State[]): boolean {
  const [first] = logged;
  if (!first) return true;
  // A transaction of another program does not change the name. Then the log begins with the name of the file.
  const isBegin = file.name === first.before || file.name === first.name;
  if (isBegin && file.schema <= first.schema) return true;
  return logged.some(({ name, schema }) => name === file.name && schema === file.schema);
}

const FIRST_PAGE_BYTES = 100;

async function stateOfFile(path: string): Promise<State | undefined> {
  return withFile(path, async (file) => {
    const page = await bytesAt(file, 0, FIRST_PAGE_BYTES);
    return page && stateIn(page);
  });
}

/** https://www.sqlite.org/fileformat2.html, section 1.3: schema cookie, user version, application id. */
function stateIn(page: Buffer): State {
  return { schema: page.readUInt32BE(40), name: page.readUInt32BE(60), before: page.readUInt32BE(68) };
}

const LOG_HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;

/**
 * Section 4.1 of the same page: every version of the first page, oldest first. Frames of an earlier log have other
 * salts.
 */
async function statesInLog(path: string): Promise<readonly State[]> {
  const states = await withFile(path, async (file) => {
    const header = await bytesAt(file, 0, LOG_HEADER_BYTES);
    if (!header) return [];
    const frameBytes = FRAME_HEADER_BYTES + header.readUInt32BE(8);
    const salts = header.subarray(16, 24);
    const found: State[] = [];
    for (let at = LOG_HEADER_BYTES; ; at += frameBytes) {
      const frame = await bytesAt(file, at, FRAME_HEADER_BYTES + FIRST_PAGE_BYTES);
      if (!frame?.subarray(8, 16).equals(salts)) return found;
      if (frame.readUInt32BE(0) === 1) found.push(stateIn(frame.subarray(FRAME_HEADER_BYTES)));
    }
  });
  return states ?? [];
}

/** Undefined if there is no such file. */
async function withFile<Result>(
  path: string,
  read: (file: FileHandle) => Promise<Result>,
): Promise<Result | undefined> {
  const file = await open(path, 'r').catch(() => undefined);
  try {
    return file && (await read(file));
  } finally {
    await file?.close();
  }
}

/** Undefined if the file is shorter. */
async function bytesAt(file: FileHandle, position: number, length: number): Promise<Buffer | undefined> {
  const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, position);
  return bytesRead === length ? buffer : undefined;
}

import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import {
  isRevocationOver,
  latestRevocations,
  parseRevocation,
  type Revocation,
  revocationLine,
} from '@lanyard/core/audit/revocations';

/** What is wrong with the file, in one line. */
export class RevocationsFileError extends Error {}

export interface RevocationsFile {
  /** They are on disk when it resolves. Throws where that fails. */
  append(revocations: readonly Revocation[]): Promise<void>;
  /** Every revocation, and how many lines are not ours. */
  read(): Promise<{ readonly revocations: readonly Revocation[]; readonly strange: number }>;
  /** Drops what says nothing any more, where that is most of the file. */
  compact(now: number): Promise<void>;
  close(): Promise<void>;
}

type Mac = (text: string) => string;

/** Errors: RevocationsFileError where it cannot be opened or made. */
export async function openRevocationsFile(named: string, mac: Mac): Promise<RevocationsFile> {
  let file = await openFile(named).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
    throw new RevocationsFileError(
      `the revocations file ${named} cannot be opened${code}: see LANYARD_REVOCATIONS_FILE`,
    );
  });
  // A link to another disk is followed once: a smaller file must take the place of the file, not of the link.
  const path = await realpath(named);
  let before: Promise<unknown> = Promise.resolve();
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const result = before.then(work);
    before = result.catch(() => undefined);
    return result;
  };
  const write = async (text: string): Promise<void> => {
    await appendText(file, text);
    if (await isAt(path, file)) return;
    // Another process made the file smaller meanwhile, or somebody moved it away.
    const fresh = await openFile(path);
    await file.close();
    file = fresh;
    await write(text);
  };
  const read = async () => {
    const lines = (await readFile(path, 'utf8')).split('\n').filter((line) => line !== '');
    const revocations = lines.flatMap((line) => parseRevocation(mac, line) ?? []);
    return { revocations, strange: lines.length - revocations.length };
  };
  return {
    append: (revocations) => inTurn(() => write(textOf(mac, revocations))),
    read: () => inTurn(read),
    compact: (now) =>
      inTurn(async () => {
        const { revocations } = await read();
        const kept = latestRevocations(revocations).filter((one) => !isRevocationOver(one, now));
        if (kept.length * 2 > revocations.length || revocations.length === 0) return;
        const old = file;
        file = await replaceFile(path, textOf(mac, kept));
        await moveLateLines(old, revocations.length, write, mac);
      }),
    close: () => inTurn(() => file.close()),
  };
}

function textOf(mac: Mac, revocations: readonly Revocation[]): string {
  return revocations.map((one) => `${revocationLine(mac, one)}\n`).join('');
}

/** For its owner alone. Every write goes to the end of the file, no matter who else writes. */
function openFile(path: string): Promise<FileHandle> {
  return open(path, constants.O_RDWR | constants.O_APPEND | constants.O_CREAT, 0o600);
}

/** After a line that was cut short, it begins on a line of its own. */
async function appendText(file: FileHandle, text: string): Promise<void> {
  const { size } = await file.stat();
  const last = Buffer.alloc(1);
  if (size > 0) await file.read(last, 0, 1, size - 1);
  await file.appendFile(size > 0 && last.toString() !== '\n' ? `\n${text}` : text);
  await file.sync();
}

async function isAt(path: string, file: FileHandle): Promise<boolean> {
  const [opened, named] = await Promise.all([file.stat(), stat(path).catch(() => undefined)]);
  return opened.ino === named?.ino && opened.dev === named.dev;
}

/** The smaller file takes the place of the other whole, or not at all. */
async function replaceFile(path: string, text: string): Promise<FileHandle> {
  const draft = `${path}.${randomUUID()}`;
  const file = await openFile(draft);
  try {
    await appendText(file, text);
    await rename(draft, path);
    return file;
  } catch (error) {
    await file.close();
    await rm(draft, { force: true });
    throw error;
  }
}

/** What another process wrote to the old file before it saw that there is a new one. */
async function moveLateLines(old: FileHandle, known: number, write: (text: string) => Promise<void>, mac: Mac) {
  const buffer = Buffer.alloc((await old.stat()).size);
  await old.read(buffer, 0, buffer.length, 0);
  await old.close();
  const lines = buffer.toString('utf8').split('\n');
  const late = lines.flatMap((line) => parseRevocation(mac, line) ?? []).slice(known);
  if (late.length > 0) await write(textOf(mac, late));
}

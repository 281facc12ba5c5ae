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

/** Describes a fault of the file in one line. */
export class RevocationsFileError extends Error {}

export interface RevocationsFile {
  /** When it resolves, they are on disk. Throws if that fails. */
  append(revocations: readonly Revocation[]): Promise<void>;
  /** Returns every revocation, and how many lines are invalid. */
  read(): Promise<{ readonly revocations: readonly Revocation[]; readonly strange: number }>;
  /** Drops lines that no longer have a meaning, if they are most of the file. */
  compact(now: number): Promise<void>;
  close(): Promise<void>;
}

type Mac = (text: string) => string;

/** Errors: RevocationsFileError if it cannot be opened or created. */
export async function openRevocationsFile(named: string, mac: Mac): Promise<RevocationsFile> {
  let file = await openFile(named).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
    throw new RevocationsFileError(
      `the revocations file ${named} cannot be opened${code}: see LANYARD_REVOCATIONS_FILE`,
    );
  });
  // A link to another disk is resolved once, because a smaller file must replace the file and not the link.
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
    // In the meantime, another process made the file smaller, or somebody moved it away.
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

/** Readable only for its owner. Every write goes to the end of the file, whoever else writes. */
function openFile(path: string): Promise<FileHandle> {
  return open(path, constants.O_RDWR | constants.O_APPEND | constants.O_CREAT, 0o600);
}

/** After a line that was cut short, the text begins on a new line. */
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

/** The smaller file replaces the other completely, or not at all. */
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

/** Copies lines that another process wrote to the old file before it saw the new one. */
async function moveLateLines(old: FileHandle, known: number, write: (text: string) => Promise<void>, mac: Mac) {
  const buffer = Buffer.alloc((await old.stat()).size);
  await old.read(buffer, 0, buffer.length, 0);
  await old.close();
  const lines = buffer.toString('utf8').split('\n');
  const late = lines.flatMap((line) => parseRevocation(mac, line) ?? []).slice(known);
  if (late.length > 0) await write(textOf(mac, late));
}

import { createReadStream } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { type Checkpoint, openCheckpoint } from '@lanyard/core/audit/checkpoint';
import { type NoteKey, parseNoteKey } from '@lanyard/core/audit/signed-note';
import { ExportProblem, type ExportReport, verifyExport } from '@lanyard/core/audit/verify-export';
import { isEvidence } from '@lanyard/core/reviews/verify-evidence';
import { failed, wrongUse } from '../cli-error.ts';
import { type CommandContext, printFacts } from './command-context.ts';
import { verifyReview } from './verify-review.ts';

export interface VerifyOptions {
  /** `NAME+ID+KEY`, or a file that contains it. */
  readonly key: string;
  readonly checkpoint?: readonly string[];
}

/** Larger than a checkpoint and than the first line of an export. */
const START_BYTES = 4096;

/** Checks a file that a server signed, without the server. The first line says what kind of file it is. */
export async function verify(context: CommandContext, path: string, options: VerifyOptions): Promise<void> {
  const key = await readKey(options.key);
  const known = await Promise.all((options.checkpoint ?? []).map((file) => readCheckpoint(file, key)));
  const start = await startOf(path);
  if (start !== '' && !start.startsWith('{')) {
    const { origin, size, root } = await readCheckpoint(path, key);
    printFacts(context, { origin, size, root: root.toString('base64') }, [
      ['checkpoint of', origin],
      ['events', String(size)],
      ['root', root.toString('base64')],
    ]);
    return;
  }
  if (isEvidence(start)) {
    if (known.length > 0) throw wrongUse('--checkpoint is for exports of the audit log', 'leave it out for a review');
    return verifyReview(context, path, key);
  }
  const report = await verifyExport(linesOf(path), { key, known }).catch((error: unknown) => {
    throw error instanceof ExportProblem ? failed(`${path} is not intact: ${error.message}`) : error;
  });
  printFacts(context, report, factsOf(report));
}

/** Splits only at line feeds. readline would also split at U+2028, which a name can contain. */
async function* linesOf(path: string): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of createReadStream(path, 'utf8')) {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

function factsOf({ origin, size, shown, first, last, isWhole, unproven }: ExportReport) {
  const range = first === last ? `event ${first}` : `events ${first} to ${last}`;
  const whole = isWhole
    ? `${range}, and none in between is missing`
    : `${range}; others in between are not in this file`;
  return [
    ['log', origin],
    ['events of the log', String(size)],
    ['proven', shown === 0 ? 'no event is in this file' : `${shown}: ${whole}`],
    ...(unproven > 0 ? ([['not proven', `${unproven}, newer than the checkpoint`]] as const) : []),
  ] as const;
}

async function readKey(text: string): Promise<NoteKey> {
  const key = parseNoteKey(text) ?? parseNoteKey(await readText(text));
  if (key) return key;
  throw wrongUse('this is not the key of an audit log', 'get it from https://SERVER/api/audit/key');
}

async function readCheckpoint(path: string, key: NoteKey): Promise<Checkpoint> {
  const opened = openCheckpoint(await readText(path), key);
  if ('root' in opened) return opened;
  if (opened.problem === 'no checkpoint') throw failed(`${path} is not a checkpoint, or was changed`);
  throw failed(`${path} is not signed by the key that you gave: it is from another server, or was changed`);
}

async function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw wrongUse(`${path} cannot be read (${error.code})`);
  });
}

async function startOf(path: string): Promise<string> {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    throw wrongUse(`${path} cannot be read (${error.code})`);
  });
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(START_BYTES), 0, START_BYTES, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}

import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { type CliError, unreachable, wrongUse } from '../cli-error.ts';
import { openEvidence } from '../server/review-api.ts';
import { type CommandContext, chooseSession, printResult } from './command-context.ts';
import type { ReviewPlace } from './review.ts';

export interface EvidenceOptions {
  /** Default: standard output. */
  readonly output?: string;
  /** A page to print, instead of the signed file. */
  readonly html?: boolean;
}

/** Downloads the evidence of a closed review, byte for byte, because `verify` checks the bytes. */
export async function reviewEvidence(
  context: CommandContext,
  place: ReviewPlace,
  { output, html = false }: EvidenceOptions,
): Promise<void> {
  if (output === undefined && context.json)
    throw wrongUse('the evidence is a file of its own', 'leave out --json, or add --output FILE');
  const body = await openEvidence(await chooseSession(context), place, html ? 'html' : 'json');
  if (output === undefined) {
    body.setEncoding('utf8');
    try {
      for await (const text of body) context.terminal.result(String(text));
    } catch (error) {
      throw brokenOff(error);
    }
    return;
  }
  // A download that breaks off must not look like a whole one.
  const part = `${output}.part`;
  const file = createWriteStream(part);
  try {
    await pipeline(body, file);
    await rename(part, output);
  } catch (error) {
    await rm(part, { force: true });
    throw isOfFile(error) ? wrongUse(`${output} cannot be written (${error.code})`) : brokenOff(error);
  }
  printResult(context, { file: output, bytes: file.bytesWritten }, () => `wrote ${output}\n`);
}

function isOfFile(error: unknown): error is NodeJS.ErrnoException {
  return typeof (error as NodeJS.ErrnoException).path === 'string';
}

function brokenOff(error: unknown): CliError {
  const { code } = error as NodeJS.ErrnoException;
  return unreachable(
    `the download broke off (${code ?? 'connection broken'})`,
    'run it again: the file is always the same',
  );
}

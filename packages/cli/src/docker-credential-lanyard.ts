import { readFileSync, writeSync } from 'node:fs';
import { readEnvironment } from './environment.ts';
import { HelperFault, serveHelper } from './helper/serve-helper.ts';

const MAXIMUM_INPUT_BYTES = 64 * 1024;
// Numbers, because loading the streams of `process` takes longer than writing the answer.
const STANDARD_INPUT = 0;
const STANDARD_OUTPUT = 1;
const STANDARD_ERROR = 2;

/** Docker's credential helper protocol. Faults go to standard output with exit code 1. */
export async function main(
  args: readonly string[] = process.argv.slice(2),
  makeEnvironment = readEnvironment,
): Promise<void> {
  try {
    const environment = makeEnvironment();
    const note = (line: string) => void writeSync(STANDARD_ERROR, `${line}\n`);
    writeSync(STANDARD_OUTPUT, await serveHelper(args, { environment, readInput, note }));
  } catch (error) {
    writeSync(STANDARD_OUTPUT, `${textOf(error)}\n`);
    process.exitCode = 1;
  }
}

/** Strict UTF-8: otherwise all invalid bytes would become the same replacement letter. */
function readInput(): string {
  const bytes = readFileSync(STANDARD_INPUT);
  if (bytes.length > MAXIMUM_INPUT_BYTES) throw new HelperFault('the input is too long');
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new HelperFault('the input is not UTF-8');
  }
}

/** The message of an unexpected error may quote its input, so only its code is printed. */
function textOf(error: unknown): string {
  if (error instanceof HelperFault) return error.message;
  return `docker-credential-lanyard failed (${(error as NodeJS.ErrnoException).code ?? (error as Error).name})`;
}

import type { ProgramResult } from './run-program.ts';

/** Gives the result back; throws what the program printed if it did not exit with 0. */
export async function requireSuccess(running: Promise<ProgramResult>): Promise<ProgramResult> {
  const result = await running;
  if (result.exitCode === 0) return result;
  throw new Error(`the program exited with ${result.exitCode}\n${result.stdout}${result.stderr}`);
}

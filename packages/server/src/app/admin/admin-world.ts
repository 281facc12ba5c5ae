import { InvalidArgumentError } from 'commander';
import type { Services } from '../../services.ts';
import type { Config } from '../config.ts';

/** What an operator's command works with. */
export interface AdminWorld {
  readonly config: Config;
  readonly input: AsyncIterable<Buffer | string>;
  print(text: string): void;
  /** How far a long command is. It goes to standard error, so that output for a program stays whole. */
  printProgress(text: string): void;
  /**
   * Opens the server's database for this one command, and closes it afterwards. Only the purpose `set-up` may create a
   * new database.
   */
  withServices<Result>(work: (services: Services) => Promise<Result>, purpose?: 'set-up'): Promise<Result>;
}

/** Called only when a command runs, because help and usage errors need no settings. */
export type OpenWorld = () => AdminWorld;

export function printJson(world: AdminWorld, value: unknown): void {
  world.print(`${JSON.stringify(value, undefined, 2)}\n`);
}

/** A mistake of the operator, described in one line that says what to do. */
export class AdminError extends Error {}

/** The value of an option. Throws a usage error unless it is a whole number from 1. */
export function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('must be a whole number above 0');
}

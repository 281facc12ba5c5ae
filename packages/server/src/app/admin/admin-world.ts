import { InvalidArgumentError } from 'commander';
import type { Services } from '../../services.ts';
import type { Config } from '../config.ts';

/** What a command of the operator works with. */
export interface AdminWorld {
  readonly config: Config;
  readonly input: AsyncIterable<Buffer | string>;
  print(text: string): void;
  /** Opens the server's database for this one command, and lets go of it. Only the `set-up` may make a new one. */
  withServices<Result>(work: (services: Services) => Promise<Result>, purpose?: 'set-up'): Promise<Result>;
}

/** Made only when a command runs: help and usage errors need no settings. */
export type OpenWorld = () => AdminWorld;

export function printJson(world: AdminWorld, value: unknown): void {
  world.print(`${JSON.stringify(value, undefined, 2)}\n`);
}

/** A fault of the operator's, in one line that says what to do. */
export class AdminError extends Error {}

/** An option's value; throws a usage error for what is no whole number from 1. */
export function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('must be a whole number above 0');
}

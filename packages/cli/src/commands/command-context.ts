import type { Environment } from '../environment.ts';
import { printableText } from '../printable.ts';
import { openSecretStore } from '../secrets/open-secret-store.ts';
import { facts } from '../table.ts';
import type { Terminal } from '../terminal.ts';

/** What every command works with. */
export interface CommandContext {
  readonly environment: Environment;
  readonly terminal: Terminal;
  readonly json: boolean;
  /** Which sign-in to use, by the host of a registry; needed where there are several. */
  readonly registry: string | undefined;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<unknown>;
}

export interface GlobalOptions {
  readonly json?: boolean;
  readonly registry?: string;
}

/** Makes the context of a command that is about to run. */
export type ContextOf = (options: GlobalOptions) => CommandContext;

/** Prints a result: as JSON where asked, else as its text. */
export function printResult({ terminal, json }: CommandContext, value: unknown, text: () => string): void {
  terminal.result(json ? `${JSON.stringify(value, null, 2)}\n` : printableText(text()));
}

export function printFacts(context: CommandContext, value: unknown, pairs: readonly (readonly [string, string])[]) {
  printResult(context, value, () => facts(pairs));
}

export function openStore({ environment }: CommandContext) {
  return openSecretStore(environment);
}

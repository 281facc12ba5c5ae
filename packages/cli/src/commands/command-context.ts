import { notSignedIn, wrongUse } from '../cli-error.ts';
import type { Environment } from '../environment.ts';
import { printableText } from '../foreign-text.ts';
import { registryHost } from '../registry-host.ts';
import { type CommandLine, listCommandLines } from '../secrets/command-line.ts';
import { openSecretStore } from '../secrets/open-secret-store.ts';
import type { SecretStore } from '../secrets/secret-store.ts';
import { listOrganizations } from '../server/lanyard-api.ts';
import { openSession, type Session } from '../server/open-session.ts';
import { facts, type Terminal } from '../terminal.ts';
import { readWorkstationPolicy, requirePolicyMet } from '../workstation-policy.ts';

/** What every command needs. */
export interface CommandContext {
  readonly environment: Environment;
  readonly terminal: Terminal;
  readonly json: boolean;
  /** The host of a registry whose sign-in to use. Needed when you are signed in to several registries. */
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

/** Prints a result: as JSON if the user asked for it, otherwise as text. */
export function printResult({ terminal, json }: CommandContext, value: unknown, text: () => string): void {
  terminal.result(json ? `${JSON.stringify(value, null, 2)}\n` : printableText(text()));
}

export function printFacts(context: CommandContext, value: unknown, pairs: readonly (readonly [string, string])[]) {
  printResult(context, value, () => facts(pairs));
}

export function openStore({ environment }: CommandContext) {
  return openSecretStore(environment);
}

/** The sign-in of a registry. Without a registry, the only sign-in there is. */
export async function chooseCommandLine(store: SecretStore, registry: string | undefined): Promise<CommandLine> {
  const commandLines = await listCommandLines(store);
  if (registry !== undefined) return requireCommandLineOf(commandLines, registryHost(registry));
  const [only, ...others] = commandLines;
  if (!only) throw notSignedIn('not signed in', 'run: lanyard login REGISTRY');
  if (others.length > 0)
    throw wrongUse('you are signed in to several registries', `use --registry with ${hostsOf(commandLines)}`);
  return only;
}

/** Opens the session that `--registry` chooses, if the workstation's policy permits its account. */
export async function chooseSession(context: CommandContext): Promise<Session> {
  const policy = readWorkstationPolicy(context.environment);
  const session = await chooseAnySession(context);
  if (policy) requirePolicyMet(policy, session.account, await listOrganizations(session));
  return session;
}

/** The same without a check of the workstation's policy, for commands that only show something. */
export async function chooseAnySession(context: CommandContext): Promise<Session> {
  const store = await openStore(context);
  return openSession(context.environment, store, await chooseCommandLine(store, context.registry), context.sleep);
}

function requireCommandLineOf(commandLines: readonly CommandLine[], host: string): CommandLine {
  const found = commandLines.find(({ registries }) => registries.includes(host));
  if (!found) throw notSignedIn(`not signed in to ${host}`, `run: lanyard login ${host}`);
  return found;
}

function hostsOf(commandLines: readonly CommandLine[]): string {
  return commandLines.flatMap(({ registries }) => registries).join(' or ');
}

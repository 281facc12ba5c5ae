import { CliError, notSignedIn, wrongUse } from '../cli-error.ts';
import { hostsOfHelper, removeHelper } from '../docker-config.ts';
import { registryHost } from '../registry-host.ts';
import {
  type CommandLine,
  listCommandLines,
  removeCommandLine,
  withCommandLineLock,
  writeCommandLine,
} from '../secrets/command-line.ts';
import { removeCredential } from '../secrets/credential.ts';
import type { SecretStore } from '../secrets/secret-store.ts';
import { endCommandLine, type LeftToken } from '../server/oauth.ts';
import { type CommandContext, openStore, printResult } from './command-context.ts';

export interface LogoutOptions {
  readonly all?: boolean;
  /** Also deletes the access tokens that a person created with this sign-in. */
  readonly endTokens?: boolean;
}

/** Ends the sign-in of a registry on the server and here. It ends here even if the server cannot be reached. */
export async function logout(context: CommandContext, registry: string | undefined, options: LogoutOptions) {
  const { all = false, endTokens = false } = options;
  const store = await openStore(context);
  const hosts = await chooseHosts(context, store, registry, all);
  const failures: CliError[] = [];
  for (const host of hosts) {
    const failure = await logoutHost(context, store, host, endTokens ? 'all' : 'auto');
    if (failure) failures.push(failure);
  }
  printResult(context, { registries: hosts, endedOnServer: failures.length === 0 }, () => endText(hosts));
  if (failures[0]) throw failures[0];
}

async function logoutHost(
  context: CommandContext,
  store: SecretStore,
  host: string,
  tokens: 'auto' | 'all',
): Promise<CliError | undefined> {
  const { environment, terminal } = context;
  return withCommandLineLock(environment, async () => {
    const commandLine = (await listCommandLines(store)).find(({ registries }) => registries.includes(host));
    const removed = await removeCredential(store, host);
    const unhooked = await removeHelper(environment, host);
    if (!commandLine && !removed && !unhooked) throw notSignedIn(`not signed in to ${host}`);
    if (!commandLine) return undefined;
    const others = commandLine.registries.filter((other) => other !== host);
    if (others.length === 0) return endBoth(context, store, commandLine, tokens);
    await writeCommandLine(store, { ...commandLine, registries: others });
    terminal.note(`note: you are still signed in at ${commandLine.server} for ${others.join(', ')}`);
    if (tokens === 'all')
      terminal.note('note: the access tokens that this command line created stay until its login ends');
    return undefined;
  });
}

/** The server comes first, because a request to it needs the token. */
async function endBoth(
  context: CommandContext,
  store: SecretStore,
  commandLine: CommandLine,
  tokens: 'auto' | 'all',
): Promise<CliError | undefined> {
  const ended = await endCommandLine(commandLine, context.environment.proxies, tokens).catch((error: unknown) => {
    if (error instanceof CliError) return error;
    throw error;
  });
  await removeCommandLine(store, commandLine);
  if (!(ended instanceof CliError)) {
    noteLeft(context, commandLine, ended);
    return undefined;
  }
  const failure = ended;
  const message = `signed out only on this machine, because the server could not be told: ${failure.message}`;
  return new CliError(failure.exitCode, message, `delete the token on the pages of ${commandLine.server}`);
}

/** Tells the user which sign-ins and tokens still work after the sign-out. */
function noteLeft({ terminal }: CommandContext, { server }: CommandLine, left: readonly LeftToken[]): void {
  if (left.length === 0) return;
  terminal.note(
    `note: this command line created access tokens that still work; delete them at ${server}/account/tokens`,
  );
  for (const { id, description } of left) terminal.note(`  ${id.slice(0, 8)}  ${description}`);
}

async function chooseHosts(
  { environment }: CommandContext,
  store: SecretStore,
  registry: string | undefined,
  all: boolean,
): Promise<readonly string[]> {
  if (registry !== undefined) return [registryHost(registry)];
  const signedIn = (await listCommandLines(store)).flatMap(({ registries }) => registries);
  const hosts = [...new Set([...signedIn, ...hostsOfHelper(environment)])];
  if (hosts.length === 0) throw notSignedIn('not signed in');
  if (all || hosts.length === 1) return hosts;
  throw wrongUse('signed in to several registries', `name one of ${hosts.join(', ')}, or add --all`);
}

function endText(hosts: readonly string[]): string {
  return hosts.map((host) => `signed out of ${host}\n`).join('');
}

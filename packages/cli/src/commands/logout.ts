import { CliError, notSignedIn, wrongUse } from '../cli-error.ts';
import { hostsOfHelper, removeHelper } from '../docker-config.ts';
import { registryHost } from '../registry-host.ts';
import { removeCredential } from '../secrets/credential.ts';
import type { SecretStore } from '../secrets/secret-store.ts';
import { listSignIns, removeSignIn, type SignIn, withSignInLock, writeSignIn } from '../secrets/sign-in.ts';
import { endSignIn } from '../server/oauth.ts';
import { type CommandContext, openStore, printResult } from './command-context.ts';

export interface LogoutOptions {
  readonly all?: boolean;
}

/** Ends the sign-in of a registry on the server and here. It ends here even if the server cannot be reached. */
export async function logout(context: CommandContext, registry: string | undefined, { all = false }: LogoutOptions) {
  const store = await openStore(context);
  const hosts = await chooseHosts(context, store, registry, all);
  const failures: CliError[] = [];
  for (const host of hosts) {
    const failure = await logoutHost(context, store, host);
    if (failure) failures.push(failure);
  }
  printResult(context, { registries: hosts, endedOnServer: failures.length === 0 }, () => endText(hosts));
  if (failures[0]) throw failures[0];
}

async function logoutHost(context: CommandContext, store: SecretStore, host: string): Promise<CliError | undefined> {
  const { environment, terminal } = context;
  return withSignInLock(environment, async () => {
    const signIn = (await listSignIns(store)).find(({ registries }) => registries.includes(host));
    const removed = await removeCredential(store, host);
    const unhooked = await removeHelper(environment, host);
    if (!signIn && !removed && !unhooked) throw notSignedIn(`not signed in to ${host}`);
    if (!signIn) return undefined;
    const others = signIn.registries.filter((other) => other !== host);
    if (others.length === 0) return endBoth(context, store, signIn);
    await writeSignIn(store, { ...signIn, registries: others });
    terminal.note(`note: you are still signed in at ${signIn.server} for ${others.join(', ')}`);
    return undefined;
  });
}

/** The server first, because telling it needs the token. */
async function endBoth(context: CommandContext, store: SecretStore, signIn: SignIn): Promise<CliError | undefined> {
  const failure = await endSignIn(signIn, context.environment.proxies).catch((error: unknown) => {
    if (error instanceof CliError) return error;
    throw error;
  });
  await removeSignIn(store, signIn);
  if (!failure) return undefined;
  const message = `signed out on this machine only, because the server could not be told: ${failure.message}`;
  return new CliError(failure.exitCode, message, `delete the token on the pages of ${signIn.server}`);
}

async function chooseHosts(
  { environment }: CommandContext,
  store: SecretStore,
  registry: string | undefined,
  all: boolean,
): Promise<readonly string[]> {
  if (registry !== undefined) return [registryHost(registry)];
  const signedIn = (await listSignIns(store)).flatMap(({ registries }) => registries);
  const hosts = [...new Set([...signedIn, ...hostsOfHelper(environment)])];
  if (hosts.length === 0) throw notSignedIn('not signed in');
  if (all || hosts.length === 1) return hosts;
  throw wrongUse('signed in to several registries', `name one of ${hosts.join(', ')}, or add --all`);
}

function endText(hosts: readonly string[]): string {
  return hosts.map((host) => `signed out of ${host}\n`).join('');
}

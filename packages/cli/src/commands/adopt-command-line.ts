import type { Environment } from '../environment.ts';
import {
  type CommandLine,
  listCommandLines,
  removeCommandLine,
  withCommandLineLock,
  writeCommandLine,
} from '../secrets/command-line.ts';
import { type Credential, isOfServer, readCredential, writeCredential } from '../secrets/credential.ts';
import type { SecretStore } from '../secrets/secret-store.ts';

/**
 * Stores a new sign-in for one registry. It also takes over the other registries of the account's earlier sign-in at
 * that server, so that a machine needs one auto-generated token for each account. Returns the sign-ins that nothing
 * uses any more. The caller ends these on their servers.
 */
export async function adoptCommandLine(
  environment: Environment,
  store: SecretStore,
  commandLine: CommandLine,
  credential: Credential,
): Promise<readonly CommandLine[]> {
  return withCommandLineLock(environment, async () => {
    const before = await listCommandLines(store);
    const same = before.find(({ server, account }) => server === commandLine.server && account === commandLine.account);
    const others = before.filter((other) => other !== same);
    const taken = same ? await registriesInUse(store, same) : [];
    const registries = [...new Set([...commandLine.registries, ...taken])];
    // Write the sign-in first: after a crash, there must be something that can end it.
    await writeCommandLine(store, { ...commandLine, registries });
    for (const host of taken) await replaceSecret(store, host, credential);
    for (const host of commandLine.registries) await writeCredential(store, host, credential);
    const emptied = await takeFrom(store, others, commandLine.registries);
    return same ? [same, ...emptied] : emptied;
  });
}

/** Leaves out registries that `docker logout` has removed since. */
async function registriesInUse(store: SecretStore, { registries, server }: CommandLine): Promise<readonly string[]> {
  const inUse: string[] = [];
  for (const host of registries) {
    const credential = await readCredential(store, host);
    if (credential && isOfServer(credential, server)) inUse.push(host);
  }
  return inUse;
}

/**
 * Another registry of the same server keeps the endpoint from its own challenge, and the host that the server confirmed
 * for it.
 */
async function replaceSecret(store: SecretStore, host: string, credential: Credential): Promise<void> {
  const old = await readCredential(store, host);
  if (!old) return;
  const { confirmedHost: _, ...rest } = credential;
  const confirmed = old.confirmedHost === undefined ? {} : { confirmedHost: old.confirmedHost };
  await writeCredential(store, host, { ...rest, ...confirmed, endpoint: old.endpoint });
}

async function takeFrom(store: SecretStore, others: readonly CommandLine[], hosts: readonly string[]) {
  const emptied: CommandLine[] = [];
  for (const other of others.filter(({ registries }) => registries.some((host) => hosts.includes(host)))) {
    const registries = other.registries.filter((host) => !hosts.includes(host));
    if (registries.length > 0) await writeCommandLine(store, { ...other, registries });
    else {
      await removeCommandLine(store, other);
      emptied.push(other);
    }
  }
  return emptied;
}

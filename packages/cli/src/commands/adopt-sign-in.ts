import type { Environment } from '../environment.ts';
import { type Credential, isOfServer, readCredential, writeCredential } from '../secrets/credential.ts';
import type { SecretStore } from '../secrets/secret-store.ts';
import { listSignIns, removeSignIn, type SignIn, withSignInLock, writeSignIn } from '../secrets/sign-in.ts';

/**
 * Stores a new sign-in for one registry. It also takes over the other registries of the account's earlier sign-in at
 * that server, so that a machine needs one auto-generated token for each account. Returns the sign-ins that nothing
 * uses any more. The caller ends these on their servers.
 */
export async function adoptSignIn(
  environment: Environment,
  store: SecretStore,
  signIn: SignIn,
  credential: Credential,
): Promise<readonly SignIn[]> {
  return withSignInLock(environment, async () => {
    const before = await listSignIns(store);
    const same = before.find(({ server, account }) => server === signIn.server && account === signIn.account);
    const others = before.filter((other) => other !== same);
    const taken = same ? await registriesInUse(store, same) : [];
    const registries = [...new Set([...signIn.registries, ...taken])];
    // The sign-in first: after a crash there must be something that can end it.
    await writeSignIn(store, { ...signIn, registries });
    for (const host of taken) await replaceSecret(store, host, credential);
    for (const host of signIn.registries) await writeCredential(store, host, credential);
    const emptied = await takeFrom(store, others, signIn.registries);
    return same ? [same, ...emptied] : emptied;
  });
}

/** Without those that `docker logout` has removed since. */
async function registriesInUse(store: SecretStore, { registries, server }: SignIn): Promise<readonly string[]> {
  const inUse: string[] = [];
  for (const host of registries) {
    const credential = await readCredential(store, host);
    if (credential && isOfServer(credential, server)) inUse.push(host);
  }
  return inUse;
}

/** Another registry of the same server keeps the endpoint from its own challenge. */
async function replaceSecret(store: SecretStore, host: string, credential: Credential): Promise<void> {
  const old = await readCredential(store, host);
  if (old) await writeCredential(store, host, { ...credential, endpoint: old.endpoint });
}

async function takeFrom(store: SecretStore, others: readonly SignIn[], hosts: readonly string[]) {
  const emptied: SignIn[] = [];
  for (const other of others.filter(({ registries }) => registries.some((host) => hosts.includes(host)))) {
    const registries = other.registries.filter((host) => !hosts.includes(host));
    if (registries.length > 0) await writeSignIn(store, { ...other, registries });
    else {
      await removeSignIn(store, other);
      emptied.push(other);
    }
  }
  return emptied;
}

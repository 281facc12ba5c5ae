import { CliError, EXIT_CODE } from '../cli-error.ts';
import {
  type Credential,
  listCredentials,
  readCredential,
  removeCredential,
  type TokenEndpoint,
} from '../secrets/credential.ts';
import type { SecretStore } from '../secrets/secret-store.ts';
import {
  type CheckedCredential,
  organizationsIn,
  type Refusal,
  refusalIn,
  requestRegistryToken,
  type TokenRequestOptions,
} from '../server/registry-token.ts';
import { isMet, type WorkstationPolicy, whyUnmet } from '../workstation-policy.ts';

export interface WithheldInput {
  readonly secrets: SecretStore;
  readonly policy: WorkstationPolicy | undefined;
  readonly proxies: NodeJS.ProcessEnv;
}

/** Lines that tell the user why a credential must not be handed out. Undefined if it may be. */
export async function whyWithheld(
  host: string,
  credential: Credential,
  input: WithheldInput,
): Promise<readonly string[] | undefined> {
  const { endpoint } = credential;
  return endpoint ? whyCommandLineWithheld(host, { ...credential, endpoint }, input) : whyStoredWithheld(host, input);
}

/** Asks the server. Removes a token that the server refuses permanently. */
async function whyCommandLineWithheld(
  host: string,
  credential: Credential & { readonly endpoint: TokenEndpoint },
  { secrets, policy, proxies }: WithheldInput,
): Promise<readonly string[] | undefined> {
  const signInAgain = `run: lanyard login ${host}`;
  // A stranger's registry that claims to belong to our server must not get our token (attack 45).
  if (credential.confirmedHost !== host)
    return [`${host}: no server has confirmed this registry as its own`, signInAgain];
  const { refusal, organizations } = await askServer(host, credential, { proxies, asksOrganizations: !!policy });
  if (refusal?.isPassing) return [`${host}: ${refusal.text}`];
  if (refusal) {
    await removeCredential(secrets, host, credential);
    return [`${host}: ${refusal.text}`, signInAgain];
  }
  // The organizations from the time of the sign-in count only if the server does not send the current ones.
  if (!policy || isMet(policy, organizations ?? credential.organizations)) return undefined;
  return [`${host}: ${whyUnmet(policy, credential.account)}`, signInAgain];
}

/** A login that `docker login` stored has no organization, so a member's sign-in must exist beside it. */
async function whyStoredWithheld(
  host: string,
  { secrets, policy }: WithheldInput,
): Promise<readonly string[] | undefined> {
  if (!policy || (await hostsAllowed(policy, secrets)).has(host)) return undefined;
  return [`${host}: ${whyUnmet(policy, undefined)}`, 'run: lanyard login REGISTRY'];
}

/** A pull waits for the answer, so an unreachable server must not delay it for longer. */
const TIMEOUT_MS = 2_000;

/** The server's answer about a token. Both fields are undefined if the server cannot be reached. */
export interface ServerWord {
  /** Why the server refuses the token. Undefined if it accepts the token. */
  readonly refusal: Refusal | undefined;
  /** The account's current organizations. Undefined if nobody asked for them, or if the answer does not have them. */
  readonly organizations: readonly string[] | undefined;
}

export async function askServer(
  host: string,
  credential: CheckedCredential,
  options: TokenRequestOptions,
): Promise<ServerWord> {
  try {
    const answer = await requestRegistryToken(host, credential, { ...options, timeoutMs: TIMEOUT_MS });
    return { refusal: refusalIn(answer), organizations: organizationsIn(answer) };
  } catch (error) {
    if (!(error instanceof CliError) || error.exitCode !== EXIT_CODE.unreachable) throw error;
    return { refusal: undefined, organizations: undefined };
  }
}

/**
 * The hosts whose credential may be handed out on this machine, with their accounts: those with a member's sign-in. If
 * there is one, the logins that `docker login` stored are included too, because nothing is known about their accounts.
 */
export async function hostsAllowed(policy: WorkstationPolicy, secrets: SecretStore): Promise<Map<string, string>> {
  const found = new Map<string, Credential>();
  for (const host of (await listCredentials(secrets)).keys()) {
    const credential = await readCredential(secrets, host);
    if (credential) found.set(host, credential);
  }
  const isOfMember = (credential: Credential) =>
    credential.endpoint !== null && isMet(policy, credential.organizations);
  const hasMember = [...found.values()].some(isOfMember);
  const allowed = [...found].filter(([, one]) => isOfMember(one) || (hasMember && one.endpoint === null));
  return new Map(allowed.map(([host, { account }]) => [host, account]));
}

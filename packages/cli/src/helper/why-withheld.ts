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

/** Lines for the user when a credential must not be handed out; undefined when it may. */
export async function whyWithheld(
  host: string,
  credential: Credential,
  input: WithheldInput,
): Promise<readonly string[] | undefined> {
  const { endpoint } = credential;
  return endpoint ? whyCommandLineWithheld(host, { ...credential, endpoint }, input) : whyStoredWithheld(host, input);
}

/** Asks the server. Removes a token that it refuses for good. */
async function whyCommandLineWithheld(
  host: string,
  credential: Credential & { readonly endpoint: TokenEndpoint },
  { secrets, policy, proxies }: WithheldInput,
): Promise<readonly string[] | undefined> {
  const signInAgain = `run: lanyard login ${host}`;
  // A stranger's registry that names our server as its own must not get a token of ours (attack 45).
  if (credential.confirmedHost !== host)
    return [`${host}: no server has confirmed this registry as its own`, signInAgain];
  const { refusal, organizations } = await askServer(host, credential, { proxies, asksOrganizations: !!policy });
  if (refusal?.isPassing) return [`${host}: ${refusal.text}`];
  if (refusal) {
    await removeCredential(secrets, host, credential);
    return [`${host}: ${refusal.text}`, signInAgain];
  }
  // The organizations at the sign-in count only when the server does not say.
  if (!policy || isMet(policy, organizations ?? credential.organizations)) return undefined;
  return [`${host}: ${whyUnmet(policy, credential.account)}`, signInAgain];
}

/** What `docker login` stored has no organization, so it needs a member's sign-in beside it. */
async function whyStoredWithheld(
  host: string,
  { secrets, policy }: WithheldInput,
): Promise<readonly string[] | undefined> {
  if (!policy || (await hostsAllowed(policy, secrets)).has(host)) return undefined;
  return [`${host}: ${whyUnmet(policy, undefined)}`, 'run: lanyard login REGISTRY'];
}

/** A pull waits for the answer, so an unreachable server must not cost more than this. */
const TIMEOUT_MS = 2_000;

/** What the server says about a token. Both are undefined when it cannot be reached. */
export interface ServerWord {
  /** Why it refuses the token; undefined when it does not. */
  readonly refusal: Refusal | undefined;
  /** The account's organizations now; undefined when they were not asked for or not told. */
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
 * The hosts whose credential may be handed out on this machine, with their accounts: those of a member's sign-in. If
 * there is one, also those that `docker login` stored, because nothing is known about their accounts.
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

import { type Credential, removeCredential, type TokenEndpoint } from '../secrets/credential.ts';
import type { SecretStore } from '../secrets/secret-store.ts';
import { isMet, type WorkstationPolicy, whyUnmet } from '../workstation-policy.ts';
import { askServer } from './ask-server.ts';
import { hostsAllowed } from './hosts-allowed.ts';

export interface WithheldInput {
  readonly secrets: SecretStore;
  readonly policy: WorkstationPolicy | undefined;
  readonly proxies: NodeJS.ProcessEnv;
}

/** Lines for the person, where a credential must not be handed out; undefined where it may. */
export async function whyWithheld(
  host: string,
  credential: Credential,
  input: WithheldInput,
): Promise<readonly string[] | undefined> {
  const { endpoint } = credential;
  return endpoint ? whySignInWithheld(host, { ...credential, endpoint }, input) : whyStoredWithheld(host, input);
}

/** The server has the last word; removes a token that it refuses for good. */
async function whySignInWithheld(
  host: string,
  credential: Credential & { readonly endpoint: TokenEndpoint },
  { secrets, policy, proxies }: WithheldInput,
): Promise<readonly string[] | undefined> {
  const { refusal, organizations } = await askServer(host, credential, { proxies, asksOrganizations: !!policy });
  const signInAgain = `run: lanyard login ${host}`;
  if (refusal?.isPassing) return [`${host}: ${refusal.text}`];
  if (refusal) {
    await removeCredential(secrets, host, credential);
    return [`${host}: ${refusal.text}`, signInAgain];
  }
  // What was so at the sign-in counts only while the server does not tell.
  if (!policy || isMet(policy, organizations ?? credential.organizations)) return undefined;
  return [`${host}: ${whyUnmet(policy, credential.account)}`, signInAgain];
}

/** What `docker login` stored tells of no organization: it goes with a sign-in by a member. */
async function whyStoredWithheld(
  host: string,
  { secrets, policy }: WithheldInput,
): Promise<readonly string[] | undefined> {
  if (!policy || (await hostsAllowed(policy, secrets)).has(host)) return undefined;
  return [`${host}: ${whyUnmet(policy, undefined)}`, 'run: lanyard login REGISTRY'];
}

import { type Credential, listCredentials, readCredential } from '../secrets/credential.ts';
import type { SecretStore } from '../secrets/secret-store.ts';
import { isMet, type WorkstationPolicy } from '../workstation-policy.ts';

/**
 * The hosts whose credential may be handed out on this machine, with their accounts: those of a sign-in by a member,
 * and beside one such sign-in also what `docker login` stored, about whose account nothing is known.
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

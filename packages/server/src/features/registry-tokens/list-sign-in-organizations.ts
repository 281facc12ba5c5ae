import type { Services } from '../../services.ts';
import type { RegistryPrincipal } from './registry-principal.ts';

/**
 * The names of the organizations that whoever signed in belongs to, for the workstation that keeps the sign-in's own
 * token. Undefined for every other credential: a token that was made for a job tells nothing about people (R24).
 */
export async function listSignInOrganizations(
  services: Services,
  { owner, token }: RegistryPrincipal,
): Promise<readonly string[] | undefined> {
  if (owner?.type !== 'account' || token?.origin !== 'auto') return undefined;
  const memberships = await services.store.read.organizations.ofAccount(owner.id);
  return memberships.map(({ organization }) => organization.name);
}

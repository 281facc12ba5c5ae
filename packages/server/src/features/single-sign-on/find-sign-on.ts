import type { Services } from '../../services.ts';
import { domainHolder } from '../access/login-facts.ts';

/**
 * The organization at whose provider people with such an address sign in. It goes by the domain alone, and tells nothing
 * of accounts.
 */
export async function findSignOn({ store }: Services, email: string): Promise<string | undefined> {
  const organization = await domainHolder(store.read, email.trim().toLowerCase());
  const connection = organization && (await store.read.ssoConnections.ofOrganization(organization.id));
  return connection ? organization.name : undefined;
}

import type { Services } from '../../services.ts';
import { signOnAddresses } from './sso-connection.ts';

/**
 * What a SAML identity provider has to know of us, before a connection stands too. It is the same for a name that no
 * organization has: that would tell strangers which exist (R25).
 */
export function showSignOnMetadata(services: Services, organizationName: string): string {
  const { metadata, consumer } = signOnAddresses(services, organizationName);
  return services.saml.metadata({ audience: metadata, consumerUrl: consumer });
}

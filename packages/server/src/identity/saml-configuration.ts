import { type SamlConfig, ValidateInResponseTo } from '@node-saml/node-saml';
import type { SamlConnection } from './identity-provider.ts';

/**
 * The library only verifies signatures. `readSamlAssertion` checks the content in one place, with our clock, and with
 * the requests that the store keeps for all nodes.
 */
export function samlConfiguration(connection: SamlConnection): SamlConfig {
  return {
    entryPoint: connection.signOnUrl,
    callbackUrl: connection.consumerUrl,
    issuer: connection.audience,
    idpCert: [...connection.certificates],
    identifierFormat: null,
    disableRequestedAuthnContext: true,
    wantAssertionsSigned: true,
    audience: false,
    validateInResponseTo: ValidateInResponseTo.never,
    acceptedClockSkewMs: -1,
  };
}

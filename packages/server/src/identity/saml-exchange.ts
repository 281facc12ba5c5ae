import { SAML, type SamlConfig, ValidateInResponseTo } from '@node-saml/node-saml';
import type { XmlDocument } from './parse-saml-xml.ts';
import type { SamlConnection } from './saml-connection.ts';
import { quoted, SamlFault } from './saml-fault.ts';
import { childrenOf, NAMESPACE } from './saml-xml.ts';

/**
 * Unsigned: the consumer's address comes from our metadata, and there is no key of ours to keep. The format of the name is
 * left to the metadata and to whoever runs the provider: to demand one here makes many providers refuse.
 */
export async function samlRequestUrl(
  connection: SamlConnection,
  requestId: string,
  relayState: string,
  again: boolean,
): Promise<string> {
  const saml = new SAML({ ...configOf(connection), generateUniqueId: () => requestId, forceAuthn: again });
  return saml.getAuthorizeUrlAsync(relayState, undefined, {});
}

/**
 * The assertion as it was signed, in XML: the very octets that the signature was verified over (CVE-2025-54419), and
 * nothing of the rest. Where the response is signed too, that signature must be true as well. Errors: SamlFault.
 */
export async function verifiedAssertion(connection: SamlConnection, { root, xml }: XmlDocument): Promise<string> {
  const wantAuthnResponseSigned = childrenOf(root, NAMESPACE.signature, 'Signature').length > 0;
  const saml = new SAML({ ...configOf(connection), wantAuthnResponseSigned });
  const SAMLResponse = Buffer.from(xml).toString('base64');
  const { profile } = await saml.validatePostResponseAsync({ SAMLResponse }).catch((fault: unknown) => {
    throw new SamlFault(`not verified: ${quoted(fault instanceof Error ? fault.message : '')}`);
  });
  const assertion = profile?.getAssertionXml?.();
  if (assertion === undefined) throw new SamlFault('nothing is verified');
  return assertion;
}

/**
 * The library verifies signatures. What the assertion says is left to `readSamlAssertion`: all in one place, by our clock,
 * and with the requests that the store keeps for all nodes.
 */
function configOf(connection: SamlConnection): SamlConfig {
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

import { checkSamlSignatures } from './check-saml-signatures.ts';
import type { XmlElement } from './parse-saml-xml.ts';
import type { SamlConnection } from './saml-connection.ts';
import { quoted, SamlFault } from './saml-fault.ts';
import {
  attributeOf,
  childrenOf,
  everyElement,
  isElement,
  NAMESPACE,
  onlyChild,
  optionalChild,
  requireAttribute,
  textOf,
} from './saml-xml.ts';

const SUCCESS = 'urn:oasis:names:tc:SAML:2.0:status:Success';
const ENCRYPTED: readonly string[] = ['EncryptedAssertion', 'EncryptedData', 'EncryptedID', 'EncryptedAttribute'];

/**
 * The envelope, which may be unsigned: it can refuse, but nothing that counts is read from it. Errors: SamlFault.
 */
export function checkSamlResponse(response: XmlElement, connection: SamlConnection, requestId: string): void {
  if (!isElement(response, NAMESPACE.protocol, 'Response'))
    throw new SamlFault(`no Response: ${quoted(response.name)}`);
  requireAttribute(response, 'Version', '2.0');
  checkStatus(response);
  requireAttribute(response, 'InResponseTo', requestId);
  requireAttribute(response, 'Destination', connection.consumerUrl);
  checkSamlIssuer(optionalChild(response, NAMESPACE.assertion, 'Issuer'), connection);
  checkSamlSignatures(response, onlyAssertion(response));
}

/** SAML core, 8.3.6: a Format, where there is one, says that it is an entity. */
export function checkSamlIssuer(issuer: XmlElement | undefined, connection: SamlConnection): void {
  if (issuer === undefined) return;
  if (textOf(issuer) !== connection.entityId) throw new SamlFault(`issuer ${quoted(issuer.text)}`);
  const format = attributeOf(issuer, 'Format') ?? ENTITY;
  if (format !== ENTITY) throw new SamlFault(`issuer of the format ${quoted(format)}`);
}

const ENTITY = 'urn:oasis:names:tc:SAML:2.0:nameid-format:entity';

function checkStatus(response: XmlElement): void {
  const code = onlyChild(onlyChild(response, NAMESPACE.protocol, 'Status'), NAMESPACE.protocol, 'StatusCode');
  const status = attributeOf(code, 'Value') ?? '';
  if (status === SUCCESS) return;
  const detail = childrenOf(code, NAMESPACE.protocol, 'StatusCode').map((child) => attributeOf(child, 'Value') ?? '');
  throw new SamlFault(`the provider says ${[status, ...detail].map(quoted).join(', ')}`);
}

/** Encrypted assertions are not supported: TLS hides them on the way, and a key of ours would be one more to keep. */
function onlyAssertion(response: XmlElement): XmlElement {
  const all = everyElement(response);
  const encrypted = all.find(({ name }) => ENCRYPTED.includes(name));
  if (encrypted !== undefined) throw new SamlFault(`${encrypted.name}: encryption is not supported`);
  if (all.filter(({ name }) => name === 'Assertion').length > 1) throw new SamlFault('more than one Assertion');
  return onlyChild(response, NAMESPACE.assertion, 'Assertion');
}

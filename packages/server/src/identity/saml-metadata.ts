import { X509Certificate } from 'node:crypto';
import { generateServiceProviderMetadata } from '@node-saml/node-saml';
import type { CurrentSamlKeys } from '../keys/saml-keys.ts';
import type { SamlConnection } from './identity-provider.ts';
import { parseSamlXml, type XmlElement } from './parse-saml-xml.ts';
import { quoted, SamlFault } from './saml-fault.ts';
import { attributeOf, childrenOf, isElement, NAME_ID_FORMAT, NAMESPACE, onlyChild, textOf } from './saml-xml.ts';

const HTTP_POST = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST';
const HTTP_REDIRECT = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect';
const MAXIMUM_CHARACTERS = 262_144;
/** Some providers list every claim that they know. */
const MAXIMUM_ELEMENTS = 4096;
const MAXIMUM_ENTITY_ID = 1024;
/** Each key costs the verification of a whole response. */
const MAXIMUM_KEYS = 8;
const MINIMUM_RSA_BITS = 2048;
const OWN_HOSTS: readonly string[] = ['localhost', '127.0.0.1'];

/** What a provider's metadata say. */
export type SamlMetadata = Pick<
  SamlConnection,
  'entityId' | 'signOnUrl' | 'certificates' | 'logoutUrl' | 'logoutAnswerUrl'
>;

/**
 * The owner who uploads the metadata is trusted. Its own signature, its `validUntil` and the dates of the certificates
 * are not checked, because the keys themselves are trusted (SAML metadata interoperability profile, 2.6.1) until they
 * are changed. Errors: SamlFault.
 */
export function readSamlMetadata(xml: string): SamlMetadata {
  if (xml.length > MAXIMUM_CHARACTERS) throw new SamlFault(`more than ${MAXIMUM_CHARACTERS} characters`);
  // Metadata often has comments. Nothing that is signed is read from it.
  const { root: entity } = parseSamlXml(withoutComments(xml), MAXIMUM_ELEMENTS);
  if (!isElement(entity, NAMESPACE.metadata, 'EntityDescriptor')) {
    throw new SamlFault(`${quoted(entity.name)} instead of one EntityDescriptor`);
  }
  const provider = providerOf(entity);
  return {
    entityId: entityIdOf(entity),
    signOnUrl: signOnUrlOf(provider),
    certificates: certificatesOf(provider),
    ...logoutUrlsOf(provider),
  };
}

/** With the keys that we sign with now or soon. Providers can encrypt for the signing key. */
export function writeSamlMetadata(
  { audience, consumerUrl, ownLogoutUrl }: Pick<SamlConnection, 'audience' | 'consumerUrl' | 'ownLogoutUrl'>,
  { signing, published }: CurrentSamlKeys,
): string {
  const metadata = generateServiceProviderMetadata({
    privateKey: signing.privateKeyPem,
    publicCerts: published.map(({ certificatePem }) => certificatePem),
    decryptionPvk: signing.privateKeyPem,
    decryptionCert: signing.certificatePem,
    issuer: audience,
    callbackUrl: consumerUrl,
    logoutCallbackUrl: ownLogoutUrl,
    identifierFormat: NAME_ID_FORMAT.persistent,
    wantAssertionsSigned: true,
    // The document has only one element, and is the same each time.
    generateUniqueId: () => '_metadata',
  });
  // The library names only HTTP-POST. Most providers prefer HTTP-Redirect, because browsers send our cookies with it.
  return metadata.replace(LOGOUT_SERVICE, (service) => `${service.replace(HTTP_POST, HTTP_REDIRECT)}${service}`);
}

const LOGOUT_SERVICE = /\s*<SingleLogoutService [^>]*\/>/;

/** In one pass. A search for pairs would read the text more than once. */
function withoutComments(xml: string): string {
  const [before = '', ...comments] = xml.split('<!--');
  const behind = comments.map((comment) => {
    const end = comment.indexOf('-->');
    if (end < 0) throw new SamlFault('a comment without its end');
    return comment.slice(end + '-->'.length);
  });
  return [before, ...behind].join('');
}

function providerOf(entity: XmlElement): XmlElement {
  const [provider, ...others] = childrenOf(entity, NAMESPACE.metadata, 'IDPSSODescriptor').filter((descriptor) =>
    (attributeOf(descriptor, 'protocolSupportEnumeration') ?? '').split(/\s+/).includes(NAMESPACE.protocol),
  );
  if (provider === undefined) throw new SamlFault('no identity provider for SAML 2.0');
  if (others.length > 0) throw new SamlFault('more than one identity provider');
  return provider;
}

function entityIdOf(entity: XmlElement): string {
  const entityId = attributeOf(entity, 'entityID') ?? '';
  if (entityId === '') throw new SamlFault('no entityID');
  if (entityId.length > MAXIMUM_ENTITY_ID)
    throw new SamlFault(`an entityID of more than ${MAXIMUM_ENTITY_ID} characters`);
  return entityId;
}

function signOnUrlOf(provider: XmlElement): string {
  const service = redirectService(provider, 'SingleSignOnService');
  if (service === undefined) throw new SamlFault('no SingleSignOnService by HTTP-Redirect');
  return addressIn(service, 'Location');
}

/** A provider without single logout by HTTP-Redirect can still sign people in. */
function logoutUrlsOf(provider: XmlElement): Pick<SamlMetadata, 'logoutUrl' | 'logoutAnswerUrl'> {
  const service = redirectService(provider, 'SingleLogoutService');
  if (service === undefined) return {};
  const answers = attributeOf(service, 'ResponseLocation') === undefined ? undefined : 'ResponseLocation';
  return {
    logoutUrl: addressIn(service, 'Location'),
    ...(answers && { logoutAnswerUrl: addressIn(service, answers) }),
  };
}

function redirectService(provider: XmlElement, name: string): XmlElement | undefined {
  return childrenOf(provider, NAMESPACE.metadata, name).find(
    (candidate) => attributeOf(candidate, 'Binding') === HTTP_REDIRECT,
  );
}

function addressIn(service: XmlElement, attribute: 'Location' | 'ResponseLocation'): string {
  const location = attributeOf(service, attribute) ?? '';
  if (!isPublicAddress(location)) throw new SamlFault(`the ${service.name} is no https address: ${quoted(location)}`);
  return location;
}

function isPublicAddress(location: string): boolean {
  const url = URL.parse(location);
  if (url === null || url.username !== '' || url.password !== '' || url.hash !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && OWN_HOSTS.includes(url.hostname));
}

function certificatesOf(provider: XmlElement): readonly string[] {
  const keys = childrenOf(provider, NAMESPACE.metadata, 'KeyDescriptor')
    .filter((descriptor) => (attributeOf(descriptor, 'use') ?? 'signing') === 'signing')
    .flatMap((descriptor) =>
      childrenOf(onlyChild(descriptor, NAMESPACE.signature, 'KeyInfo'), NAMESPACE.signature, 'X509Data'),
    )
    .flatMap((data) => childrenOf(data, NAMESPACE.signature, 'X509Certificate'))
    .map((certificate) => certificateOf(textOf(certificate)));
  if (keys.length > MAXIMUM_KEYS) throw new SamlFault(`more than ${MAXIMUM_KEYS} signing certificates`);
  const usable = keys.filter(isUsable).map((certificate) => certificate.toString());
  if (usable.length === 0)
    throw new SamlFault(`no signing certificate with an RSA key of ${MINIMUM_RSA_BITS} bits or more`);
  return [...new Set(usable)];
}

function certificateOf(base64: string): X509Certificate {
  try {
    return new X509Certificate(Buffer.from(base64, 'base64'));
  } catch {
    throw new SamlFault('a certificate that cannot be read');
  }
}

/** Signatures with elliptic curves are not verified here, so such a key would never be valid. */
function isUsable({ publicKey }: X509Certificate): boolean {
  return (
    publicKey.asymmetricKeyType === 'rsa' && (publicKey.asymmetricKeyDetails?.modulusLength ?? 0) >= MINIMUM_RSA_BITS
  );
}

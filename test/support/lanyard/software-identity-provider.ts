// The container of @peculiar/x509 needs this import before everything else.
import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import * as x509 from '@peculiar/x509';
import {
  type AssertionParts,
  ENVELOPED,
  EXCLUSIVE,
  type ResponseParts,
  RSA_SHA256,
  SHA256,
  type Signing,
  type SigningKey,
  samlAssertionXml,
  samlResponseXml,
  signSamlXml,
} from './saml-response.ts';

x509.cryptoProvider.set(webcrypto as Crypto);

const RSA = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  publicExponent: new Uint8Array([1, 0, 1]),
} as const;
const MINUTE_MILLISECONDS = 60_000;
const PERSISTENT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent';
const BEARER = 'urn:oasis:names:tc:SAML:2.0:cm:bearer';
const SUCCESS = 'urn:oasis:names:tc:SAML:2.0:status:Success';

/** The request that the browser brings, by HTTP-Redirect. */
export interface AuthnRequest {
  readonly id: string;
  readonly destination: string;
  readonly consumerUrl: string;
  /** The service provider's entity id. */
  readonly issuer: string;
  readonly isForced: boolean;
  readonly relayState: string | undefined;
  readonly xml: string;
}

/** Changes to an honest response. */
export interface Bend {
  /** Milliseconds since the epoch. Default: now. */
  readonly now?: number;
  readonly response?: Partial<ResponseParts>;
  readonly assertion?: Partial<AssertionParts>;
  /** The elements that are signed. Default: the assertion. */
  readonly signed?: readonly ('Assertion' | 'Response')[];
  readonly signing?: Partial<Signing>;
  /** Changes the XML before it is signed. */
  readonly rewrite?: (xml: string) => string;
}

export interface SoftwareIdentityProvider extends SigningKey {
  readonly entityId: string;
  readonly signOnUrl: string;
  /** With its own certificate, or with these, in PEM. */
  metadata(certificates?: readonly string[]): string;
  /** The response as XML. `respond` returns it in base64, as it is posted. */
  xml(request: AuthnRequest, bend?: Bend): string;
  respond(request: AuthnRequest, bend?: Bend): string;
}

/** By entity id. Making a key takes a tenth of a second, and the tests of one file use many providers. */
const KEYS = new Map<string, Promise<SigningKey>>();

function keyOf(entityId: string): Promise<SigningKey> {
  const key = KEYS.get(entityId) ?? newSigningKey();
  KEYS.set(entityId, key);
  return key;
}

/**
 * A SAML 2.0 identity provider that signs everything it is told to. All with the same entity id share a key. Another
 * signer uses `newSigningKey`.
 */
export async function softwareIdentityProvider(
  entityId = 'https://idp.example.org/metadata',
  signOnUrl = 'https://idp.example.org/sign-on',
): Promise<SoftwareIdentityProvider> {
  const key = await keyOf(entityId);
  const xml = (request: AuthnRequest, bend: Bend = {}): string => {
    const now = bend.now ?? Date.now();
    const assertion = samlAssertionXml({ ...assertionParts(entityId, request, now), ...bend.assertion });
    const response = samlResponseXml({ ...responseParts(entityId, request, now), ...bend.response }, assertion);
    return (bend.signed ?? ['Assertion']).reduce(
      (text, element) => signSamlXml(text, element, { ...signingOf(element, key), ...bend.signing }),
      bend.rewrite?.(response) ?? response,
    );
  };
  return {
    ...key,
    entityId,
    signOnUrl,
    metadata: (certificates = [key.certificate]) => metadataXml(entityId, signOnUrl, certificates),
    xml,
    respond: (request, bend) => posted(xml(request, bend)),
  };
}

/** An RSA key with its own certificate, valid for a day. */
export async function newSigningKey(modulusLength = 2048): Promise<SigningKey> {
  const keys = (await webcrypto.subtle.generateKey({ ...RSA, modulusLength }, true, [
    'sign',
    'verify',
  ])) as webcrypto.CryptoKeyPair;
  const now = Date.now();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=Software identity provider',
    keys,
    signingAlgorithm: RSA,
    notBefore: new Date(now - 60 * MINUTE_MILLISECONDS),
    notAfter: new Date(now + 24 * 60 * MINUTE_MILLISECONDS),
  });
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return { privateKey: x509.PemConverter.encode(pkcs8, 'PRIVATE KEY'), certificate: certificate.toString('pem') };
}

export function readAuthnRequest(url: string): AuthnRequest {
  const query = new URL(url).searchParams;
  const xml = inflateRawSync(Buffer.from(query.get('SAMLRequest') ?? '', 'base64')).toString();
  const attribute = (name: string): string => new RegExp(`\\s${name}="([^"]*)"`).exec(xml)?.[1] ?? '';
  return {
    id: attribute('ID'),
    destination: attribute('Destination'),
    consumerUrl: attribute('AssertionConsumerServiceURL'),
    issuer: /<saml:Issuer[^>]*>([^<]*)</.exec(xml)?.[1] ?? '',
    isForced: attribute('ForceAuthn') === 'true',
    relayState: query.get('RelayState') ?? undefined,
    xml,
  };
}

/** In the form in which a browser posts it. */
export function posted(xml: string): string {
  return Buffer.from(xml).toString('base64');
}

export function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

function signingOf(element: string, key: SigningKey): Signing {
  return {
    key,
    algorithm: RSA_SHA256,
    digest: SHA256,
    canonicalization: EXCLUSIVE,
    transforms: [ENVELOPED, EXCLUSIVE],
    references: [`//*[local-name(.)='${element}']`],
    isEmptyUri: false,
  };
}

function responseParts(entityId: string, request: AuthnRequest, now: number): ResponseParts {
  return {
    id: newId(),
    version: '2.0',
    issueInstant: instant(now),
    inResponseTo: request.id,
    destination: request.consumerUrl,
    issuer: entityId,
    status: SUCCESS,
  };
}

function assertionParts(entityId: string, request: AuthnRequest, now: number): AssertionParts {
  return {
    id: newId(),
    issuer: entityId,
    issueInstant: instant(now),
    nameId: 'ada-4711',
    nameIdFormat: PERSISTENT,
    method: BEARER,
    inResponseTo: request.id,
    recipient: request.consumerUrl,
    confirmedUntil: instant(now + 5 * MINUTE_MILLISECONDS),
    notBefore: instant(now),
    notOnOrAfter: instant(now + 5 * MINUTE_MILLISECONDS),
    audiences: [request.issuer],
    authenticatedAt: instant(now),
    sessionUntil: instant(now + 480 * MINUTE_MILLISECONDS),
    attributes: { mail: ['Ada@Example.org'], groups: ['engineers', 'release managers'] },
  };
}

/** Beside the sign-on, under the same host. */
export function logoutUrlOf(signOnUrl: string): string {
  return new URL('/logout', signOnUrl).href;
}

export function newId(): string {
  return `_${randomBytes(16).toString('hex')}`;
}

function metadataXml(entityId: string, signOnUrl: string, certificates: readonly string[]): string {
  const keys = certificates.map((certificate) => {
    const base64 = certificate.replaceAll(/-----[A-Z ]+-----|\s/g, '');
    return `<md:KeyDescriptor use="signing">
      <ds:KeyInfo><ds:X509Data><ds:X509Certificate>${base64}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>
    </md:KeyDescriptor>`;
  });
  const bindings = ['HTTP-POST', 'HTTP-Redirect'].map((binding) => `urn:oasis:names:tc:SAML:2.0:bindings:${binding}`);
  const logouts = bindings.map(
    (binding) => `<md:SingleLogoutService Binding="${binding}" Location="${logoutUrlOf(signOnUrl)}"/>`,
  );
  const services = bindings.map((binding) => `<md:SingleSignOnService Binding="${binding}" Location="${signOnUrl}"/>`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" entityID="${entityId}">
  <md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
    ${keys.join('\n    ')}
    ${logouts.join('\n    ')}
    <md:NameIDFormat>${PERSISTENT}</md:NameIDFormat>
    ${services.join('\n    ')}
  </md:IDPSSODescriptor>
</md:EntityDescriptor>
`;
}

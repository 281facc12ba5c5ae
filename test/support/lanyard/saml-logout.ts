import { createSign, createVerify } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import {
  ENVELOPED,
  EXCLUSIVE,
  RSA_SHA256,
  SHA256,
  type Signing,
  type SigningKey,
  signSamlXml,
} from './saml-response.ts';
import { instant, newId, posted } from './software-identity-provider.ts';

const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol';
const ASSERTION = 'urn:oasis:names:tc:SAML:2.0:assertion';

/** A message of single logout as an identity provider sends it. Undefined omits an attribute or element. */
export interface LogoutParts {
  readonly element: 'LogoutRequest' | 'LogoutResponse';
  readonly id: string;
  readonly issuer: string;
  readonly destination: string | undefined;
  readonly issueInstant: string | undefined;
  readonly notOnOrAfter?: string | undefined;
  readonly inResponseTo?: string | undefined;
  readonly nameId?: string | undefined;
  readonly sessionIndexes?: readonly string[];
  /** The last part of the status, and of the one below it. */
  readonly status?: readonly string[];
}

export function logoutXml(parts: LogoutParts): string {
  const { element, issuer, nameId, sessionIndexes = [], status = [] } = parts;
  const attributes = {
    ID: parts.id,
    Version: '2.0',
    IssueInstant: parts.issueInstant,
    Destination: parts.destination,
    NotOnOrAfter: parts.notOnOrAfter,
    InResponseTo: parts.inResponseTo,
  };
  const about = Object.entries(attributes).map(([name, value]) => (value === undefined ? '' : ` ${name}="${value}"`));
  const code = status.reduceRight(
    (inner, name) => `<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:${name}">${inner}</samlp:StatusCode>`,
    '',
  );
  return [
    `<samlp:${element} xmlns:samlp="${PROTOCOL}" xmlns:saml="${ASSERTION}"${about.join('')}>`,
    `<saml:Issuer>${issuer}</saml:Issuer>`,
    status.length === 0 ? '' : `<samlp:Status>${code}</samlp:Status>`,
    nameId === undefined ? '' : `<saml:NameID>${nameId}</saml:NameID>`,
    ...sessionIndexes.map((index) => `<samlp:SessionIndex>${index}</samlp:SessionIndex>`),
    `</samlp:${element}>`,
  ].join('');
}

/** An honest request of the provider to end the sessions of a person. */
export function logoutRequestParts(issuer: string, destination: string, nameId: string, now: number): LogoutParts {
  return { element: 'LogoutRequest', id: newId(), issuer, destination, issueInstant: instant(now), nameId };
}

export interface RedirectOptions {
  readonly relayState?: string;
  readonly algorithm?: string;
  /** Undefined leaves the message unsigned. */
  readonly key: SigningKey | undefined;
}

/** The query of an address, signed as SAML bindings 3.4.4.1 says. */
export function logoutQuery(xml: string, { relayState, algorithm = RSA_SHA256, key }: RedirectOptions): string {
  const kind = xml.includes('LogoutRequest') ? 'SAMLRequest' : 'SAMLResponse';
  const parts = [`${kind}=${encodeURIComponent(deflateRawSync(xml).toString('base64'))}`];
  if (relayState !== undefined) parts.push(`RelayState=${encodeURIComponent(relayState)}`);
  if (!key) return parts.join('&');
  parts.push(`SigAlg=${encodeURIComponent(algorithm)}`);
  const signer = createSign(algorithm.endsWith('sha1') ? 'sha1' : 'sha256').update(parts.join('&'));
  parts.push(`Signature=${encodeURIComponent(signer.sign(key.privateKey, 'base64'))}`);
  return parts.join('&');
}

/** The form that a browser posts. */
export function logoutForm(xml: string, key: SigningKey | undefined): Readonly<Record<string, string>> {
  const element = xml.includes('<samlp:LogoutRequest') ? 'LogoutRequest' : 'LogoutResponse';
  const signing: Omit<Signing, 'key'> = {
    algorithm: RSA_SHA256,
    digest: SHA256,
    canonicalization: EXCLUSIVE,
    transforms: [ENVELOPED, EXCLUSIVE],
    references: [`//*[local-name(.)='${element}']`],
    isEmptyUri: false,
  };
  const signed = key ? signSamlXml(xml, element, { ...signing, key }) : xml;
  return { [element === 'LogoutRequest' ? 'SAMLRequest' : 'SAMLResponse']: posted(signed) };
}

/** What we sent to the provider by HTTP-Redirect. */
export interface SentLogout {
  readonly address: string;
  readonly xml: string;
  readonly id: string;
  readonly relayState: string | null;
  isSignedBy(certificatePem: string): boolean;
}

export function readSentLogout(location: string): SentLogout {
  const { searchParams: query, search, origin, pathname } = new URL(location);
  const message = query.get('SAMLRequest') ?? query.get('SAMLResponse') ?? '';
  const xml = inflateRawSync(Buffer.from(message, 'base64')).toString();
  return {
    address: `${origin}${pathname}`,
    xml,
    id: / ID="([^"]*)"/.exec(xml)?.[1] ?? '',
    relayState: query.get('RelayState'),
    isSignedBy: (certificate) => {
      const [signed = ''] = search.slice(1).split('&Signature=');
      const signature = Buffer.from(query.get('Signature') ?? '', 'base64');
      return createVerify('sha256').update(signed).verify(certificate, signature);
    },
  };
}

import { type CanonicalizationOrTransformationAlgorithm, ExclusiveCanonicalization, SignedXml } from 'xml-crypto';

/** Undefined omits an attribute or an element. */
export interface AssertionParts {
  readonly id: string;
  readonly issuer: string | undefined;
  readonly issueInstant: string;
  readonly nameId: string | undefined;
  readonly nameIdFormat: string | undefined;
  readonly method: string;
  readonly inResponseTo: string | undefined;
  readonly recipient: string | undefined;
  /** The end of the subject's confirmation. */
  readonly confirmedUntil: string | undefined;
  readonly notBefore: string | undefined;
  readonly notOnOrAfter: string | undefined;
  readonly audiences: readonly string[];
  readonly authenticatedAt: string | undefined;
  readonly sessionUntil: string | undefined;
  readonly sessionIndex?: string | undefined;
  readonly attributes: Readonly<Record<string, readonly string[]>>;
}

export interface ResponseParts {
  readonly id: string;
  readonly version: string;
  readonly issueInstant: string;
  readonly inResponseTo: string | undefined;
  readonly destination: string | undefined;
  readonly issuer: string | undefined;
  readonly status: string;
}

const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol';
const ASSERTION = 'urn:oasis:names:tc:SAML:2.0:assertion';

/** Inserts all values as they are, escaped. */
export function samlResponseXml(parts: ResponseParts, assertion: string): string {
  const { id, version, issueInstant, inResponseTo, destination, issuer, status } = parts;
  const about = attributesOf({
    ID: id,
    Version: version,
    IssueInstant: issueInstant,
    InResponseTo: inResponseTo,
    Destination: destination,
  });
  const code = `<samlp:StatusCode Value="${escaped(status)}"/>`;
  return [
    `<samlp:Response xmlns:samlp="${PROTOCOL}" xmlns:saml="${ASSERTION}"${about}>`,
    textElement('saml:Issuer', issuer),
    `<samlp:Status>${code}</samlp:Status>`,
    assertion,
    '</samlp:Response>',
  ].join('');
}

export function samlAssertionXml(parts: AssertionParts): string {
  const { id, issuer, issueInstant, notBefore, notOnOrAfter, audiences } = parts;
  const about = attributesOf({ ID: id, Version: '2.0', IssueInstant: issueInstant });
  const restriction = audiences.map((audience) => textElement('saml:Audience', audience)).join('');
  return [
    `<saml:Assertion xmlns:saml="${ASSERTION}"${about}>`,
    textElement('saml:Issuer', issuer),
    subjectXml(parts),
    `<saml:Conditions${attributesOf({ NotBefore: notBefore, NotOnOrAfter: notOnOrAfter })}>`,
    restriction === '' ? '' : `<saml:AudienceRestriction>${restriction}</saml:AudienceRestriction>`,
    '</saml:Conditions>',
    statementsXml(parts),
    '</saml:Assertion>',
  ].join('');
}

function subjectXml(parts: AssertionParts): string {
  const { nameId, nameIdFormat, method, inResponseTo, recipient, confirmedUntil } = parts;
  const data = attributesOf({ InResponseTo: inResponseTo, Recipient: recipient, NotOnOrAfter: confirmedUntil });
  return [
    '<saml:Subject>',
    textElement('saml:NameID', nameId, attributesOf({ Format: nameIdFormat })),
    `<saml:SubjectConfirmation Method="${escaped(method)}"><saml:SubjectConfirmationData${data}/>`,
    '</saml:SubjectConfirmation></saml:Subject>',
  ].join('');
}

function statementsXml({ authenticatedAt, sessionUntil, sessionIndex, attributes }: AssertionParts): string {
  const times = attributesOf({
    AuthnInstant: authenticatedAt,
    SessionIndex: sessionIndex,
    SessionNotOnOrAfter: sessionUntil,
  });
  const context =
    '<saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef>';
  const said = Object.entries(attributes).map(([name, values]) => {
    const written = values.map((value) => textElement('saml:AttributeValue', value, VALUE_TYPE)).join('');
    return `<saml:Attribute Name="${escaped(name)}">${written}</saml:Attribute>`;
  });
  return [
    authenticatedAt === undefined
      ? ''
      : `<saml:AuthnStatement${times}><saml:AuthnContext>${context}</saml:AuthnContext></saml:AuthnStatement>`,
    said.length === 0 ? '' : `<saml:AttributeStatement>${said.join('')}</saml:AttributeStatement>`,
  ].join('');
}

const VALUE_TYPE =
  ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xs="http://www.w3.org/2001/XMLSchema" xsi:type="xs:string"';

function textElement(name: string, text: string | undefined, attributes = ''): string {
  return text === undefined ? '' : `<${name}${attributes}>${escaped(text)}</${name}>`;
}

function attributesOf(attributes: Readonly<Record<string, string | undefined>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => (value === undefined ? '' : ` ${name}="${escaped(value)}"`))
    .join('');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

export const ENVELOPED = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature';
export const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#';
export const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
export const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';

export interface SigningKey {
  /** PKCS#8 in PEM. */
  readonly privateKey: string;
  /** PEM. */
  readonly certificate: string;
}

/** How an element is signed. Every part can be changed. */
export interface Signing {
  readonly key: SigningKey;
  readonly algorithm: string;
  readonly digest: string;
  readonly canonicalization: string;
  readonly transforms: readonly string[];
  /** XPaths of the signed elements. By default one: the element itself. */
  readonly references: readonly string[];
  /** `URI=""`, which means the whole document. */
  readonly isEmptyUri: boolean;
}

/**
 * Puts a signature after the element's Issuer, as the schema requires. `element` is the local name of the element,
 * which must be unique. Transforms that the library does not know are treated as ones that change nothing.
 */
export function signSamlXml(xml: string, element: string, signing: Signing): string {
  const signature = new SignedXml({
    privateKey: signing.key.privateKey,
    publicCert: signing.key.certificate,
    signatureAlgorithm: signing.algorithm,
    canonicalizationAlgorithm: signing.canonicalization,
  });
  if (signing.algorithm.includes('hmac')) signature.enableHMAC();
  const { digest: digestAlgorithm, isEmptyUri } = signing;
  for (const name of signing.transforms) signature.CanonicalizationAlgorithms[name] ??= unchanging(name);
  for (const xpath of signing.references) {
    signature.addReference({ xpath, digestAlgorithm, transforms: [...signing.transforms], isEmptyUri });
  }
  const reference = `//*[local-name(.)='${element}']/*[local-name(.)='Issuer']`;
  signature.computeSignature(xml, { prefix: 'ds', location: { reference, action: 'after' } });
  return signature.getSignedXml();
}

function unchanging(name: string): new () => CanonicalizationOrTransformationAlgorithm {
  return class extends ExclusiveCanonicalization {
    override getAlgorithmName(): string {
      return name;
    }
  };
}

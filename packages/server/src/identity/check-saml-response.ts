import type { SamlConnection } from './identity-provider.ts';
import type { XmlElement } from './parse-saml-xml.ts';
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
 * Checks the envelope, which can be unsigned. It can cause a refusal, but no other value is read from it. Errors:
 * SamlFault.
 */
export function checkSamlEnvelope(response: XmlElement, connection: SamlConnection, requestId: string): void {
  if (!isElement(response, NAMESPACE.protocol, 'Response'))
    throw new SamlFault(`no Response: ${quoted(response.name)}`);
  requireAttribute(response, 'Version', '2.0');
  checkStatus(response);
  requireAttribute(response, 'InResponseTo', requestId);
  requireAttribute(response, 'Destination', connection.consumerUrl);
  checkSamlIssuer(optionalChild(response, NAMESPACE.assertion, 'Issuer'), connection);
}

/**
 * Checks that there is exactly one unencrypted assertion, with its signatures in the right places. Errors: SamlFault.
 */
export function checkSamlAssertions(response: XmlElement): void {
  checkSamlSignatures(response, onlyAssertion(response));
}

/**
 * Checks that there is one encrypted assertion, nothing else that is encrypted, and no plain assertion beside it.
 * Errors: SamlFault.
 */
export function checkSamlEncryption(response: XmlElement): void {
  const all = everyElement(response);
  const parts = all.filter(({ name }) => ENCRYPTED.includes(name));
  if (parts.length !== 2)
    throw new SamlFault(`${quoted(parts.map(({ name }) => name).join(', '))} instead of one assertion`);
  if (all.some(({ name }) => name === 'Assertion')) throw new SamlFault('an Assertion beside an encrypted one');
}

/** SAML core, 8.3.6: if there is a Format, it must say that the issuer is an entity. */
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

/** The whole assertion can be encrypted, but not its parts. */
function onlyAssertion(response: XmlElement): XmlElement {
  const all = everyElement(response);
  const encrypted = all.find(({ name }) => ENCRYPTED.includes(name));
  if (encrypted !== undefined) throw new SamlFault(`${encrypted.name} where none belongs`);
  if (all.filter(({ name }) => name === 'Assertion').length > 1) throw new SamlFault('more than one Assertion');
  return onlyChild(response, NAMESPACE.assertion, 'Assertion');
}

/** RSA with SHA-256 or better. No SHA-1, and no HMAC, because then the public key would be the secret. */
const SIGNATURE_METHODS: readonly string[] = [
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
  'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1',
];
const DIGEST_METHODS: readonly string[] = [
  'http://www.w3.org/2001/04/xmlenc#sha256',
  'http://www.w3.org/2001/04/xmlenc#sha512',
];
const ENVELOPED = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature';
/** All attributes that the verification accepts as an element's id. */
const IDS: readonly string[] = ['id', 'ID', 'Id'];

/**
 * SAML core, 5.4: a signature is a child of the element that it signs, and signs nothing else. This is checked for the
 * whole document before the verification. So no signed part is in a place that is not read, and no part that is read is
 * unsigned. This function does not verify the signatures themselves. Errors: SamlFault.
 */
export function checkSamlSignatures(response: XmlElement, assertion: XmlElement): void {
  const all = everyElement(response);
  checkIds(all);
  const owned = [response, assertion].flatMap((owner) =>
    childrenOf(owner, NAMESPACE.signature, 'Signature').map((signature) => ({ owner, signature })),
  );
  const signatures = all.filter((element) => isElement(element, NAMESPACE.signature, 'Signature'));
  if (signatures.length !== owned.length) throw new SamlFault('a signature where none belongs');
  onlyChild(assertion, NAMESPACE.signature, 'Signature');
  for (const { owner, signature } of owned) checkSignature(owner, signature);
}

/** The root is signed, and nothing else. Errors: SamlFault. */
export function checkOnlySignature(root: XmlElement): void {
  const all = everyElement(root);
  checkIds(all);
  const signatures = all.filter((element) => isElement(element, NAMESPACE.signature, 'Signature'));
  if (signatures.length > 1) throw new SamlFault('a signature where none belongs');
  checkSignature(root, onlyChild(root, NAMESPACE.signature, 'Signature'));
}

/** Each id belongs to one element. Otherwise one element could be verified and another one read. */
function checkIds(all: readonly XmlElement[]): void {
  const ids = all.flatMap(({ attributes }) => attributes.filter(({ name }) => IDS.includes(name)));
  if (new Set(ids.map(({ value }) => value)).size !== ids.length) throw new SamlFault('one ID twice');
}

function checkSignature(owner: XmlElement, signature: XmlElement): void {
  onlyChild(owner, NAMESPACE.signature, 'Signature');
  const [info, value, keyInfo] = partsOf(signature, ['SignedInfo', 'SignatureValue'], 'KeyInfo');
  textOf(value);
  if (keyInfo !== undefined) checkKeyInfo(keyInfo);
  const [canonicalization, method, reference] = partsOf(info, [
    'CanonicalizationMethod',
    'SignatureMethod',
    'Reference',
  ]);
  checkAlgorithm(canonicalization, [NAMESPACE.exclusiveCanonicalization]);
  checkAlgorithm(method, SIGNATURE_METHODS);
  checkReference(owner, reference);
}

function checkReference(owner: XmlElement, reference: XmlElement): void {
  const id = attributeOf(owner, 'ID');
  if (id === undefined || id === '') throw new SamlFault(`a signed ${owner.name} without ID`);
  if (attributeOf(reference, 'URI') !== `#${id}`) throw new SamlFault('a signature over another element');
  const [transforms, digest, value] = partsOf(reference, ['Transforms', 'DigestMethod', 'DigestValue']);
  textOf(value);
  checkAlgorithm(digest, DIGEST_METHODS);
  const [enveloped, canonicalization] = partsOf(transforms, ['Transform', 'Transform']);
  checkAlgorithm(enveloped, [ENVELOPED]);
  checkAlgorithm(canonicalization, [NAMESPACE.exclusiveCanonicalization]);
}

/** A signature's information about its key is not read, and must not look like a part of the signature that is read. */
function checkKeyInfo(keyInfo: XmlElement): void {
  const part = everyElement(keyInfo).find(({ name }) => SIGNATURE_PARTS.includes(name));
  if (part !== undefined) throw new SamlFault(`${part.name} in KeyInfo`);
}

const SIGNATURE_PARTS: readonly string[] = [
  ...['Signature', 'SignedInfo', 'SignatureValue', 'CanonicalizationMethod', 'SignatureMethod'],
  ...['Reference', 'Transforms', 'Transform', 'DigestMethod', 'DigestValue', 'Object'],
];

type Parts<Names extends readonly string[]> = { readonly [Index in keyof Names]: XmlElement };

/** The children must be exactly these, in this order. One more can follow. Errors: SamlFault. */
function partsOf<const Names extends readonly string[]>(
  parent: XmlElement,
  names: Names,
  last?: string,
): [...Parts<Names>, XmlElement | undefined] {
  const expected = parent.children.length > names.length && last !== undefined ? [...names, last] : names;
  const isWhole =
    parent.children.length === expected.length &&
    parent.children.every((child, index) => isElement(child, NAMESPACE.signature, expected[index] ?? ''));
  if (!isWhole) throw new SamlFault(`${quoted(parent.name)} is not just ${expected.join(', ')}`);
  return [...parent.children] as [...Parts<Names>, XmlElement | undefined];
}

function checkAlgorithm(element: XmlElement, allowed: readonly string[]): void {
  const algorithm = attributeOf(element, 'Algorithm') ?? '';
  if (!allowed.includes(algorithm)) throw new SamlFault(`${element.name} ${quoted(algorithm)}`);
}

import { constants, createDecipheriv, privateDecrypt } from 'node:crypto';
import { parseSamlXml, type XmlDocument, type XmlElement } from './parse-saml-xml.ts';
import { quoted, SamlFault } from './saml-fault.ts';
import { attributeOf, childrenOf, everyElement, NAMESPACE, onlyChild, optionalChild, textOf } from './saml-xml.ts';

interface ContentMethod {
  readonly cipher: 'aes-128-gcm' | 'aes-256-gcm' | 'aes-128-cbc' | 'aes-256-cbc';
  readonly keyBytes: number;
}

/**
 * XML Encryption 1.1, 5.2. CBC does not show whether the text was changed, but older providers support nothing else. So
 * the assertion inside must be signed itself, every fault gets the same answer, and tries are limited.
 */
const CONTENT_METHODS: Readonly<Record<string, ContentMethod>> = {
  'http://www.w3.org/2009/xmlenc11#aes256-gcm': { cipher: 'aes-256-gcm', keyBytes: 32 },
  'http://www.w3.org/2009/xmlenc11#aes128-gcm': { cipher: 'aes-128-gcm', keyBytes: 16 },
  'http://www.w3.org/2001/04/xmlenc#aes256-cbc': { cipher: 'aes-256-cbc', keyBytes: 32 },
  'http://www.w3.org/2001/04/xmlenc#aes128-cbc': { cipher: 'aes-128-cbc', keyBytes: 16 },
};
/** Section 5.5.2. Never RSA 1.5, because its padding is an oracle (Bleichenbacher). */
const OAEP_WITH_SHA1_MASK = 'http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p';
const OAEP = 'http://www.w3.org/2009/xmlenc11#rsa-oaep';
const DIGESTS: Readonly<Record<string, string>> = {
  'http://www.w3.org/2000/09/xmldsig#sha1': 'sha1',
  'http://www.w3.org/2001/04/xmlenc#sha256': 'sha256',
  'http://www.w3.org/2001/04/xmlenc#sha512': 'sha512',
};
const MASKS: Readonly<Record<string, string>> = {
  'http://www.w3.org/2009/xmlenc11#mgf1sha1': 'sha1',
  'http://www.w3.org/2009/xmlenc11#mgf1sha256': 'sha256',
  'http://www.w3.org/2009/xmlenc11#mgf1sha512': 'sha512',
};
const GCM_VECTOR_BYTES = 12;
const GCM_TAG_BYTES = 16;
const CBC_BLOCK_BYTES = 16;

/** Undefined if the response has no encrypted assertion. Errors: SamlFault if it has several. */
export function encryptedAssertion(response: XmlElement): XmlElement | undefined {
  return optionalChild(response, NAMESPACE.assertion, 'EncryptedAssertion');
}

/**
 * Returns the assertion as a separate document. Nothing in it is trusted yet, because anyone with our certificate can
 * encrypt. Errors: SamlFault.
 */
export function decryptAssertion(
  encrypted: XmlElement,
  privateKeys: readonly string[],
  maximumElements: number,
): XmlDocument {
  const data = onlyChild(encrypted, NAMESPACE.encryption, 'EncryptedData');
  const keys = everyElement(encrypted).filter(
    ({ namespace, name }) => namespace === NAMESPACE.encryption && name === 'EncryptedKey',
  );
  for (const encryptedKey of keys) {
    const contentKey = contentKeyOf(encryptedKey, privateKeys);
    if (contentKey) return parseSamlXml(contentOf(data, contentKey), maximumElements);
  }
  throw new SamlFault('an assertion that is encrypted for no key of ours');
}

function contentKeyOf(encryptedKey: XmlElement, privateKeys: readonly string[]): Buffer | undefined {
  const oaepHash = oaepHashOf(onlyChild(encryptedKey, NAMESPACE.encryption, 'EncryptionMethod'));
  const cipherText = cipherTextOf(encryptedKey);
  for (const key of privateKeys) {
    try {
      return privateDecrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash }, cipherText);
    } catch {
      // It was encrypted for another key.
    }
  }
  return undefined;
}

/** The digest of the label and of the mask. They must be the same, because the library accepts only one. */
function oaepHashOf(method: XmlElement): string {
  const algorithm = attributeOf(method, 'Algorithm') ?? '';
  if (algorithm !== OAEP && algorithm !== OAEP_WITH_SHA1_MASK) throw new SamlFault(`a key by ${quoted(algorithm)}`);
  if (childrenOf(method, NAMESPACE.encryption, 'OAEPparams').length > 0)
    throw new SamlFault('RSA-OAEP with parameters');
  const digest = named(optionalChild(method, NAMESPACE.signature, 'DigestMethod'), DIGESTS);
  const mask = algorithm === OAEP ? named(optionalChild(method, NAMESPACE.encryption11, 'MGF'), MASKS) : 'sha1';
  if (digest !== mask)
    throw new SamlFault(`RSA-OAEP with the digest ${digest} and the mask ${mask}: they must be the same`);
  return digest;
}

/** Default: SHA-1. It is not a signature here, and safe in OAEP. */
function named(element: XmlElement | undefined, names: Readonly<Record<string, string>>): string {
  if (element === undefined) return 'sha1';
  const algorithm = attributeOf(element, 'Algorithm') ?? '';
  const name = names[algorithm];
  if (name === undefined) throw new SamlFault(`RSA-OAEP with ${quoted(algorithm)}`);
  return name;
}

function contentOf(data: XmlElement, key: Buffer): string {
  const algorithm = attributeOf(onlyChild(data, NAMESPACE.encryption, 'EncryptionMethod'), 'Algorithm') ?? '';
  const method = CONTENT_METHODS[algorithm];
  if (method === undefined) throw new SamlFault(`an assertion that is encrypted by ${quoted(algorithm)}`);
  if (key.length !== method.keyBytes) throw new SamlFault('a content key of the wrong length');
  try {
    const bytes = method.cipher.endsWith('gcm')
      ? openGcm(method, key, cipherTextOf(data))
      : openCbc(method, key, cipherTextOf(data));
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new SamlFault('an assertion that cannot be decrypted');
  }
}

function openGcm({ cipher }: ContentMethod, key: Buffer, bytes: Buffer): Buffer {
  if (bytes.length < GCM_VECTOR_BYTES + GCM_TAG_BYTES) throw new Error('too short');
  const options = { authTagLength: GCM_TAG_BYTES };
  const decipher = createDecipheriv(cipher as 'aes-256-gcm', key, bytes.subarray(0, GCM_VECTOR_BYTES), options);
  decipher.setAuthTag(bytes.subarray(-GCM_TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(GCM_VECTOR_BYTES, -GCM_TAG_BYTES)), decipher.final()]);
}

/** Section 5.2.1: only the last byte of the padding has a meaning. */
function openCbc({ cipher }: ContentMethod, key: Buffer, bytes: Buffer): Buffer {
  const decipher = createDecipheriv(cipher, key, bytes.subarray(0, CBC_BLOCK_BYTES)).setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(bytes.subarray(CBC_BLOCK_BYTES)), decipher.final()]);
  const padding = padded.at(-1) ?? 0;
  if (padding < 1 || padding > CBC_BLOCK_BYTES) throw new Error('no padding');
  return padded.subarray(0, -padding);
}

function cipherTextOf(element: XmlElement): Buffer {
  const cipherData = onlyChild(element, NAMESPACE.encryption, 'CipherData');
  return Buffer.from(textOf(onlyChild(cipherData, NAMESPACE.encryption, 'CipherValue')), 'base64');
}

import { constants, createCipheriv, publicEncrypt, randomBytes, X509Certificate } from 'node:crypto';
import type { CurrentSamlKeys, SamlKeys } from '@lanyard/server/keys/saml-keys';
import { newSigningKey } from './software-identity-provider.ts';

/** Our keys for SAML, without a database. */
export async function fixedSamlKeys(): Promise<SamlKeys & { readonly keys: CurrentSamlKeys }> {
  const { privateKey: privateKeyPem, certificate: certificatePem } = await newSigningKey();
  const key = { id: 'ours', privateKeyPem, certificatePem, createdAt: 0 };
  const keys = { signing: key, published: [key], all: [key] };
  return { keys, current: async () => keys, make: () => Promise.reject(new Error('no database')) };
}

const XENC = 'http://www.w3.org/2001/04/xmlenc#';
const XENC11 = 'http://www.w3.org/2009/xmlenc11#';
const DSIG = 'http://www.w3.org/2000/09/xmldsig#';

/** How to encrypt an assertion, in the names of XML Encryption. */
export interface Encryption {
  readonly content: `${'aes128' | 'aes256'}-${'gcm' | 'cbc'}`;
  readonly key: 'rsa-oaep-mgf1p' | 'rsa-oaep with sha256' | 'rsa-1_5';
  /** Puts the key beside the data and not into its KeyInfo, like LemonLDAP::NG. */
  readonly isKeyBeside?: boolean;
  /** Changes the encrypted bytes. */
  readonly spoil?: (bytes: Buffer) => Buffer;
}

/** Encrypts the signed assertion of a response for the certificate. */
export function encryptAssertion(responseXml: string, certificatePem: string, encryption: Encryption): string {
  const [assertion = ''] = /<saml:Assertion[\s\S]*<\/saml:Assertion>/.exec(responseXml) ?? [];
  return responseXml.replace(assertion, () => encryptedXml(assertion, certificatePem, encryption));
}

function encryptedXml(assertion: string, certificatePem: string, encryption: Encryption): string {
  const { content, key, isKeyBeside = false, spoil = (bytes) => bytes } = encryption;
  const contentKey = randomBytes(content.startsWith('aes128') ? 16 : 32);
  const cipherText = spoil(encrypt(assertion, contentKey, content));
  const wrapped = publicEncrypt({ key: new X509Certificate(certificatePem).publicKey, ...PADDINGS[key] }, contentKey);
  const encryptedKey = `<xenc:EncryptedKey xmlns:xenc="${XENC}">${KEY_METHODS[key]}${cipherData(wrapped)}</xenc:EncryptedKey>`;
  const inside = isKeyBeside ? '' : `<ds:KeyInfo xmlns:ds="${DSIG}">${encryptedKey}</ds:KeyInfo>`;
  const namespace = content.endsWith('gcm') ? XENC11 : XENC;
  const data =
    `<xenc:EncryptedData xmlns:xenc="${XENC}" Type="${XENC}Element">` +
    `<xenc:EncryptionMethod Algorithm="${namespace}${content}"/>${inside}${cipherData(cipherText)}</xenc:EncryptedData>`;
  return `<saml:EncryptedAssertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">${data}${isKeyBeside ? encryptedKey : ''}</saml:EncryptedAssertion>`;
}

const PADDINGS = {
  'rsa-oaep-mgf1p': { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' },
  'rsa-oaep with sha256': { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' },
  'rsa-1_5': { padding: constants.RSA_PKCS1_PADDING },
} as const;

const KEY_METHODS = {
  'rsa-oaep-mgf1p': `<xenc:EncryptionMethod Algorithm="${XENC}rsa-oaep-mgf1p"/>`,
  'rsa-oaep with sha256':
    `<xenc:EncryptionMethod Algorithm="${XENC11}rsa-oaep"><ds:DigestMethod xmlns:ds="${DSIG}" Algorithm="${XENC}sha256"/>` +
    `<xenc11:MGF xmlns:xenc11="${XENC11}" Algorithm="${XENC11}mgf1sha256"/></xenc:EncryptionMethod>`,
  'rsa-1_5': `<xenc:EncryptionMethod Algorithm="${XENC}rsa-1_5"/>`,
} as const;

function cipherData(bytes: Buffer): string {
  return `<xenc:CipherData><xenc:CipherValue>${bytes.toString('base64')}</xenc:CipherValue></xenc:CipherData>`;
}

function encrypt(text: string, key: Buffer, content: Encryption['content']): Buffer {
  const [, bits = '', mode] = /^aes(\d+)-(\w+)$/.exec(content) ?? [];
  if (mode === 'gcm') {
    const vector = randomBytes(12);
    const cipher = createCipheriv(bits === '128' ? 'aes-128-gcm' : 'aes-256-gcm', key, vector);
    return Buffer.concat([vector, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  }
  const vector = randomBytes(16);
  const cipher = createCipheriv(bits === '128' ? 'aes-128-cbc' : 'aes-256-cbc', key, vector);
  return Buffer.concat([vector, cipher.update(text, 'utf8'), cipher.final()]);
}

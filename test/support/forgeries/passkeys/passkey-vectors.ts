import { randomBytes } from 'node:crypto';
import { AUTHENTICATOR_FLAGS, type CborValue, makePasskeyKeyPair } from '../../lanyard/passkey-data.ts';
import { COMMON_PASSKEY_VECTORS, type PasskeyVector } from './common-passkey-vectors.ts';
import { attestation, data, flags, flip, key, keyWith, late, response, rsaKey, says } from './passkey-bends.ts';

const { userPresent, userVerified } = AUTHENTICATOR_FLAGS;
const OTHER_KEYS = makePasskeyKeyPair('ES256');
const ID = randomBytes(32).toString('base64url');
const THREE = Buffer.of(3);
const EXPONENT = Buffer.of(1, 0, 1);
const modulusOf = (bytes: number) => Buffer.concat([Buffer.of(0xc1), randomBytes(bytes - 2), Buffer.of(0x01)]);

/** Faults when a passkey is created. */
export const CREATION_VECTORS: readonly PasskeyVector[] = [
  ...COMMON_PASSKEY_VECTORS,
  { name: 'the type of a request', bend: says({ type: 'webauthn.get' }), why: /another type/ },
  { name: 'ES384', bend: keyWith([[3, -35]]), why: /alg/ },
  { name: 'RS1', bend: keyWith([[3, -65_535]]), why: /alg/ },
  { name: 'the algorithm as a text', bend: keyWith([[3, 'ES256']]), why: /alg/ },
  { name: 'no algorithm', bend: key((honest) => new Map([...honest].filter(([label]) => label !== 3))), why: /alg/ },
  { name: 'RS256 with a key of a curve', bend: keyWith([[3, -257]]), why: /does not fit/ },
  { name: 'EdDSA with a key of a curve', bend: keyWith([[3, -8]]), why: /does not fit/ },
  { name: 'ES256 on another curve', bend: keyWith([[-1, 2]]), why: /does not fit/ },
  { name: 'a point that is not on the curve', bend: keyWith([[-3, Buffer.alloc(32, 1)]]), why: /not usable/ },
  {
    name: 'half a point',
    bend: key((honest) => new Map([...honest].filter(([label]) => label !== -3))),
    why: /should not have|not whole/,
  },
  { name: 'a private key', bend: keyWith([[-4, randomBytes(32)]]), why: /should not have/ },
  { name: 'an RSA key of 1024 bits', bend: rsaKey(modulusOf(128), EXPONENT), why: /RSA/ },
  { name: 'an RSA key with the exponent 3', bend: rsaKey(modulusOf(256), THREE), why: /RSA/ },
  { name: 'an RSA key with the exponent 1', bend: rsaKey(modulusOf(256), Buffer.of(1)), why: /RSA|usable/ },
  {
    name: 'no credential in it',
    bend: { authenticatorData: ({ credential: _, ...honest }) => ({ ...honest, flags: userPresent | userVerified }) },
    why: /credential/i,
  },
  {
    name: 'the id of another credential',
    bend: { whole: (honest) => ({ ...honest, id: ID, rawId: ID }) },
    why: /another credential/,
  },
  {
    name: 'none, with a statement',
    bend: attestation({ attStmt: new Map([['sig', randomBytes(70)]]) }),
    why: /attestation/,
  },
  { name: 'none, with a list for a statement', bend: attestation({ attStmt: [] }), why: /attestation/ },
  { name: 'packed, without a signature', bend: attestation({ fmt: 'packed' }), why: /attestation/ },
  {
    name: 'packed, signed by another',
    bend: attestation({
      fmt: 'packed',
      attStmt: new Map<string, CborValue>([
        ['alg', -7],
        ['sig', randomBytes(64)],
      ]),
    }),
    why: /./,
  },
  {
    name: 'packed, with certificates',
    bend: attestation({
      fmt: 'packed',
      attStmt: new Map<string, CborValue>([
        ['alg', -7],
        ['sig', randomBytes(64)],
        ['x5c', [randomBytes(300)]],
      ]),
    }),
    why: /attestation/,
  },
  ...['fido-u2f', 'tpm', 'android-key', 'android-safetynet', 'apple', 'compound'].map((fmt) => ({
    name: `an attestation of the format ${fmt}`,
    bend: attestation({ fmt }),
    why: /format/,
  })),
  { name: 'an attestation without data', bend: attestation({ authData: new Map() }), why: /./ },
  { name: 'an attestation that is a list', bend: { attestationBytes: () => Buffer.of(0x80) }, why: /no map/ },
  { name: 'an attestation cut off', bend: { attestationBytes: (bytes) => bytes.subarray(0, -40) }, why: /./ },
  {
    name: 'an attestation of 4000 lists in lists',
    bend: { attestationBytes: () => Buffer.alloc(4000, 0x81) },
    why: /./,
  },
  {
    name: 'an attestation that promises 2^64 members',
    bend: { attestationBytes: () => Buffer.from('bbffffffffffffffff', 'hex') },
    why: /./,
  },
  {
    name: 'an attestation with two formats',
    bend: {
      attestationBytes: (bytes) => Buffer.concat([Buffer.from('a463666d74646e6f6e65', 'hex'), bytes.subarray(1)]),
    },
    why: /./,
  },
  { name: 'no attestation', bend: response({ attestationObject: undefined }), why: /attestationObject/ },
  { name: 'transports that are no list', bend: response({ transports: 'usb' }), why: /transports/ },
  { name: 'transports of a stranger', bend: response({ transports: ['<script>'] }), why: /transports/ },
  {
    name: 'a hundred transports',
    bend: response({ transports: Array.from({ length: 100 }, () => 'usb') }),
    why: /transports/,
  },
];

const withoutLow = (bytes: Buffer) => bytes.subarray(0, -1);

/** Faults when a passkey is used that was used before. All keys use the algorithm ES256. */
export const REQUEST_VECTORS: readonly PasskeyVector[] = [
  ...COMMON_PASSKEY_VECTORS,
  { name: 'the type of a creation', bend: says({ type: 'webauthn.create' }), why: /another type/ },
  {
    name: 'the counter as it was',
    bend: { authenticatorData: (d) => ({ ...d, counter: d.counter - 1 }) },
    why: /counter/,
  },
  { name: 'the counter gone back', bend: data({ counter: 1 }), why: /counter/ },
  { name: 'the counter gone back to nothing', bend: data({ counter: 0 }), why: /counter/ },
  { name: 'signed by another key', bend: { signWith: OTHER_KEYS }, why: /signature/ },
  {
    name: 'a signature with a bit changed',
    bend: { signature: (bytes) => flip(bytes, bytes.length - 1) },
    why: /signature/,
  },
  { name: 'a signature cut off', bend: { signature: withoutLow }, why: /./ },
  { name: 'no signature', bend: response({ signature: undefined }), why: /malformed at response.signature/ },
  { name: 'an empty signature', bend: response({ signature: '' }), why: /malformed at response.signature/ },
  { name: 'a signature of zeros', bend: { signature: () => Buffer.from('3006020100020100', 'hex') }, why: /./ },
  {
    name: 'the counter raised after signing',
    bend: late('authenticatorData', (bytes) => flip(bytes, 34)),
    why: /signature/,
  },
  {
    name: 'verification pretended after signing',
    bend: {
      ...flags((honest) => honest & ~userVerified),
      ...late('authenticatorData', (bytes) => {
        bytes.writeUInt8(bytes.readUInt8(32) | userVerified, 32);
        return bytes;
      }),
    },
    why: /signature/,
  },
  {
    name: 'client data changed after signing',
    bend: late('clientDataJSON', (bytes) => Buffer.from(bytes.toString().replace('}', ',"more":1}'))),
    why: /signature/,
  },
  {
    name: 'client data with a space after signing',
    bend: late('clientDataJSON', (bytes) => Buffer.from(`${bytes} `)),
    why: /signature/,
  },
  { name: "another account's user handle", bend: response({ userHandle: ID }), why: /another account/ },
  { name: 'an empty user handle', bend: response({ userHandle: '' }), why: /userHandle/ },
  {
    name: 'a user handle of 65 bytes',
    bend: response({ userHandle: randomBytes(65).toString('base64url') }),
    why: /userHandle/,
  },
  { name: 'a user handle that is a list', bend: response({ userHandle: ['A'] }), why: /userHandle/ },
  {
    name: 'the id of another credential',
    bend: { whole: (honest) => ({ ...honest, id: ID, rawId: ID }) },
    why: /credential is another/,
  },
  { name: 'no authenticator data', bend: response({ authenticatorData: undefined }), why: /authenticatorData/ },
];

import { randomBytes } from 'node:crypto';
import { AUTHENTICATOR_FLAGS } from '../../lanyard/passkey-data.ts';
import type { Bend } from '../../lanyard/software-authenticator.ts';
import { challenge, data, flags, late, origin, response, says, text } from './passkey-bends.ts';

/** One fault in what a browser sends. Everything else is honest, and is signed with the fault in it. */
export interface PasskeyVector {
  readonly name: string;
  readonly bend: Bend;
  /** The reason in the log. The answer never contains it. */
  readonly why: RegExp;
}

const { userPresent, userVerified, backedUp, attestedCredential, extensions } = AUTHENTICATOR_FLAGS;
const ID = randomBytes(32).toString('base64url');

const CLIENT_DATA: readonly PasskeyVector[] = [
  { name: 'another challenge', bend: challenge(() => ID), why: /challenge/ },
  {
    name: 'the challenge encoded twice',
    bend: challenge((_, said) => Buffer.from(said).toString('base64url')),
    why: /challenge/,
  },
  { name: 'the challenge with padding', bend: challenge((bytes) => bytes.toString('base64')), why: /challenge/ },
  { name: 'the challenge in hexadecimal', bend: challenge((bytes) => bytes.toString('hex')), why: /challenge/ },
  { name: 'half the challenge', bend: challenge((_, said) => said.slice(0, 20)), why: /challenge/ },
  { name: 'an empty challenge', bend: says({ challenge: '' }), why: /challenge/ },
  { name: 'no challenge', bend: says({ challenge: undefined }), why: /challenge/ },
  {
    name: 'the challenge in a list',
    bend: { clientData: (c) => ({ ...c, challenge: [c.challenge] }) },
    why: /challenge/,
  },
  {
    name: 'the other scheme',
    bend: origin(({ protocol, host }) => `${protocol === 'https:' ? 'http:' : 'https:'}//${host}`),
    why: /origin/,
  },
  { name: 'another port', bend: origin(({ protocol, hostname }) => `${protocol}//${hostname}:8444`), why: /origin/ },
  { name: 'a subdomain', bend: origin(({ protocol, host }) => `${protocol}//evil.${host}`), why: /origin/ },
  {
    name: 'a name that begins like ours',
    bend: origin((url) => `${url.protocol}//${url.hostname}.evil.example`),
    why: /origin/,
  },
  { name: 'our origin with a slash', bend: origin((url) => `${url.origin}/`), why: /origin/ },
  { name: 'our origin in capitals', bend: origin((url) => url.origin.toUpperCase()), why: /origin/ },
  { name: 'the origin null', bend: says({ origin: 'null' }), why: /origin/ },
  { name: 'an app in place of an origin', bend: says({ origin: 'android:apk-key-hash:c2hhMjU2' }), why: /origin/ },
  { name: 'no origin', bend: says({ origin: undefined }), why: /origin/ },
  { name: 'a frame', bend: says({ crossOrigin: true }), why: /frame/ },
  {
    name: 'a frame that names its outer page',
    bend: says({ crossOrigin: true, topOrigin: 'https://evil.example' }),
    why: /topOrigin/,
  },
  { name: 'an outer page without a frame', bend: says({ topOrigin: 'https://evil.example' }), why: /topOrigin/ },
  {
    name: 'ourselves as the outer page',
    bend: { clientData: (c) => ({ ...c, topOrigin: c.origin }) },
    why: /topOrigin/,
  },
  { name: 'crossOrigin as a text', bend: says({ crossOrigin: 'false' }), why: /crossOrigin/ },
  { name: 'a bound connection', bend: says({ tokenBinding: { status: 'present', id: ID } }), why: /tokenBinding/ },
  { name: 'a binding of another kind', bend: says({ tokenBinding: { status: 'x'.repeat(999) } }), why: /tokenBinding/ },
  { name: 'a type unknown', bend: says({ type: 'payment.get' }), why: /type/ },
  { name: 'no type', bend: says({ type: undefined }), why: /type/ },
  {
    name: 'client data with two challenges',
    bend: text((json) => json.replace('{', `{"challenge":"${ID}",`)),
    why: /twice/,
  },
  {
    name: 'client data with two origins, one escaped',
    bend: text((json) => json.replace('{', '{"\\u006frigin":"https://evil.example",')),
    why: /twice/,
  },
  { name: 'client data that is a list', bend: text((json) => `[${json}]`), why: /no object/ },
  { name: 'client data that is null', bend: text(() => 'null'), why: /no object/ },
  { name: 'client data cut off', bend: text((json) => json.slice(0, -1)), why: /not JSON/ },
  { name: 'client data with more behind it', bend: text((json) => `${json}{}`), why: /not JSON/ },
  { name: 'client data with a byte order mark', bend: text((json) => `\ufeff${json}`), why: /not JSON/ },
  {
    name: 'client data that is not UTF-8',
    bend: { clientDataBytes: (bytes) => Buffer.concat([bytes, Buffer.of(0xff)]) },
    why: /UTF-8/,
  },
  { name: 'client data empty', bend: response({ clientDataJSON: '' }), why: /clientDataJSON/ },
];

const AUTHENTICATOR: readonly PasskeyVector[] = [
  { name: 'another site', bend: data({ rpId: 'evil.example' }), why: /RP ID/ },
  {
    name: 'a subdomain as the site',
    bend: { authenticatorData: (d) => ({ ...d, rpId: `evil.${d.rpId}` }) },
    why: /RP ID/,
  },
  { name: 'nobody verified', bend: flags((honest) => honest & ~userVerified), why: /verification/ },
  { name: 'nobody present', bend: flags((honest) => honest & ~userPresent), why: /present/ },
  { name: 'no flag at all', bend: flags((honest) => honest & attestedCredential), why: /present/ },
  { name: 'backed up, though it cannot be', bend: flags((honest) => honest | backedUp), why: /backed up/ },
  { name: 'extensions promised, none there', bend: flags((honest) => honest | extensions), why: /./ },
  {
    name: 'authenticator data with more behind it',
    bend: { authenticatorDataBytes: (bytes) => Buffer.concat([bytes, Buffer.of(0)]) },
    why: /Leftover/,
  },
  {
    name: 'authenticator data cut off',
    bend: { authenticatorDataBytes: (bytes) => bytes.subarray(0, 36) },
    why: /Authenticator data/,
  },
];

const WHOLE: readonly PasskeyVector[] = [
  { name: 'null', bend: { whole: () => null }, why: /its top/ },
  { name: 'a text', bend: { whole: (honest) => JSON.stringify(honest) }, why: /its top/ },
  { name: 'a number', bend: { whole: () => 1 }, why: /its top/ },
  { name: 'a list', bend: { whole: (honest) => [honest] }, why: /its top/ },
  { name: 'nothing in it', bend: { whole: () => ({}) }, why: /malformed at id/ },
  { name: 'no response in it', bend: { whole: ({ response: _, ...rest }) => rest }, why: /malformed at response/ },
  { name: 'a list as response', bend: { whole: (honest) => ({ ...honest, response: [] }) }, why: /response/ },
  {
    name: 'another type of credential',
    bend: { whole: (honest) => ({ ...honest, type: 'password' }) },
    why: /malformed at type/,
  },
  { name: 'rawId of another', bend: { whole: (honest) => ({ ...honest, rawId: ID }) }, why: /rawId/ },
  {
    name: 'an id with padding',
    bend: { whole: (honest) => ({ ...honest, id: `${honest.id}=`, rawId: `${honest.id}=` }) },
    why: /malformed at id/,
  },
  {
    name: 'an id of 15 bytes',
    bend: { whole: (honest) => ({ ...honest, id: 'A'.repeat(20), rawId: 'A'.repeat(20) }) },
    why: /malformed at id/,
  },
  { name: 'an id as an object', bend: { whole: (honest) => ({ ...honest, id: { $ne: '' } }) }, why: /malformed at id/ },
  { name: '8 KiB and more', bend: { whole: (honest) => ({ ...honest, more: 'x'.repeat(8192) }) }, why: /too large/ },
  { name: 'a megabyte of client data', bend: response({ clientDataJSON: 'A'.repeat(1_048_576) }), why: /too large/ },
  { name: 'client data as a list of numbers', bend: response({ clientDataJSON: [123, 125] }), why: /clientDataJSON/ },
  {
    name: 'client data in another base64',
    bend: late('clientDataJSON', (bytes) => `${bytes.toString('base64')}=`),
    why: /clientDataJSON/,
  },
];

/** Faults in the response of a broken or hostile browser, for any request. */
export const COMMON_PASSKEY_VECTORS = [...CLIENT_DATA, ...AUTHENTICATOR, ...WHOLE];

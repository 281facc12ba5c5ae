import { createHash, randomBytes } from 'node:crypto';
import { encode } from 'cborg';
import {
  AUTHENTICATOR_FLAGS,
  type AuthenticatorData,
  type CborValue,
  COSE_ALGORITHMS,
  coseKeyOf,
  encodeAuthenticatorData,
  makePasskeyKeyPair,
  type PasskeyAlgorithm,
  type PasskeyKeyPair,
  signWithPasskey,
} from './passkey-data.ts';

type Json = Readonly<Record<string, unknown>>;
type CborMap = ReadonlyMap<string | number, CborValue>;
type Change<Part> = (part: Part) => Part;

/**
 * Changes to the behaviour of an honest browser and authenticator, by stage. The signature covers the changed values.
 */
export interface Bend {
  readonly clientData?: Change<Json>;
  readonly clientDataBytes?: Change<Buffer>;
  readonly authenticatorData?: Change<AuthenticatorData>;
  readonly authenticatorDataBytes?: Change<Buffer>;
  readonly attestation?: Change<CborMap>;
  readonly attestationBytes?: Change<Buffer>;
  readonly signWith?: PasskeyKeyPair;
  readonly signature?: Change<Buffer>;
  /** Members of `response`, changed after everything is signed. */
  readonly response?: Change<Json>;
  /** Changes everything that the browser sends. */
  readonly whole?: (whole: Json & { readonly response: Json }) => unknown;
}

export interface SoftwareAuthenticator {
  /** From PublicKeyCredentialCreationOptionsJSON to RegistrationResponseJSON. Throws if a browser would. */
  create(options: unknown, bend?: Bend): unknown;
  /** From PublicKeyCredentialRequestOptionsJSON to AuthenticationResponseJSON. Throws if a browser would. */
  get(options: unknown, bend?: Bend): unknown;
}

export interface AuthenticatorOptions {
  readonly algorithm?: PasskeyAlgorithm;
  /** False: the counter stays 0, as for passkeys that several devices share. */
  readonly counts?: boolean;
  /**
   * True: it signs a `packed` attestation with the new key itself. Browsers pass this on even if nobody asked for an
   * attestation.
   */
  readonly attestsItself?: boolean;
}

interface Passkey {
  readonly id: string;
  readonly rpId: string;
  readonly userHandle: string;
  readonly keys: PasskeyKeyPair;
}

interface Descriptor {
  readonly id: string;
}

interface CreationOptions {
  readonly challenge: string;
  readonly rp: { readonly id: string };
  readonly user: { readonly id: string };
  readonly pubKeyCredParams: readonly { readonly alg: number }[];
  readonly excludeCredentials?: readonly Descriptor[];
}

interface RequestOptions {
  readonly challenge: string;
  readonly rpId: string;
  readonly allowCredentials?: readonly Descriptor[];
}

const same = <Part>(part: Part): Part => part;
const base64url = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');
const { userPresent, userVerified, attestedCredential } = AUTHENTICATOR_FLAGS;

/** A browser at this origin with an authenticator. Its person agrees to everything. */
export function createSoftwareAuthenticator(
  origin: string,
  { algorithm = 'ES256', counts = true, attestsItself = false }: AuthenticatorOptions = {},
): SoftwareAuthenticator {
  const passkeys: Passkey[] = [];
  let counter = 0;
  const nextCounter = () => {
    counter += counts ? 1 : 0;
    return counter;
  };
  return {
    create: (given, bend = {}) => {
      const options = given as CreationOptions;
      requireSite(origin, options.rp.id);
      requireCreatable(options, algorithm, passkeys);
      const keys = makePasskeyKeyPair(algorithm);
      const passkey = { id: base64url(randomBytes(32)), rpId: options.rp.id, userHandle: options.user.id, keys };
      passkeys.push(passkey);
      const ceremony = { origin, challenge: options.challenge, passkey, counter: nextCounter() };
      return creationResponse(ceremony, attestsItself, bend);
    },
    get: (given, bend = {}) => {
      const options = given as RequestOptions;
      requireSite(origin, options.rpId);
      const passkey = choosePasskey(passkeys, options);
      return requestResponse({ origin, challenge: options.challenge, passkey, counter: nextCounter() }, bend);
    },
  };
}

function requireSite(origin: string, rpId: string): void {
  const { hostname } = new URL(origin);
  if (hostname !== rpId && !hostname.endsWith(`.${rpId}`)) throw new DOMException('not for this site', 'SecurityError');
}

function requireCreatable(options: CreationOptions, algorithm: PasskeyAlgorithm, passkeys: readonly Passkey[]): void {
  const isOffered = options.pubKeyCredParams.some(({ alg }) => alg === COSE_ALGORITHMS[algorithm]);
  if (!isOffered) throw new DOMException('no algorithm fits', 'NotSupportedError');
  const excluded = options.excludeCredentials?.map(({ id }) => id) ?? [];
  const isKnown = passkeys.some(({ id }) => excluded.includes(id));
  if (isKnown) throw new DOMException('there is a passkey already', 'InvalidStateError');
}

/** The newest allowed passkey. */
function choosePasskey(passkeys: readonly Passkey[], { rpId, allowCredentials = [] }: RequestOptions): Passkey {
  const allowed = allowCredentials.map(({ id }) => id);
  const fitting = passkeys.filter((one) => one.rpId === rpId && (allowed.length === 0 || allowed.includes(one.id)));
  const passkey = fitting.at(-1);
  if (!passkey) throw new DOMException('no passkey fits', 'NotAllowedError');
  return passkey;
}

interface Ceremony {
  readonly origin: string;
  readonly challenge: string;
  readonly passkey: Passkey;
  readonly counter: number;
}

function creationResponse(ceremony: Ceremony, attestsItself: boolean, bend: Bend): unknown {
  const { passkey, counter } = ceremony;
  const clientDataBytes = clientData('webauthn.create', ceremony, bend);
  const credential = { id: Buffer.from(passkey.id, 'base64url'), coseKey: coseKeyOf(passkey.keys) };
  const flags = userPresent | userVerified | attestedCredential;
  const data = authenticatorData({ rpId: passkey.rpId, flags, counter, credential }, bend);
  const statement = attestsItself ? packed(passkey.keys, signedBytes(data, clientDataBytes)) : none();
  const members = (bend.attestation ?? same)(new Map([...statement, ['authData', data]]));
  const attestation = Buffer.from(encode(members));
  const response = {
    clientDataJSON: base64url(clientDataBytes),
    attestationObject: base64url((bend.attestationBytes ?? same)(attestation)),
    authenticatorData: base64url(data),
    publicKey: base64url(passkey.keys.publicKey.export({ type: 'spki', format: 'der' })),
    publicKeyAlgorithm: COSE_ALGORITHMS[passkey.keys.algorithm],
    transports: ['internal', 'hybrid'],
  };
  return whole(passkey, response, { credProps: { rk: true } }, bend);
}

function none(): CborMap {
  return new Map<string, CborValue>([
    ['fmt', 'none'],
    ['attStmt', new Map()],
  ]);
}

function packed(keys: PasskeyKeyPair, signed: Buffer): CborMap {
  const statement = new Map<string, CborValue>([
    ['alg', COSE_ALGORITHMS[keys.algorithm]],
    ['sig', signWithPasskey(keys, signed)],
  ]);
  return new Map<string, CborValue>([
    ['fmt', 'packed'],
    ['attStmt', statement],
  ]);
}

function signedBytes(data: Buffer, clientDataBytes: Buffer): Buffer {
  return Buffer.concat([data, createHash('sha256').update(clientDataBytes).digest()]);
}

function requestResponse(ceremony: Ceremony, bend: Bend): unknown {
  const { passkey, counter } = ceremony;
  const clientDataBytes = clientData('webauthn.get', ceremony, bend);
  const data = authenticatorData({ rpId: passkey.rpId, flags: userPresent | userVerified, counter }, bend);
  const signature = signWithPasskey(bend.signWith ?? passkey.keys, signedBytes(data, clientDataBytes));
  const response = {
    clientDataJSON: base64url(clientDataBytes),
    authenticatorData: base64url(data),
    signature: base64url((bend.signature ?? same)(signature)),
    userHandle: passkey.userHandle,
  };
  return whole(passkey, response, {}, bend);
}

function clientData(type: string, { challenge, origin }: Ceremony, bend: Bend): Buffer {
  const honest = { type, challenge, origin, crossOrigin: false };
  const bytes = Buffer.from(JSON.stringify((bend.clientData ?? same<Json>)(honest)));
  return (bend.clientDataBytes ?? same)(bytes);
}

function authenticatorData(honest: AuthenticatorData, bend: Bend): Buffer {
  const bytes = encodeAuthenticatorData((bend.authenticatorData ?? same)(honest));
  return (bend.authenticatorDataBytes ?? same)(bytes);
}

function whole({ id }: Passkey, response: Json, clientExtensionResults: Json, bend: Bend): unknown {
  const bent = (bend.response ?? same)(response);
  const fixed = { type: 'public-key', authenticatorAttachment: 'platform', clientExtensionResults };
  return (bend.whole ?? same)({ id, rawId: id, ...fixed, response: bent });
}

import { DomainError } from '@lanyard/core/domain-error';
import { SAML } from '@node-saml/node-saml';
import type { CurrentSamlKeys, SamlKeys } from '../keys/saml-keys.ts';
import type { Clock, Random } from '../world.ts';
import { checkSamlAssertions, checkSamlEncryption, checkSamlEnvelope } from './check-saml-response.ts';
import { decryptAssertion, encryptedAssertion } from './decrypt-assertion.ts';
import type { ProvenIdentity, ProviderSession, SamlConnection } from './identity-provider.ts';
import { decodeSamlResponse, parseSamlXml, type XmlDocument, type XmlElement } from './parse-saml-xml.ts';
import { type Asked, readSamlAssertion } from './read-saml-assertion.ts';
import { samlConfiguration } from './saml-configuration.ts';
import { quoted, SamlFault } from './saml-fault.ts';
import {
  type LogoutMessage,
  type LogoutRequest,
  logoutAnswerUrl,
  logoutRequestUrl,
  type ReceivedLogout,
  readLogoutMessage,
} from './saml-logout.ts';
import { readSamlMetadata, type SamlMetadata, writeSamlMetadata } from './saml-metadata.ts';
import { childrenOf, NAMESPACE } from './saml-xml.ts';

export interface Saml {
  /**
   * Reads an identity provider's metadata. Errors: `invalid-input` (a DOCTYPE, no HTTP-Redirect, no signing key ...).
   */
  readMetadata(xml: string): SamlMetadata;
  /** Our own metadata, for the identity provider. */
  metadata(connection: Pick<SamlConnection, 'audience' | 'consumerUrl' | 'ownLogoutUrl'>): Promise<string>;
  /** An id for a request: an NCName with 160 random bits. */
  newRequestId(): string;
  requestUrl(connection: SamlConnection, requestId: string, relayState: string, again: boolean): Promise<string>;
  /**
   * `response` is base64 as it was posted. The assertion itself must be signed. It must be for this request, audience
   * and address, and its times must be valid. With `again`, the person must have authenticated within the last minutes.
   * The caller ensures that the request id is used once. Errors: `assertion-refused`.
   */
  finish(connection: SamlConnection, requestId: string, response: string, again: boolean): Promise<ProvenIdentity>;
  /** Undefined if the provider has no address for it. */
  logoutRequestUrl(
    connection: SamlConnection,
    requestId: string,
    session: ProviderSession,
  ): Promise<string | undefined>;
  /** Our answer to the provider's request. Undefined if the provider has no address for it. */
  logoutAnswerUrl(connection: SamlConnection, request: LogoutRequest, isKnown: boolean): Promise<string | undefined>;
  /** The caller ensures that each id is used once. Errors: `assertion-refused`. */
  readLogout(connection: SamlConnection, received: ReceivedLogout): Promise<LogoutMessage>;
}

export interface SamlOptions {
  readonly random: Random;
  readonly clock: Clock;
  readonly keys: SamlKeys;
}

const REQUEST_ID_BYTES = 20;
/**
 * Enough for the maximum number of groups. Each element costs time in every verification, before the person is known.
 */
const MAXIMUM_ELEMENTS = 1024;

/**
 * A service provider of SAML 2.0, web browser single sign-on: requests by HTTP-Redirect, answers by HTTP-POST. It
 * accepts only answers to its own requests, with one signed assertion, encrypted or not. It reads nothing that was not
 * signed. Single logout goes both ways, by HTTP-Redirect; the provider can also post.
 */
export function createSaml(options: SamlOptions): Saml {
  const { random, clock, keys } = options;
  return {
    readMetadata: (xml) => metadataOf(xml),
    metadata: async (connection) => writeSamlMetadata(connection, await keys.current()),
    // An NCName must not begin with a digit.
    newRequestId: () => `_${Buffer.from(random.bytes(REQUEST_ID_BYTES)).toString('hex')}`,
    requestUrl: async (connection, requestId, relayState, again) =>
      samlRequestUrl(
        connection,
        { requestId, relayState, again },
        connection.signsRequests ? await keys.current() : undefined,
      ),
    finish: (connection, requestId, response, again) =>
      finish(options, connection, response, { requestId, again, now: clock.now() }).catch(refuse),
    logoutRequestUrl: async (connection, requestId, session) =>
      logoutRequestUrl(connection, requestId, session, await keys.current()),
    logoutAnswerUrl: async (connection, request, isKnown) =>
      logoutAnswerUrl(connection, request, isKnown, await keys.current()),
    readLogout: (connection, received) => readLogoutMessage(connection, received, clock.now()).catch(refuse),
  };
}

function refuse(fault: unknown): never {
  throw fault instanceof SamlFault ? new DomainError('assertion-refused', {}, fault.message) : fault;
}

async function finish(
  { keys }: SamlOptions,
  connection: SamlConnection,
  posted: string,
  { requestId, ...asked }: Asked & { readonly requestId: string },
): Promise<ProvenIdentity> {
  const envelope = parseSamlXml(decodeSamlResponse(posted), MAXIMUM_ELEMENTS);
  checkSamlEnvelope(envelope.root, connection, requestId);
  const encrypted = encryptedAssertion(envelope.root);
  const response = encrypted ? decryptedResponse(encrypted, envelope.root, await keys.current()) : envelope;
  checkSamlAssertions(response.root);
  const assertion = parseSamlXml(await verifiedAssertion(connection, response), MAXIMUM_ELEMENTS);
  const identity = readSamlAssertion(assertion.root, connection, requestId, asked);
  return { ...identity, signedBy: await signerOf(connection, response) };
}

/**
 * Uses an envelope of our own. Nothing in the provider's envelope is trusted, and a signature over it would cover the
 * encrypted form. The decrypted part is then checked like an unencrypted one.
 */
function decryptedResponse(encrypted: XmlElement, envelope: XmlElement, { all }: CurrentSamlKeys): XmlDocument {
  checkSamlEncryption(envelope);
  const keys = all.map(({ privateKeyPem }) => privateKeyPem);
  const { xml } = decryptAssertion(encrypted, keys, MAXIMUM_ELEMENTS);
  const response = `<samlp:Response xmlns:samlp="${NAMESPACE.protocol}">${xml}</samlp:Response>`;
  return parseSamlXml(response, MAXIMUM_ELEMENTS);
}

/**
 * The one certificate that verifies all signatures. The library tries each certificate, and does not say which one it
 * was.
 */
async function signerOf(connection: SamlConnection, response: XmlDocument): Promise<string | undefined> {
  const { certificates } = connection;
  if (certificates.length === 1) return certificates[0];
  for (const certificate of certificates) {
    const only = { ...connection, certificates: [certificate] };
    const isSigner = await verifiedAssertion(only, response).then(
      () => true,
      () => false,
    );
    if (isSigner) return certificate;
  }
  return undefined;
}

function metadataOf(xml: string): ReturnType<Saml['readMetadata']> {
  try {
    return readSamlMetadata(xml);
  } catch (fault) {
    if (!(fault instanceof SamlFault)) throw fault;
    throw new DomainError('invalid-input', { field: 'metadata', reason: fault.message });
  }
}

export interface SamlRequest {
  readonly requestId: string;
  readonly relayState: string;
  readonly again: boolean;
}

/**
 * Signed if keys are given (SAML bindings, 3.4.4.1). The request does not demand a name format, because many providers
 * refuse that. The metadata and the provider's administrator decide it.
 */
export async function samlRequestUrl(
  connection: SamlConnection,
  { requestId, relayState, again }: SamlRequest,
  keys: Pick<CurrentSamlKeys, 'signing'> | undefined,
): Promise<string> {
  const signing = keys && { privateKey: keys.signing.privateKeyPem, signatureAlgorithm: 'sha256' as const };
  const saml = new SAML({
    ...samlConfiguration(connection),
    ...signing,
    generateUniqueId: () => requestId,
    forceAuthn: again,
  });
  return saml.getAuthorizeUrlAsync(relayState, undefined, {});
}

/**
 * Returns the assertion's XML exactly as it was signed (CVE-2025-54419), and nothing else. If the response is signed
 * too, that signature must also be valid. Errors: SamlFault.
 */
export async function verifiedAssertion(connection: SamlConnection, { root, xml }: XmlDocument): Promise<string> {
  const wantAuthnResponseSigned = childrenOf(root, NAMESPACE.signature, 'Signature').length > 0;
  const saml = new SAML({ ...samlConfiguration(connection), wantAuthnResponseSigned });
  const SAMLResponse = Buffer.from(xml).toString('base64');
  const { profile } = await saml.validatePostResponseAsync({ SAMLResponse }).catch((fault: unknown) => {
    throw new SamlFault(`not verified: ${quoted(fault instanceof Error ? fault.message : '')}`);
  });
  const assertion = profile?.getAssertionXml?.();
  if (assertion === undefined) throw new SamlFault('nothing is verified');
  return assertion;
}

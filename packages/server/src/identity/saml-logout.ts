import { stringify } from 'node:querystring';
import { SAML } from '@node-saml/node-saml';
import type { CurrentSamlKeys } from '../keys/saml-keys.ts';
import { checkOnlySignature, checkSamlIssuer } from './check-saml-response.ts';
import type { ProviderSession, SamlConnection } from './identity-provider.ts';
import { decodeSamlResponse, parseSamlXml, type XmlElement } from './parse-saml-xml.ts';
import { samlConfiguration } from './saml-configuration.ts';
import { quoted, SamlFault } from './saml-fault.ts';
import { readRedirect } from './saml-redirect.ts';
import { requireBegun, requireNotOver, requireSince } from './saml-time.ts';
import {
  attributeOf,
  childrenOf,
  isElement,
  NAMESPACE,
  onlyChild,
  optionalChild,
  requireAttribute,
  textOf,
} from './saml-xml.ts';

/** How a message of single logout arrived. */
export type ReceivedLogout =
  /** The query of the address, as the browser sent it. The signature is over these characters. */
  | { readonly binding: 'redirect'; readonly query: string }
  | {
      readonly binding: 'post';
      readonly kind: 'SAMLRequest' | 'SAMLResponse';
      /** In base64. */
      readonly message: string;
      readonly relayState: string | undefined;
    };

export type LogoutMessage = LogoutRequest | LogoutAnswer;

/** The provider ends sessions of a person. Without an index, all of them (SAML core, 3.7.3.2). */
export interface LogoutRequest {
  readonly type: 'request';
  readonly id: string;
  readonly nameId: string;
  readonly sessionIndexes: readonly string[];
  /** The provider gets it back. It is never an address for us. */
  readonly relayState: string | undefined;
}

export interface LogoutAnswer {
  readonly type: 'answer';
  readonly inResponseTo: string;
  /** Whether the provider ended its session, and those at all other services. */
  readonly isWhole: boolean;
}

/** The same as no format (SAML core, 8.3.1). The library always writes one. */
const UNSPECIFIED = 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified';
const SUCCESS = 'urn:oasis:names:tc:SAML:2.0:status:Success';
/** Few, because anybody can send such a message, and each element costs time in the verification. */
const MAXIMUM_ELEMENTS = 128;
/** A message can be sent again for so long. The caller keeps its id for longer. */
const MAXIMUM_AGE_MILLISECONDS = 300_000;
const MAXIMUM_INDEXES = 64;
const MAXIMUM_RELAY_STATE = 2048;

/**
 * Reads a message of single logout. It must be signed by the provider, for this address, and recent. Errors: SamlFault.
 */
export async function readLogoutMessage(
  connection: SamlConnection,
  received: ReceivedLogout,
  now: number,
): Promise<LogoutMessage> {
  const { kind, root, relayState } = await verifiedMessage(connection, received);
  requireAttribute(root, 'Version', '2.0');
  requireAttribute(root, 'Destination', connection.ownLogoutUrl);
  checkSamlIssuer(onlyChild(root, NAMESPACE.assertion, 'Issuer'), connection);
  requireBegun(root, 'IssueInstant', now);
  requireSince(root, 'IssueInstant', now - MAXIMUM_AGE_MILLISECONDS);
  requireNotOver(root, 'NotOnOrAfter', now);
  if (kind === 'SAMLResponse') return answerIn(root);
  if ((relayState ?? '').length > MAXIMUM_RELAY_STATE) throw new SamlFault('a RelayState that is too long');
  return { ...requestIn(root), relayState };
}

interface Verified {
  readonly kind: 'SAMLRequest' | 'SAMLResponse';
  readonly root: XmlElement;
  readonly relayState: string | undefined;
}

async function verifiedMessage(connection: SamlConnection, received: ReceivedLogout): Promise<Verified> {
  if (received.binding === 'redirect') {
    const { kind, xml, relayState } = await readRedirect(connection, received.query);
    return { kind, root: parseSamlXml(xml, MAXIMUM_ELEMENTS).root, relayState };
  }
  const { kind, message, relayState } = received;
  const { xml, root } = parseSamlXml(decodeSamlResponse(message), MAXIMUM_ELEMENTS);
  // Only the root is signed, and as a whole, so everything that is read from it is signed.
  checkOnlySignature(root);
  await verifyPosted(connection, kind, xml);
  return { kind, root, relayState };
}

async function verifyPosted(connection: SamlConnection, kind: Verified['kind'], xml: string): Promise<void> {
  const saml = new SAML({ ...samlConfiguration(connection), wantAuthnResponseSigned: true });
  const message = Buffer.from(xml).toString('base64');
  const verification =
    kind === 'SAMLRequest'
      ? saml.validatePostRequestAsync({ SAMLRequest: message })
      : saml.validatePostResponseAsync({ SAMLResponse: message });
  await verification.catch((fault: unknown) => {
    throw new SamlFault(`not verified: ${quoted(fault instanceof Error ? fault.message : '')}`);
  });
}

function requestIn(root: XmlElement): Omit<LogoutRequest, 'relayState'> {
  if (!isElement(root, NAMESPACE.protocol, 'LogoutRequest'))
    throw new SamlFault(`${quoted(root.name)} instead of a LogoutRequest`);
  const id = attributeOf(root, 'ID') ?? '';
  if (id === '' || id.length > 256) throw new SamlFault('a LogoutRequest without a usable ID');
  if (optionalChild(root, NAMESPACE.assertion, 'EncryptedID')) throw new SamlFault('an encrypted NameID');
  const sessionIndexes = childrenOf(root, NAMESPACE.protocol, 'SessionIndex').map(textOf);
  if (sessionIndexes.length > MAXIMUM_INDEXES) throw new SamlFault(`more than ${MAXIMUM_INDEXES} sessions`);
  return { type: 'request', id, nameId: textOf(onlyChild(root, NAMESPACE.assertion, 'NameID')), sessionIndexes };
}

/** A second status below the first one says that some services did not end their sessions (SAML core, 3.7.3.1). */
function answerIn(root: XmlElement): LogoutAnswer {
  if (!isElement(root, NAMESPACE.protocol, 'LogoutResponse'))
    throw new SamlFault(`${quoted(root.name)} instead of a LogoutResponse`);
  const inResponseTo = attributeOf(root, 'InResponseTo');
  if (inResponseTo === undefined) throw new SamlFault('a LogoutResponse without InResponseTo');
  const code = onlyChild(onlyChild(root, NAMESPACE.protocol, 'Status'), NAMESPACE.protocol, 'StatusCode');
  const isWhole = attributeOf(code, 'Value') === SUCCESS && code.children.length === 0;
  return { type: 'answer', inResponseTo, isWhole };
}

/** Always signed, because providers end nothing without a signature (SAML profiles, 4.4.4.1). */
export async function logoutRequestUrl(
  connection: SamlConnection,
  requestId: string,
  { nameId, nameIdFormat, nameQualifier, spNameQualifier, sessionIndex }: ProviderSession,
  keys: Pick<CurrentSamlKeys, 'signing'>,
): Promise<string | undefined> {
  const { logoutUrl } = connection;
  if (logoutUrl === undefined) return undefined;
  const saml = new SAML({ ...signed(connection, keys), logoutUrl, generateUniqueId: () => requestId });
  const person = { issuer: connection.entityId, nameID: nameId, nameIDFormat: nameIdFormat ?? UNSPECIFIED };
  const more = {
    ...(nameQualifier !== undefined && { nameQualifier }),
    ...(spNameQualifier !== undefined && { spNameQualifier }),
    ...(sessionIndex !== undefined && { sessionIndex }),
  };
  return saml.getLogoutUrlAsync({ ...person, ...more }, '', {});
}

/** `isKnown` is false if the provider named a person whom we do not know (SAML core, 3.2.2.2). */
export async function logoutAnswerUrl(
  connection: SamlConnection,
  { id, nameId, relayState = '' }: LogoutRequest,
  isKnown: boolean,
  keys: Pick<CurrentSamlKeys, 'signing'>,
): Promise<string | undefined> {
  const logoutUrl = connection.logoutAnswerUrl ?? connection.logoutUrl;
  if (logoutUrl === undefined) return undefined;
  const saml = new SAML({ ...signed(connection, keys), logoutUrl });
  const request = { ID: id, issuer: connection.entityId, nameID: nameId, nameIDFormat: '' };
  return asSigned(await saml.getLogoutResponseUrlAsync(request, relayState, {}, isKnown));
}

/**
 * The library signs parameters in one encoding and sends them in another one. With a space in the provider's
 * RelayState, for example, the provider would find the signature wrong.
 */
function asSigned(address: string): string {
  const url = new URL(address);
  url.search = stringify(Object.fromEntries(url.searchParams));
  return url.href;
}

function signed(connection: SamlConnection, { signing }: Pick<CurrentSamlKeys, 'signing'>) {
  const key = { privateKey: signing.privateKeyPem, signatureAlgorithm: 'sha256' } as const;
  return { ...samlConfiguration(connection), ...key };
}

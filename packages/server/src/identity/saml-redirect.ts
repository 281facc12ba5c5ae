import { inflateRawSync } from 'node:zlib';
import { SAML } from '@node-saml/node-saml';
import type { SamlConnection } from './identity-provider.ts';
import { utf8Of } from './parse-saml-xml.ts';
import { samlConfiguration } from './saml-configuration.ts';
import { quoted, SamlFault } from './saml-fault.ts';

export interface SignedRedirect {
  readonly kind: 'SAMLRequest' | 'SAMLResponse';
  readonly xml: string;
  readonly relayState: string | undefined;
}

const KNOWN = ['SAMLRequest', 'SAMLResponse', 'RelayState', 'SigAlg', 'Signature', 'SAMLEncoding'] as const;
type Known = (typeof KNOWN)[number];

/** RSA with SHA-256 or better, as for signatures in XML. */
const ALGORITHMS: readonly string[] = [
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
];
const DEFLATE = 'urn:oasis:names:tc:SAML:2.0:bindings:URL-Encoding:DEFLATE';
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
/** What a few kilobytes may become when they are inflated. */
const MAXIMUM_BYTES = 65_536;

/**
 * Reads a message that came by HTTP-Redirect (SAML bindings, 3.4.4.1). The signature is over the parameters as they
 * were encoded, in an order of their own, and over nothing in the XML. The library would accept a message without a
 * signature, and finds parameters by any text that contains their name. So it only gets the parameters that are read (attack 53).
 * Errors: SamlFault.
 */
export async function readRedirect(connection: SamlConnection, query: string): Promise<SignedRedirect> {
  const raw = parametersOf(query);
  const kind = raw.has('SAMLRequest') ? 'SAMLRequest' : 'SAMLResponse';
  if (raw.has('SAMLRequest') === raw.has('SAMLResponse')) throw new SamlFault('not one SAMLRequest or SAMLResponse');
  const encoding = decoded(raw, 'SAMLEncoding') ?? DEFLATE;
  if (encoding !== DEFLATE) throw new SamlFault(`the encoding ${quoted(encoding)}`);
  await verify(connection, raw, kind);
  return { kind, xml: inflated(decoded(raw, kind) ?? ''), relayState: decoded(raw, 'RelayState') };
}

/** The parameters as they were encoded. One that occurs twice could be verified once and read the other time. */
function parametersOf(query: string): ReadonlyMap<Known, string> {
  const raw = new Map<Known, string>();
  for (const pair of query.split('&')) {
    const at = pair.indexOf('=');
    const name = KNOWN.find((known) => known === pair.slice(0, Math.max(at, 0)));
    if (name === undefined) continue;
    if (raw.has(name)) throw new SamlFault(`${name} twice`);
    raw.set(name, pair.slice(at + 1));
  }
  return raw;
}

function decoded(raw: ReadonlyMap<Known, string>, name: Known): string | undefined {
  const value = raw.get(name);
  if (value === undefined) return undefined;
  try {
    return decodeURIComponent(value.replaceAll('+', ' '));
  } catch {
    throw new SamlFault(`${name} that is not URL-encoded`);
  }
}

async function verify(
  connection: SamlConnection,
  raw: ReadonlyMap<Known, string>,
  kind: SignedRedirect['kind'],
): Promise<void> {
  const [algorithm, signature] = [decoded(raw, 'SigAlg'), decoded(raw, 'Signature')];
  if (algorithm === undefined || signature === undefined) throw new SamlFault('no signature');
  if (!ALGORITHMS.includes(algorithm)) throw new SamlFault(`SigAlg ${quoted(algorithm)}`);
  if (!BASE64.test(signature)) throw new SamlFault('a signature that is not base64');
  const signed = [kind, 'RelayState', 'SigAlg'] as const;
  const text = signed.flatMap((name) => (raw.has(name) ? [`${name}=${raw.get(name)}`] : [])).join('&');
  const verifier = new RedirectVerifier(samlConfiguration(connection));
  await verifier.verify({ SigAlg: algorithm, Signature: signature }, text).catch((fault: unknown) => {
    throw new SamlFault(`not verified: ${quoted(fault instanceof Error ? fault.message : '')}`);
  });
}

/** The library's other way in reads the message before it verifies it, and inflates it without a limit. */
class RedirectVerifier extends SAML {
  async verify(signature: Readonly<Record<'SigAlg' | 'Signature', string>>, text: string): Promise<void> {
    await this.hasValidSignatureForRedirect(signature, text);
  }
}

function inflated(base64: string): string {
  if (!BASE64.test(base64)) throw new SamlFault('no base64');
  try {
    return utf8Of(inflateRawSync(Buffer.from(base64, 'base64'), { maxOutputLength: MAXIMUM_BYTES }));
  } catch (fault) {
    if (fault instanceof SamlFault) throw fault;
    throw new SamlFault(`nothing that inflates to at most ${MAXIMUM_BYTES} bytes`);
  }
}

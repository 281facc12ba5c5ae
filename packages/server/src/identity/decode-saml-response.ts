import { SamlFault } from './saml-fault.ts';

/** 256 KiB, as it is posted. */
const MAXIMUM_CHARACTERS = 262_144;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** From what the browser posted to XML. Lines may be broken (RFC 2045). Errors: SamlFault. */
export function decodeSamlResponse(response: string): string {
  if (response.length > MAXIMUM_CHARACTERS) throw new SamlFault(`more than ${MAXIMUM_CHARACTERS} characters`);
  const base64 = response.replaceAll(/[\t\n\r ]/g, '');
  if (base64.length % 4 !== 0 || !BASE64.test(base64)) throw new SamlFault('no base64');
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(base64, 'base64'));
  } catch {
    throw new SamlFault('no UTF-8');
  }
}

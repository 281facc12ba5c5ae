import { DOMParser, type XmlNode } from '@xmldom/xmldom/lib/index.js';
import { SamlFault } from './saml-fault.ts';
import { scanXml } from './scan-xml.ts';

// The same parser as in the verification of signatures, so that no text is ever read in two ways.

export interface XmlAttribute {
  readonly namespace: string;
  readonly name: string;
  readonly value: string;
}

export interface XmlElement {
  /** Empty if there is none. */
  readonly namespace: string;
  /** Without prefix. */
  readonly name: string;
  /** Without declarations of namespaces. */
  readonly attributes: readonly XmlAttribute[];
  readonly children: readonly XmlElement[];
  /** The text of the element itself, without its children. */
  readonly text: string;
}

const DECLARATIONS = 'http://www.w3.org/2000/xmlns/';
const ELEMENT = 1;
const TEXT = 3;

export interface XmlDocument {
  /** The text that was parsed. Only this text may be verified. */
  readonly xml: string;
  readonly root: XmlElement;
}

/** Parses a complete and plain document, as `scanXml` requires. Errors: SamlFault. */
export function parseSamlXml(text: string, maximumElements: number): XmlDocument {
  const xml = scanXml(text, maximumElements);
  return { xml, root: elementOf(rootOf(xml)) };
}

/** Warnings count as errors, because the parser would repair what it warns about. */
function rootOf(xml: string): XmlNode {
  const faults: string[] = [];
  const parser = new DOMParser({ errorHandler: (_level, message) => faults.push(message) });
  try {
    const root = parser.parseFromString(xml, 'text/xml')?.documentElement;
    if (root && faults.length === 0) return root;
  } catch {
    // The parser throws its fatal errors.
  }
  throw new SamlFault('XML that is not well-formed');
}

function elementOf(node: XmlNode): XmlElement {
  const nodes = Array.from(node.childNodes ?? []);
  if (nodes.some(({ nodeType }) => nodeType !== ELEMENT && nodeType !== TEXT))
    throw new SamlFault('XML that is not plain');
  if (typeof node.localName !== 'string') throw new SamlFault('an element without a name');
  return {
    namespace: node.namespaceURI ?? '',
    name: node.localName,
    attributes: Array.from(node.attributes ?? [], attributeOf).filter(({ namespace }) => namespace !== DECLARATIONS),
    children: nodes.filter(({ nodeType }) => nodeType === ELEMENT).map(elementOf),
    text: nodes
      .filter(({ nodeType }) => nodeType === TEXT)
      .map(({ nodeValue }) => nodeValue ?? '')
      .join(''),
  };
}

function attributeOf(node: XmlNode): XmlAttribute {
  return { namespace: node.namespaceURI ?? '', name: node.localName ?? '', value: node.nodeValue ?? '' };
}

/** 256 KiB in the posted form. */
const MAXIMUM_CHARACTERS = 262_144;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** Decodes the text that the browser posted to XML. It can have line breaks (RFC 2045). Errors: SamlFault. */
export function decodeSamlResponse(response: string): string {
  if (response.length > MAXIMUM_CHARACTERS) throw new SamlFault(`more than ${MAXIMUM_CHARACTERS} characters`);
  const base64 = response.replaceAll(/[\t\n\r ]/g, '');
  if (base64.length % 4 !== 0 || !BASE64.test(base64)) throw new SamlFault('no base64');
  return utf8Of(Buffer.from(base64, 'base64'));
}

/** Errors: SamlFault. */
export function utf8Of(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new SamlFault('no UTF-8');
  }
}

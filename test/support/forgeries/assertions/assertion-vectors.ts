import { contentVectors } from './content-vectors.ts';
import { signatureVectors } from './signature-vectors.ts';
import type { AssertionVector } from './vector.ts';
import { wrappingVectors } from './wrapping-vectors.ts';
import { xmlVectors } from './xml-vectors.ts';

/**
 * Every known way to lie in a SAML response. Using one good response twice is not here: only the code that stores the
 * requests can detect that.
 */
export const assertionVectors: readonly AssertionVector[] = [
  ...signatureVectors,
  ...wrappingVectors,
  ...contentVectors,
  ...xmlVectors,
];

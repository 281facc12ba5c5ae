import { contentVectors } from './content-vectors.ts';
import { signatureVectors } from './signature-vectors.ts';
import type { AssertionVector } from './vector.ts';
import { wrappingVectors } from './wrapping-vectors.ts';
import { xmlVectors } from './xml-vectors.ts';

/**
 * Every way to lie in a SAML response that is known here. That one good response is taken once is for anyone who keeps the
 * requests: no single response shows it.
 */
export const assertionVectors: readonly AssertionVector[] = [
  ...signatureVectors,
  ...wrappingVectors,
  ...contentVectors,
  ...xmlVectors,
];

import { X509Certificate } from 'node:crypto';
import { decodeProtectedHeader, jwtVerify } from 'jose';
import type { Clock } from '../world.ts';
import { isStrictCompactToken } from './is-strict-compact-token.ts';
import type { SigningChain } from './signing-chain.ts';

export interface VerifyOptions {
  readonly chain: SigningChain;
  readonly publicUrl: string;
  readonly clock: Clock;
}

const MAXIMUM_LENGTH = 16_384;
const HEADER_FIELDS = ['typ', 'alg', 'kid', 'x5c'];

/**
 * The subject of a token of this chain, or undefined for any other text. The key comes from the leaf in `x5c` and
 * counts only under our own root; `jwk`, `jku`, `x5u` and `kid` decide nothing (attack 2), the algorithm is fixed (attack 3).
 */
export async function verifyRegistryToken(
  token: string,
  { chain, publicUrl, clock }: VerifyOptions,
): Promise<{ readonly subject: string } | undefined> {
  if (token.length > MAXIMUM_LENGTH || !isStrictCompactToken(token, HEADER_FIELDS)) return undefined;
  try {
    const leaf = trustedLeaf(token, chain, clock.now());
    if (!leaf) return undefined;
    const { payload } = await jwtVerify(token, leaf.publicKey, {
      algorithms: ['ES256'],
      issuer: publicUrl,
      audience: chain.registry.service,
      typ: 'JWT',
      requiredClaims: ['exp', 'nbf', 'iat', 'jti', 'access', 'sub'],
      currentDate: new Date(clock.now()),
    });
    if (typeof payload.aud !== 'string' || !Array.isArray(payload.access)) return undefined;
    return typeof payload.sub === 'string' ? { subject: payload.sub } : undefined;
  } catch {
    return undefined;
  }
}

/** Exactly one certificate, signed by the root, within its time, not itself an authority. */
function trustedLeaf(token: string, { trustedCertificatePem }: SigningChain, now: number): X509Certificate | undefined {
  const { x5c } = decodeProtectedHeader(token);
  if (!Array.isArray(x5c) || x5c.length !== 1 || typeof x5c[0] !== 'string') return undefined;
  const leaf = new X509Certificate(Buffer.from(x5c[0], 'base64'));
  const root = new X509Certificate(trustedCertificatePem);
  if (leaf.ca || !leaf.checkIssued(root) || !leaf.verify(root.publicKey)) return undefined;
  const isInTime = leaf.validFromDate.getTime() <= now && now < leaf.validToDate.getTime();
  return isInTime ? leaf : undefined;
}

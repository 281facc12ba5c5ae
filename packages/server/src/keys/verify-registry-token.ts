import { createHash, type KeyObject, X509Certificate } from 'node:crypto';
import { type NamedCredential, readNamedCredential } from '@lanyard/core/registry-tokens/named-credential';
import type { AccessEntry } from '@lanyard/core/registry-tokens/registry-access';
import { decodeProtectedHeader, jwtVerify } from 'jose';
import type { Clock } from '../world.ts';
import { isStrictCompactToken } from './is-strict-compact-token.ts';
import type { SigningChain } from './signing-chain.ts';

export interface RegistryTokenClaims {
  /** The account's name. Empty for anonymous callers. */
  readonly subject: string;
  readonly access: readonly AccessEntry[];
  readonly credential: NamedCredential;
}

/** Tokens of the previous version name no credential (R43). */
export type VerifiedRegistryToken = Omit<RegistryTokenClaims, 'credential'> & {
  readonly credential: NamedCredential | undefined;
};

export interface VerifierOptions {
  readonly publicUrl: string;
  readonly clock: Clock;
}

export interface RegistryTokenVerifier {
  /** The claims of a token that this chain signed and that is valid now. Undefined for any other text. */
  verify(token: string, chain: SigningChain): Promise<VerifiedRegistryToken | undefined>;
}

interface Verified {
  readonly claims: VerifiedRegistryToken;
  readonly notBefore: number;
  readonly expiresAt: number;
}

/** A client sends one token with every request of a pull. */
const MAXIMUM_REMEMBERED = 20_000;

/**
 * Remembers until a token expires that its signature was right, by a digest of the whole token, whose text cannot
 * change. It does not remember what the token currently allows.
 */
export function createRegistryTokenVerifier({ publicUrl, clock }: VerifierOptions): RegistryTokenVerifier {
  const remembered = new Map<string, Verified>();
  const leaves = new Map<string, Leaf>();
  return {
    verify: async (token, chain) => {
      if (token.length > MAXIMUM_LENGTH) return undefined;
      const now = clock.now();
      const digest = `${chain.registry.id} ${createHash('sha256').update(token).digest('base64url')}`;
      const known = remembered.get(digest);
      if (known && known.notBefore <= now && now < known.expiresAt) return known.claims;
      const verified = await verifyRegistryToken(token, { chain, publicUrl, now, leaves });
      remembered.delete(digest);
      if (!verified) return undefined;
      remembered.set(digest, verified);
      if (remembered.size > MAXIMUM_REMEMBERED) remembered.delete(remembered.keys().next().value ?? '');
      return verified.claims;
    },
  };
}

interface VerifyInput {
  readonly chain: SigningChain;
  readonly publicUrl: string;
  readonly now: number;
  /** The leaves that were found valid, by root and certificate. */
  readonly leaves: Map<string, Leaf>;
}

interface Leaf {
  readonly publicKey: KeyObject;
  readonly validFrom: number;
  readonly validTo: number;
}

const MAXIMUM_LENGTH = 16_384;
const HEADER_FIELDS = ['typ', 'alg', 'kid', 'x5c'];
const FIXED_KEY_HEADER_FIELDS = ['typ', 'alg', 'kid'];
const REQUIRED_CLAIMS = ['exp', 'nbf', 'iat', 'jti', 'access', 'sub'];

/**
 * The key comes from the leaf in `x5c` and is valid only under our own root, or it is the registry's fixed key. `jwk`,
 * `jku`, `x5u` and `kid` decide nothing (attack 2), and the algorithm is fixed (attack 3).
 */
async function verifyRegistryToken(token: string, input: VerifyInput): Promise<Verified | undefined> {
  const { chain, publicUrl, now } = input;
  const fields = chain.registry.kind === 'zot' ? FIXED_KEY_HEADER_FIELDS : HEADER_FIELDS;
  if (!isStrictCompactToken(token, fields)) return undefined;
  try {
    const key = publicKeyOf(token, input);
    if (!key) return undefined;
    const { payload } = await jwtVerify(token, key, {
      algorithms: ['ES256'],
      issuer: publicUrl,
      audience: chain.registry.service,
      typ: 'JWT',
      requiredClaims: REQUIRED_CLAIMS,
      currentDate: new Date(now),
    });
    const { aud, sub, access, nbf = 0, exp = 0 } = payload;
    if (typeof aud !== 'string' || typeof sub !== 'string' || !Array.isArray(access)) return undefined;
    const credential = readNamedCredential(payload.credential);
    const claims = { subject: sub, access: access as readonly AccessEntry[], credential };
    return { claims, notBefore: nbf * 1000, expiresAt: exp * 1000 };
  } catch {
    return undefined;
  }
}

function publicKeyOf(token: string, { chain, now, leaves }: VerifyInput): KeyObject | undefined {
  const { registry, trustedCertificatePem } = chain;
  if (registry.kind === 'zot') return new X509Certificate(trustedCertificatePem).publicKey;
  const { x5c } = decodeProtectedHeader(token);
  // There must be exactly one certificate.
  if (!Array.isArray(x5c) || x5c.length !== 1 || typeof x5c[0] !== 'string') return undefined;
  const place = trustedCertificatePem + x5c[0];
  const leaf = leaves.get(place) ?? trustedLeaf(x5c[0], trustedCertificatePem);
  if (!leaf || now < leaf.validFrom || now >= leaf.validTo) return undefined;
  if (leaves.size >= MAXIMUM_REMEMBERED) leaves.clear();
  leaves.set(place, leaf);
  return leaf.publicKey;
}

/** The leaf must be signed by the root, and must not be an authority itself. */
function trustedLeaf(encoded: string, rootPem: string): Leaf | undefined {
  const leaf = new X509Certificate(Buffer.from(encoded, 'base64'));
  const root = new X509Certificate(rootPem);
  if (leaf.ca || !leaf.checkIssued(root) || !leaf.verify(root.publicKey)) return undefined;
  const { publicKey, validFromDate, validToDate } = leaf;
  return { publicKey, validFrom: validFromDate.getTime(), validTo: validToDate.getTime() };
}

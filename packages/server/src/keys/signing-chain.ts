import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { longestTtlSeconds, MAXIMUM_TTL_SECONDS, ttlSecondsOf } from '@lanyard/core/registries/token-lifetimes';
import type { Registry } from '../store/records/registries/registries.ts';
import {
  type CertifiedKey,
  createFixedKey,
  createPrivateRoot,
  issueLeaf,
  libtrustKeyId,
  privateKeyOf,
} from './private-root.ts';
import { ensureSealedKey, type SealedKeysOptions } from './sealed-keys.ts';

/** The registries' leeway and a margin, so that a leaf outlives everything that it signed. */
const LEAF_MARGIN_SECONDS = 60 + 600;

function afterwardsSeconds(registry: Registry): number {
  return Math.max(longestTtlSeconds(registry), MAXIMUM_TTL_SECONDS) + LEAF_MARGIN_SECONDS;
}

/** The key that signs a registry's tokens now. */
export interface Signer {
  /** The first part of the token with its dot. It is made once for all tokens of this key. */
  readonly encodedHeader: string;
  readonly privateKey: KeyObject;
  readonly createdAt: number;
  /** When its certificate ends. A fixed key has no end. */
  readonly expiresAt: number;
}

/** A registry with its signing keys and its trusted certificate. */
export interface SigningChain extends ChainKeys {
  readonly registry: Registry;
  /**
   * How long its tokens are valid. If a registry sends no new challenge, an upload must end while its token is valid.
   */
  readonly ttlSeconds: { readonly push: number; readonly others: number };
}

interface ChainKeys {
  /** The certificate in the registry's configuration: the root, or the fixed certificate. */
  readonly trustedCertificatePem: string;
  readonly signer: Signer;
}

export interface ChainOptions extends SealedKeysOptions {
  readonly leafRotationSeconds: number;
}

/** The chain as it should be now. Parts of the previous one that are still valid are kept. */
export async function currentChain(
  options: ChainOptions,
  registry: Registry,
  before: SigningChain | undefined,
): Promise<SigningChain> {
  const { trustedCertificatePem, signer } = await currentKeys(options, registry, before);
  const ttlSeconds = { push: ttlSecondsOf(registry, true), others: ttlSecondsOf(registry, false) };
  return { registry, ttlSeconds, trustedCertificatePem, signer };
}

async function currentKeys(
  options: ChainOptions,
  registry: Registry,
  before: ChainKeys | undefined,
): Promise<ChainKeys> {
  if (registry.kind === 'zot') {
    const isGood = before && registry.leafNotBefore <= before.signer.createdAt;
    return isGood ? before : fixedKeys(options, registry);
  }
  if (before && isFresh(options, registry, before.signer)) return before;
  const root = await rootOf(options, registry);
  const now = options.clock.now();
  const lifetimeSeconds = options.leafRotationSeconds + afterwardsSeconds(registry);
  const leaf = await issueLeaf(root, now, lifetimeSeconds);
  const expiresAt = now + lifetimeSeconds * 1000;
  const signer = { ...signerOf(leaf, [leaf.certificatePem]), createdAt: now, expiresAt };
  return { trustedCertificatePem: root.certificatePem, signer };
}

function isFresh({ clock, leafRotationSeconds }: ChainOptions, registry: Registry, signer: Signer): boolean {
  const now = clock.now();
  const age = now - signer.createdAt;
  // Tokens can live longer now than when the leaf was made.
  if (signer.expiresAt - now < afterwardsSeconds(registry) * 1000) return false;
  // Below zero, the clock was set back, perhaps to a time before the leaf is valid.
  return age >= 0 && age < leafRotationSeconds * 1000 && registry.leafNotBefore <= signer.createdAt;
}

async function rootOf(options: ChainOptions, registry: Registry): Promise<CertifiedKey> {
  const make = () => createPrivateRoot(registry.name, options.clock.now());
  return withCertificate(await ensureSealedKey(options, `root:${registry.id}`, 'ES256', make));
}

/**
 * zot reads one fixed key at its start and checks neither `iss` nor `aud`. So each zot has its own key, which stays
 * until it is replaced. From the source of 2.1.20:
 * - `http.auth.bearer.cert` accepts PEM of a certificate, whose dates it ignores, or of a public key, or a JWKS with
 * exactly one key.
 * - It accepts RS, PS, ES and EdDSA.
 * - It ignores `kid` and `x5c`.
 * - It checks `exp`, `nbf` and `iat` without leeway.
 * - `access` is as in Distribution, with one exact name and action in each entry.
 */
async function fixedKeys(options: ChainOptions, registry: Registry): Promise<ChainKeys> {
  const make = () => createFixedKey(registry.name, options.clock.now());
  const key = withCertificate(await ensureSealedKey(options, `fixed:${registry.id}`, 'ES256', make));
  const signer = { ...signerOf(key, undefined), createdAt: options.clock.now(), expiresAt: Number.POSITIVE_INFINITY };
  return { trustedCertificatePem: key.certificatePem, signer };
}

function withCertificate(key: Awaited<ReturnType<typeof ensureSealedKey>>): CertifiedKey {
  if (key.certificatePem === null) throw new Error('a registry key without a certificate');
  return { ...key, certificatePem: key.certificatePem };
}

/** RFC 7515 4.1.6: `x5c` is standard base64 of DER. */
function signerOf(key: CertifiedKey, chain: readonly string[] | undefined): Omit<Signer, 'createdAt' | 'expiresAt'> {
  const kid = libtrustKeyId(createPublicKey(key.publicKeyPem));
  const x5c = chain?.map((pem) => new X509Certificate(pem).raw.toString('base64'));
  const header = { typ: 'JWT', alg: 'ES256', kid, ...(x5c && { x5c }) };
  const encodedHeader = `${Buffer.from(JSON.stringify(header)).toString('base64url')}.`;
  return { encodedHeader, privateKey: privateKeyOf(key) };
}

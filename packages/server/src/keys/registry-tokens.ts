import { sign, X509Certificate } from 'node:crypto';
import { promisify } from 'node:util';
import { OWN_REGISTRY } from '@lanyard/core/registries/own-registry';
import type { AccessEntry } from '@lanyard/core/registry-tokens/registry-access';
import { decodeProtectedHeader, jwtVerify } from 'jose';
import type { Registry } from '../store/records/registries.ts';
import type { Clock } from '../world.ts';
import { isStrictCompactToken } from './is-strict-compact-token.ts';
import { type ChainOptions, currentChain, type SigningChain } from './signing-chain.ts';

export interface RegistryTokenClaims {
  /** The account's name; empty for the anonymous. */
  readonly subject: string;
  readonly access: readonly AccessEntry[];
}

export interface SignedRegistryToken {
  readonly token: string;
  readonly expiresInSeconds: number;
  readonly issuedAt: number;
}

/** The registries and their signing chains, as this process last read them. */
export interface RegistryTokens {
  /** Undefined for a service that no registry has. */
  registryOf(service: string): Registry | undefined;
  sign(registry: Registry, claims: RegistryTokenClaims): Promise<SignedRegistryToken>;
  /** The subject of a token for Lanyard's own `/v2/`; undefined for any other text. */
  verifyOwn(token: string): Promise<{ readonly subject: string } | undefined>;
  /** PEM of what this registry has to trust: its root, or its fixed certificate. */
  trustedCertificate(registry: Registry): string;
  /** Reads registries and keys again: another process may have changed them. */
  refresh(): Promise<void>;
}

/** On another thread: a signature is a third of all the work, and the next request need not wait for it. */
const signElsewhere = promisify(sign) as (algorithm: string, data: Buffer, key: object) => Promise<Buffer>;

/** Against registries whose clocks are behind ours (R28). zot refuses a later `iat` just as a later `nbf`. */
const BACKDATE_SECONDS = 10;

export interface RegistryTokensOptions extends ChainOptions {
  readonly publicUrl: string;
}

/** Chains of every registry, kept in this process; another node has leaves of its own under the same roots. */
export async function createRegistryTokens(options: RegistryTokensOptions): Promise<RegistryTokens> {
  let chains: ReadonlyMap<string, SigningChain> = new Map();
  const refresh = async () => {
    chains = await readChains(options, chains);
  };
  await refresh();
  return {
    registryOf: (service) => chains.get(service)?.registry,
    sign: (registry, claims) => signToken(options, requireChain(chains, registry), claims),
    verifyOwn: async (token) => {
      const chain = chains.get(OWN_REGISTRY.service);
      return chain && verifyRegistryToken(token, { ...options, chain });
    },
    trustedCertificate: (registry) => requireChain(chains, registry).trustedCertificatePem,
    refresh,
  };
}

/** The next leaf is made here, ahead of need: to sign never waits. */
async function readChains(
  options: RegistryTokensOptions,
  before: ReadonlyMap<string, SigningChain>,
): Promise<ReadonlyMap<string, SigningChain>> {
  const chains = new Map<string, SigningChain>();
  for (const registry of await options.store.read.registries.list()) {
    chains.set(registry.service, await currentChain(options, registry, before.get(registry.service)));
  }
  return chains;
}

function requireChain(chains: ReadonlyMap<string, SigningChain>, registry: Registry): SigningChain {
  const chain = chains.get(registry.service);
  if (!chain) throw new Error('a registry without a signing chain');
  return chain;
}

async function signToken(
  { clock, random, publicUrl }: RegistryTokensOptions,
  { registry, signer }: SigningChain,
  { subject, access }: RegistryTokenClaims,
): Promise<SignedRegistryToken> {
  const issuedAt = clock.now();
  const now = Math.floor(issuedAt / 1000);
  const nbf = now - BACKDATE_SECONDS;
  const payload = JSON.stringify({
    iss: publicUrl,
    sub: subject,
    aud: registry.service,
    exp: now + registry.tokenTtlSeconds,
    nbf,
    iat: registry.kind === 'zot' ? nbf : now,
    jti: random.uuid(),
    access,
  });
  const signed = signer.encodedHeader + Buffer.from(payload).toString('base64url');
  const signature = await signElsewhere('sha256', Buffer.from(signed), {
    key: signer.privateKey,
    dsaEncoding: 'ieee-p1363',
  });
  return {
    token: `${signed}.${signature.toString('base64url')}`,
    expiresInSeconds: registry.tokenTtlSeconds,
    issuedAt,
  };
}

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

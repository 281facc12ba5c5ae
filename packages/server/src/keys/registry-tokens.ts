import { sign } from 'node:crypto';
import { OWN_REGISTRY } from '@lanyard/core/registries/own-registry';
import type { Registry } from '../store/records/registries/registries.ts';
import { type ChainOptions, currentChain, type SigningChain } from './signing-chain.ts';
import {
  createRegistryTokenVerifier,
  type RegistryTokenClaims,
  type VerifiedRegistryToken,
} from './verify-registry-token.ts';

export interface SignedRegistryToken {
  readonly token: string;
  readonly expiresInSeconds: number;
  readonly issuedAt: number;
}

/** The registries and their signing chains, as this process last read them. */
export interface RegistryTokens {
  /** Undefined for a service that no registry has. */
  registryOf(service: string): Registry | undefined;
  /** The token for what was decided. For the same claims it may be one that was signed a few seconds ago. */
  sign(registry: Registry, claims: RegistryTokenClaims): SignedRegistryToken;
  /** Undefined for a name that no registry has. */
  registryNamed(name: string): Registry | undefined;
  /** The claims of a token that is good for this registry now; undefined for any other text. */
  verify(registry: Registry, token: string): Promise<VerifiedRegistryToken | undefined>;
  /** The subject of a token for Lanyard's own `/v2/`; undefined for any other text. */
  verifyOwn(token: string): Promise<{ readonly subject: string } | undefined>;
  /** PEM of what this registry has to trust: its root, or its fixed certificate. */
  trustedCertificate(registry: Registry): string;
  /** Reads registries and keys again: another process may have changed them. */
  refresh(): Promise<void>;
}

/** Against registries whose clocks are behind ours (R28). zot refuses a later `iat` just as a later `nbf`. */
const BACKDATE_SECONDS = 10;

export interface RegistryTokensOptions extends ChainOptions {
  readonly publicUrl: string;
}

/** Chains of every registry, kept in this process; another node has leaves of its own under the same roots. */
export async function createRegistryTokens(options: RegistryTokensOptions): Promise<RegistryTokens> {
  let chains: ReadonlyMap<string, SigningChain> = new Map();
  let recent = new RecentTokens();
  const refresh = async () => {
    chains = await readChains(options, chains);
    recent = new RecentTokens();
  };
  await refresh();
  const verifier = createRegistryTokenVerifier(options);
  return {
    registryOf: (service) => chains.get(service)?.registry,
    sign: (registry, claims) => recent.sign(options, requireChain(chains, registry), claims),
    registryNamed: (name) => [...chains.values()].find(({ registry }) => registry.name === name)?.registry,
    verify: (registry, token) => verifier.verify(token, requireChain(chains, registry)),
    verifyOwn: async (token) => {
      const chain = chains.get(OWN_REGISTRY.service);
      const claims = chain && (await verifier.verify(token, chain));
      return claims && { subject: claims.subject };
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

function ttlOf({ ttlSeconds }: SigningChain, { access }: RegistryTokenClaims): number {
  return access.some(({ actions }) => actions.includes('push')) ? ttlSeconds.push : ttlSeconds.others;
}

const SAME_TOKEN_MILLISECONDS = 3_000;
/** Some megabytes of tokens. A burst asks for few different ones. */
const MAXIMUM_RECENT = 2_000;
const SHORTEST_LIFETIME_SECONDS = 60;

/**
 * When a fleet pulls one image, hundreds ask for the same within seconds. Each request is decided by itself, and only what
 * was decided is looked up here: with other claims, the credential among them, it is another token (decision 31).
 */
class RecentTokens {
  readonly #tokens = new Map<string, SignedRegistryToken>();
  #since = 0;

  sign(options: RegistryTokensOptions, chain: SigningChain, claims: RegistryTokenClaims): SignedRegistryToken {
    const { registry, signer } = chain;
    const ttlSeconds = ttlOf(chain, claims);
    const key = JSON.stringify([
      registry.id,
      signer.createdAt,
      ttlSeconds,
      claims.subject,
      claims.access,
      claims.credential,
    ]);
    const now = options.clock.now();
    const age = now - this.#since;
    if (age < 0 || age >= SAME_TOKEN_MILLISECONDS) {
      this.#tokens.clear();
      this.#since = now;
    }
    const known = this.#tokens.get(key);
    if (known) return remaining(known, now);
    const signed = signToken(options, chain, { ...claims, ttlSeconds });
    const isLong = ttlSeconds - SAME_TOKEN_MILLISECONDS / 1000 >= SHORTEST_LIFETIME_SECONDS;
    if (isLong && this.#tokens.size < MAXIMUM_RECENT) this.#tokens.set(key, signed);
    return signed;
  }
}

/** Counted from now, for clients that do not look at when it was issued. */
function remaining({ token, expiresInSeconds, issuedAt }: SignedRegistryToken, now: number): SignedRegistryToken {
  const age = Math.ceil((now - issuedAt) / 1000);
  return { token, expiresInSeconds: expiresInSeconds - age, issuedAt };
}

/** In place: with few requests at once, another thread costs more than it gives (docs/performance.md). */
function signToken(
  { clock, random, publicUrl }: RegistryTokensOptions,
  { registry, signer }: SigningChain,
  { subject, access, credential, ttlSeconds }: RegistryTokenClaims & { readonly ttlSeconds: number },
): SignedRegistryToken {
  const issuedAt = clock.now();
  const now = Math.floor(issuedAt / 1000);
  const nbf = now - BACKDATE_SECONDS;
  const payload = JSON.stringify({
    iss: publicUrl,
    sub: subject,
    aud: registry.service,
    exp: now + ttlSeconds,
    nbf,
    iat: registry.kind === 'zot' ? nbf : now,
    jti: random.uuid(),
    access,
    credential,
  });
  const signed = signer.encodedHeader + Buffer.from(payload).toString('base64url');
  const signature = sign('sha256', Buffer.from(signed), { key: signer.privateKey, dsaEncoding: 'ieee-p1363' });
  return {
    token: `${signed}.${signature.toString('base64url')}`,
    expiresInSeconds: ttlSeconds,
    issuedAt,
  };
}

import { sign } from 'node:crypto';
import { crc32 } from 'node:zlib';
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
  /** Undefined if no registry has this service. */
  registryOf(service: string): Registry | undefined;
  /** The token for a decision. For the same claims, it can be a token that was signed a few seconds ago. */
  sign(registry: Registry, claims: RegistryTokenClaims): SignedRegistryToken;
  /** Undefined if no registry has this name. */
  registryNamed(name: string): Registry | undefined;
  /** The claims of a token that is valid for this registry now. Undefined for any other text. */
  verify(registry: Registry, token: string): Promise<VerifiedRegistryToken | undefined>;
  /** The subject of a token for Lanyard's own `/v2/`. Undefined for any other text. */
  verifyOwn(token: string): Promise<{ readonly subject: string } | undefined>;
  /** The certificate that this registry must trust, in PEM: its root, or its fixed certificate. */
  trustedCertificate(registry: Registry): string;
  /** Reads registries and keys again, because another process can have changed them. */
  refresh(): Promise<void>;
}

/** For registries whose clocks are behind ours (R28). zot refuses a later `iat` as well as a later `nbf`. */
const BACKDATE_SECONDS = 10;

export interface RegistryTokensOptions extends ChainOptions {
  readonly publicUrl: string;
}

/** The chains of all registries, kept in this process. Another node has its own leaves under the same roots. */
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

/** Makes the next leaf here, before it is needed, so that signing never waits. */
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
/** Some megabytes of tokens. A burst of requests asks for few different ones. */
const MAXIMUM_RECENT = 2_000;
const SLOTS = 4_096;
const SHORTEST_LIFETIME_SECONDS = 60;

/**
 * When many machines pull one image, hundreds of requests need the same token within seconds. Each request is decided
 * separately, and only the decision is looked up here. With other claims, which include the credential, it is another
 * token (decision 31).
 */
class RecentTokens {
  readonly #tokens = new Map<string, SignedRegistryToken>();
  /** Only a token that is asked for again is kept, because most never are, and those would cost the garbage collector. */
  readonly #askedFor = new Uint32Array(SLOTS);
  #since = 0;

  sign(options: RegistryTokensOptions, chain: SigningChain, claims: RegistryTokenClaims): SignedRegistryToken {
    const { registry, signer } = chain;
    const ttlSeconds = ttlOf(chain, claims);
    const decided = JSON.stringify({ sub: claims.subject, access: claims.access, credential: claims.credential });
    const key = `${registry.id} ${signer.createdAt} ${ttlSeconds} ${decided}`;
    const now = options.clock.now();
    const age = now - this.#since;
    if (age < 0 || age >= SAME_TOKEN_MILLISECONDS) {
      this.#tokens.clear();
      this.#since = now;
    }
    const known = this.#tokens.get(key);
    if (known) return remaining(known, now);
    const signed = signToken(options, chain, { decided, ttlSeconds });
    const isLong = ttlSeconds - SAME_TOKEN_MILLISECONDS / 1000 >= SHORTEST_LIFETIME_SECONDS;
    if (isLong && this.#isAskedAgain(key) && this.#tokens.size < MAXIMUM_RECENT) this.#tokens.set(key, signed);
    return signed;
  }

  /** Two keys with one checksum are rare, and then a token is kept that nobody asks for. */
  #isAskedAgain(key: string): boolean {
    const checksum = crc32(key);
    const slot = checksum % SLOTS;
    const isAgain = this.#askedFor[slot] === checksum;
    this.#askedFor[slot] = checksum;
    return isAgain;
  }
}

/** Counted from now, for clients that ignore the time of issue. */
function remaining({ token, expiresInSeconds, issuedAt }: SignedRegistryToken, now: number): SignedRegistryToken {
  const age = Math.ceil((now - issuedAt) / 1000);
  return { token, expiresInSeconds: expiresInSeconds - age, issuedAt };
}

/** In this thread: with few requests at once, another thread costs more than it saves (docs/performance.md). */
function signToken(
  { clock, random, publicUrl }: RegistryTokensOptions,
  { registry, signer }: SigningChain,
  { decided, ttlSeconds }: { readonly decided: string; readonly ttlSeconds: number },
): SignedRegistryToken {
  const issuedAt = clock.now();
  const now = Math.floor(issuedAt / 1000);
  const nbf = now - BACKDATE_SECONDS;
  const claims = JSON.stringify({
    iss: publicUrl,
    aud: registry.service,
    exp: now + ttlSeconds,
    nbf,
    iat: registry.kind === 'zot' ? nbf : now,
    jti: random.uuid(),
  });
  // One object out of two. What was decided is JSON already, because its text names the token that can be used again.
  const payload = `${claims.slice(0, -1)},${decided.slice(1)}`;
  const signed = signer.encodedHeader + Buffer.from(payload).toString('base64url');
  const signature = sign('sha256', Buffer.from(signed), { key: signer.privateKey, dsaEncoding: 'ieee-p1363' });
  return {
    token: `${signed}.${signature.toString('base64url')}`,
    expiresInSeconds: ttlSeconds,
    issuedAt,
  };
}

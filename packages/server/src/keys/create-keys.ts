import type { AuditMac } from '@lanyard/core/audit/audit-chain';
import { OWN_REGISTRY } from '@lanyard/core/registries/own-registry';
import type { Reads, Store } from '../store/store.ts';
import type { Clock, Random } from '../world.ts';
import { createApiTokens, type RefreshedApiTokens } from './api-tokens.ts';
import { type AuditSigner, createAuditSigner } from './audit-signer.ts';
import { loadMasterKey, type MasterKey, MasterKeyError } from './master-key.ts';
import { createRefreshTokens, type RefreshTokens } from './refresh-tokens.ts';
import { createEventSecrets, createGateSecrets, type EventSecrets, type GateSecrets } from './registry-secrets.ts';
import { createRegistryTokens, type RegistryTokens } from './registry-tokens.ts';
import { createSamlKeys, type SamlKeys } from './saml-keys.ts';
import { createSealer, SealError, type Sealer } from './seal.ts';
import { createMac, createSecretDigester, type SecretDigester } from './secret-digester.ts';

/** After this time at the latest, a node sees a registry or a rotation of another node. */
const REFRESH_MILLISECONDS = 2000;

export interface KeysOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly publicUrl: string;
  readonly masterKeyFile: string;
  readonly leafRotationSeconds: number;
  readonly registryTokenTtlSeconds: number;
}

export interface Keys {
  readonly digester: SecretDigester;
  readonly registryTokens: RegistryTokens;
  readonly apiTokens: RefreshedApiTokens;
  readonly refreshTokens: RefreshTokens;
  readonly samlKeys: SamlKeys;
  readonly gateSecrets: GateSecrets;
  readonly eventSecrets: EventSecrets;
  readonly sealer: Sealer;
  readonly auditMac: AuditMac;
  readonly auditSigner: AuditSigner;
  /** For the lines of the revocations file. */
  readonly revocationMac: (text: string) => string;
  stop(): void;
}

/** The master key of this database. It is created only if no other one has sealed anything. Errors: MasterKeyError. */
export async function masterKeyOf({ signingKeys }: Pick<Reads, 'signingKeys'>, file: string): Promise<MasterKey> {
  return loadMasterKey(file, { mayCreate: (await signingKeys.list()).length === 0 });
}

/**
 * Creates everything that depends on the master key. Errors: MasterKeyError, also if the file has another key than the
 * one that sealed the database.
 */
export async function createKeys(options: KeysOptions): Promise<Keys> {
  const masterKey = await masterKeyOf(options.store.read, options.masterKeyFile);
  await ensureOwnRegistry(options);
  const sealer = createSealer(masterKey);
  const tokens = await createTokens(options, sealer);
  return {
    ...tokens,
    digester: createSecretDigester(masterKey),
    refreshTokens: createRefreshTokens(masterKey),
    samlKeys: createSamlKeys({ ...options, sealer }),
    gateSecrets: createGateSecrets(masterKey),
    eventSecrets: createEventSecrets(masterKey),
    auditMac: createMac(masterKey, 'audit log'),
    auditSigner: await createAuditSigner({ ...options, sealer }),
    revocationMac: createMac(masterKey, 'revocations'),
    sealer,
    stop: refreshRegularly(tokens),
  };
}

async function createTokens(options: KeysOptions, sealer: Sealer) {
  try {
    const registryTokens = await createRegistryTokens({ ...options, sealer });
    return { registryTokens, apiTokens: await createApiTokens({ ...options, sealer }) };
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    throw new MasterKeyError(
      `the master key ${options.masterKeyFile} is not the one that sealed the database: put that one back, or set LANYARD_MASTER_KEY_FILE`,
    );
  }
}

/** One round after another, even if the database is slow. Returns a function that stops it. */
function refreshRegularly({ registryTokens, apiTokens }: Awaited<ReturnType<typeof createTokens>>): () => void {
  let isRunning = false;
  const refresh = async () => {
    if (isRunning) return;
    isRunning = true;
    try {
      await registryTokens.refresh();
      await apiTokens.refresh();
    } catch {
      // The values from the last round still apply. Without the database, no token is requested either.
    } finally {
      isRunning = false;
    }
  };
  const timer = setInterval(() => void refresh(), REFRESH_MILLISECONDS);
  timer.unref();
  return () => clearInterval(timer);
}

export interface OwnRegistryOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly registryTokenTtlSeconds: number;
}

/** The registry that a new server starts with. If two nodes start at once, only one creates it. */
export async function ensureOwnRegistry({ store, clock, random, ...options }: OwnRegistryOptions): Promise<void> {
  if (await store.read.registries.byName(OWN_REGISTRY.name)) return;
  const { registryTokenTtlSeconds: tokenTtlSeconds } = options;
  const times = {
    tokenTtlSeconds,
    pushTokenTtlSeconds: null,
    hosts: [],
    internalUrl: null,
    lastUsedAt: null,
    leafNotBefore: 0,
    gateSecretMadeAt: null,
    pastGateSeenAt: null,
    gateTestedAt: null,
    createdAt: clock.now(),
  };
  const registry = { id: random.uuid(), ...OWN_REGISTRY, kind: 'distribution', ...times } as const;
  await store.transaction((records) => records.registries.insertOwn(registry));
}

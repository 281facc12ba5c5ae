import type { ApiTokens, Clock, Random, RegistryTokens, SecretDigester } from '../ports/services.ts';
import type { Store } from '../ports/store.ts';
import { createApiTokens } from './api-tokens.ts';
import { ensureOwnRegistry } from './ensure-own-registry.ts';
import { loadMasterKey } from './master-key.ts';
import { createRegistryTokens } from './registry-tokens.ts';
import { createSealer } from './seal.ts';
import { createSecretDigester } from './secret-digester.ts';

/** How soon a node sees a registry or a rotation that another one made. */
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
  readonly apiTokens: ApiTokens;
  stop(): void;
}

/** Everything that hangs on the master key. It is made only where the database holds nothing that another one sealed. */
export async function createKeys(options: KeysOptions): Promise<Keys> {
  const sealedBefore = await options.store.read.signingKeys.list();
  const masterKey = await loadMasterKey(options.masterKeyFile, { mayCreate: sealedBefore.length === 0 });
  const sealer = createSealer(masterKey);
  await ensureOwnRegistry(options);
  const registryTokens = await createRegistryTokens({ ...options, sealer });
  const apiTokens = await createApiTokens({ ...options, sealer });
  const timer = setInterval(() => void registryTokens.refresh().catch(() => undefined), REFRESH_MILLISECONDS);
  timer.unref();
  return { digester: createSecretDigester(masterKey), registryTokens, apiTokens, stop: () => clearInterval(timer) };
}

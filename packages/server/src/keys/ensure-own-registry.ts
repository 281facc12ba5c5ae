import { DomainError } from '@lanyard/core/domain-error';
import { OWN_REGISTRY } from '@lanyard/core/registries/own-registry';
import type { Store } from '../store/store.ts';
import type { Clock, Random } from '../world.ts';

export interface OwnRegistryOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly registryTokenTtlSeconds: number;
}

/** The registry that a fresh server knows; of two nodes that start at once, one makes it. */
export async function ensureOwnRegistry({ store, clock, random, ...options }: OwnRegistryOptions): Promise<void> {
  if (await store.read.registries.byName(OWN_REGISTRY.name)) return;
  const { registryTokenTtlSeconds: tokenTtlSeconds } = options;
  const times = { tokenTtlSeconds, leafNotBefore: 0, createdAt: clock.now() };
  const registry = { id: random.uuid(), ...OWN_REGISTRY, kind: 'distribution', ...times } as const;
  try {
    await store.transaction((records) => records.registries.insert(registry));
  } catch (error) {
    if (!(error instanceof DomainError && error.code === 'conflict')) throw error;
  }
}

import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AccessEntry } from '@lanyard/core/registry-tokens/registry-access';
import type { ApiTokenClaims } from '../../src/keys/api-tokens.ts';
import { createKeys, type Keys, masterKeyOf } from '../../src/keys/create-keys.ts';
import { createMac } from '../../src/keys/secret-digester.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Registry } from '../../src/store/records/registries/registries.ts';
import type { Records, Store } from '../../src/store/store.ts';
import type { Clock, Random } from '../../src/world.ts';

export const PUBLIC_URL = 'https://tokens.example.com';
export const LEAF_ROTATION_SECONDS = 43_200;
export const ANONYMOUS = { type: 'anonymous' } as const;
export const ACCESS: readonly AccessEntry[] = [{ type: 'repository', name: 'acme/app', actions: ['pull', 'push'] }];
export const API_CLAIMS: ApiTokenClaims = {
  accountId: '5b2c',
  accountName: 'acme',
  email: 'acme@example.com',
  source: 'token',
  parentId: '77aa',
};

export interface KeyWorld {
  readonly folder: string;
  readonly masterKeyFile: string;
  readonly store: Store;
  readonly clock: Clock & { advance(seconds: number): void };
  readonly random: Random;
  /** Each call starts the keys of another process, with the same database and master key. */
  startKeys(): Promise<Keys>;
  /** Changes records as a use case does, with an audit event. */
  change(work: (records: Records) => Promise<void>): Promise<void>;
  addRegistry(registry: Partial<Registry> & Pick<Registry, 'name'>): Promise<void>;
  remove(): Promise<void>;
}

/** A real database in an empty folder, and a clock that moves only when a test moves it. */
export async function keyWorld(): Promise<KeyWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'lanyard-keys-'));
  const masterKeyFile = join(folder, 'master.key');
  const location = { databaseUrl: undefined, dataFolder: folder };
  const store = await openStore(location, async (read) =>
    createMac(await masterKeyOf(read, masterKeyFile), 'audit log'),
  );
  const random: Random = { bytes: (length) => randomBytes(length), uuid: () => randomUUID() };
  const clock = standingClock();
  const started: Keys[] = [];
  return {
    folder,
    masterKeyFile,
    store,
    clock,
    random,
    startKeys: async () => {
      const rotation = { leafRotationSeconds: LEAF_ROTATION_SECONDS, registryTokenTtlSeconds: 300 };
      const keys = await createKeys({ store, clock, random, publicUrl: PUBLIC_URL, masterKeyFile, ...rotation });
      started.push(keys);
      return keys;
    },
    change: (work) => changeWithEvent(store, work),
    addRegistry: (registry) => changeWithEvent(store, ({ registries }) => registries.insert(sampleRegistry(registry))),
    remove: async () => {
      for (const keys of started) keys.stop();
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function changeWithEvent(store: Store, work: (records: Records) => Promise<void>): Promise<void> {
  const operator = { type: 'operator', id: 'operator', name: 'operator' } as const;
  const event = { action: 'registry.created', actor: operator, subject: operator, namespace: null } as const;
  return store.transaction(async (records) => {
    await work(records);
    await records.audit.append({ id: randomUUID(), at: 0, ...event, address: '', client: 'test', data: {} });
  });
}

export function sampleRegistry(registry: Partial<Registry> & Pick<Registry, 'name'>): Registry {
  const standard = { id: randomUUID(), service: registry.name, kind: 'distribution' } as const;
  return {
    ...standard,
    tokenTtlSeconds: 300,
    pushTokenTtlSeconds: null,
    hosts: [],
    internalUrl: null,
    lastUsedAt: null,
    leafNotBefore: 0,
    gateSecretMadeAt: null,
    pastGateSeenAt: null,
    gateTestedAt: null,
    createdAt: 0,
    ...registry,
  };
}

/** The keys of the registry with this service. Throws if there is no such registry. */
export function registryOf(keys: Pick<Keys, 'registryTokens'>, service: string): Registry {
  const registry = keys.registryTokens.registryOf(service);
  if (!registry) throw new Error(`no registry has the service ${service}`);
  return registry;
}

function standingClock() {
  let now = Date.now();
  return {
    now: () => now,
    advance: (seconds: number) => {
      now += seconds * 1000;
    },
  };
}

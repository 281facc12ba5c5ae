import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import { Secret } from '@lanyard/core/secret';
import type { Registry } from '../store/records/registries/registries.ts';
import type { RegistryConnection } from '../store/records/registries/registry-connections.ts';
import type { MasterKey } from './master-key.ts';

/** What a registry's proxy proves itself with when it asks the gate. */
export interface GateSecrets {
  /** Undefined for a registry that has no gate. */
  secretOf(registry: Registry): Secret | undefined;
  accepts(registry: Registry, given: Secret): boolean;
}

/** Derived from the master key and the time when it was made: it can be printed again, and no copy of it rests anywhere. */
export function createGateSecrets(masterKey: MasterKey): GateSecrets {
  const key = createSecretKey(masterKey.derive('gate'));
  const mac = (text: string) => createHmac('sha256', key).update(text).digest();
  const secretOf = ({ id, gateSecretMadeAt }: Registry) =>
    gateSecretMadeAt === null
      ? undefined
      : new Secret(`lygate_${mac(`${id} ${gateSecretMadeAt}`).toString('base64url')}`);
  /** Of the last secret of each registry: every request of a proxy is compared with one. */
  const expected = new Map<string, { readonly madeAt: number | null; readonly digest: Buffer }>();
  const expectedOf = (registry: Registry): Buffer | undefined => {
    const { id, gateSecretMadeAt: madeAt } = registry;
    const known = expected.get(id);
    if (known && known.madeAt === madeAt) return known.digest;
    const secret = secretOf(registry);
    if (!secret) return undefined;
    const digest = mac(secret.reveal());
    expected.set(id, { madeAt, digest });
    return digest;
  };
  return {
    secretOf,
    accepts: (registry, given) => {
      const digest = expectedOf(registry);
      // Keyed digests are compared: how long that takes says nothing about the secret.
      return digest !== undefined && timingSafeEqual(digest, mac(given.reveal()));
    },
  };
}

/** What a registry's events bring, so that nobody else's are read. */
export interface EventSecrets {
  secretOf(connection: Pick<RegistryConnection, 'registryId' | 'secretMadeAt'>): Secret;
  accepts(connection: Pick<RegistryConnection, 'registryId' | 'secretMadeAt'>, given: Secret): boolean;
}

/** Derived from the master key, as the secrets of gates are, so that no copy of one rests anywhere. */
export function createEventSecrets(masterKey: MasterKey): EventSecrets {
  const key = createSecretKey(masterKey.derive('registry events'));
  const mac = (text: string) => createHmac('sha256', key).update(text).digest();
  const secretOf: EventSecrets['secretOf'] = ({ registryId, secretMadeAt }) =>
    new Secret(`lyevents_${mac(`${registryId} ${secretMadeAt}`).toString('base64url')}`);
  return {
    secretOf,
    accepts: (connection, given) => timingSafeEqual(mac(secretOf(connection).reveal()), mac(given.reveal())),
  };
}

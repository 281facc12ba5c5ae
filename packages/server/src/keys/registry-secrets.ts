import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import { Secret } from '@lanyard/core/secret';
import type { Registry } from '../store/records/registries/registries.ts';
import type { RegistryConnection } from '../store/records/registries/registry-connections.ts';
import type { MasterKey } from './master-key.ts';

/** The secret with which a registry's proxy authenticates at the gate. */
export interface GateSecrets {
  /** Undefined for a registry without a gate. */
  secretOf(registry: Registry): Secret | undefined;
  accepts(registry: Registry, given: Secret): boolean;
}

/** Derived from the master key and the time when it was made, so it can be printed again and is stored nowhere. */
export function createGateSecrets(masterKey: MasterKey): GateSecrets {
  const key = createSecretKey(masterKey.derive('gate'));
  const mac = (text: string) => createHmac('sha256', key).update(text).digest();
  const secretOf = ({ id, gateSecretMadeAt }: Registry) =>
    gateSecretMadeAt === null
      ? undefined
      : new Secret(`lygate_${mac(`${id} ${gateSecretMadeAt}`).toString('base64url')}`);
  /** The last secret of each registry. Every request of a proxy is compared with one. */
  const expected = new Map<string, { readonly madeAt: number | null; readonly bytes: Buffer }>();
  const expectedOf = (registry: Registry): Buffer | undefined => {
    const { id, gateSecretMadeAt: madeAt } = registry;
    const known = expected.get(id);
    if (known && known.madeAt === madeAt) return known.bytes;
    const secret = secretOf(registry);
    if (!secret) return undefined;
    const bytes = Buffer.from(secret.reveal());
    expected.set(id, { madeAt, bytes });
    return bytes;
  };
  return {
    secretOf,
    accepts: (registry, given) => {
      const bytes = expectedOf(registry);
      const givenBytes = Buffer.from(given.reveal());
      // All secrets have one length, so the length is not secret, and the time of the comparison says nothing else.
      return bytes !== undefined && bytes.length === givenBytes.length && timingSafeEqual(bytes, givenBytes);
    },
  };
}

/** The secret in a registry's events, so that nobody else can send events. */
export interface EventSecrets {
  secretOf(connection: Pick<RegistryConnection, 'registryId' | 'secretMadeAt'>): Secret;
  accepts(connection: Pick<RegistryConnection, 'registryId' | 'secretMadeAt'>, given: Secret): boolean;
}

/** Derived from the master key like the secrets of gates, so it is stored nowhere. */
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

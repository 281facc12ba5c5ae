import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import { Secret } from '@lanyard/core/secret';
import type { RegistryConnection } from '../store/records/registry-connections.ts';
import type { MasterKey } from './master-key.ts';

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

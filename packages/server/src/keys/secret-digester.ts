import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import type { Secret } from '@lanyard/core/secret';
import type { MasterKey } from './master-key.ts';

const PURPOSES = [
  'token',
  'session',
  'setup-code',
  'device-code',
  'user-code',
  'password-reset',
  'scim-token',
  'flow',
  'recovery-code',
  'limit',
  'known-source',
  'metrics-token',
  'invitation',
  'password-epoch',
  'gate-secret',
] as const;

export type DigestPurpose = (typeof PURPOSES)[number];

/** Keyed digests of secrets, for look-ups. The key is stored outside the database (R17). */
export interface SecretDigester {
  /** The `purpose` prevents a digest of one kind of secret from being used as another (attack 32). */
  digest(purpose: DigestPurpose, secret: Secret): string;
}

type Keys = Readonly<Record<DigestPurpose, KeyObject>>;

/** HMAC-SHA-256 with a separate key for each purpose, so that a copy of the database is useless (R17). */
export function createSecretDigester(masterKey: MasterKey): SecretDigester {
  const keyOf = (purpose: DigestPurpose) => createSecretKey(masterKey.derive(`digest ${purpose}`));
  const keys = Object.fromEntries(PURPOSES.map((purpose) => [purpose, keyOf(purpose)])) as Keys;
  return {
    digest: (purpose, secret) => createHmac('sha256', keys[purpose]).update(secret.reveal()).digest('base64url'),
  };
}

/** HMAC-SHA-256 in hexadecimal, with a separate key for each purpose. */
export function createMac(masterKey: MasterKey, purpose: 'audit log' | 'revocations'): (text: string) => string {
  const key = createSecretKey(masterKey.derive(purpose));
  return (text) => createHmac('sha256', key).update(text).digest('hex');
}

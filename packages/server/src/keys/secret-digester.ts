import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import type { DigestPurpose, SecretDigester } from '../services.ts';
import type { MasterKey } from './master-key.ts';

/** HMAC-SHA-256 under a key of its own for each purpose: a copy of the database holds nothing of use (R17). */
export function createSecretDigester(masterKey: MasterKey): SecretDigester {
  const keyOf = (purpose: string) => createSecretKey(masterKey.derive(`digest ${purpose}`));
  const keys: Readonly<Record<DigestPurpose, KeyObject>> = {
    token: keyOf('token'),
    session: keyOf('session'),
    'setup-code': keyOf('setup-code'),
    'device-code': keyOf('device-code'),
    'user-code': keyOf('user-code'),
    'password-reset': keyOf('password-reset'),
    'scim-token': keyOf('scim-token'),
    flow: keyOf('flow'),
    'recovery-code': keyOf('recovery-code'),
  };
  return {
    digest: (purpose, secret) => createHmac('sha256', keys[purpose]).update(secret.reveal()).digest('base64url'),
  };
}

import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import type { Secret } from '@lanyard/core/secret';

import type { MasterKey } from './master-key.ts';

export type DigestPurpose =
  | 'token'
  | 'session'
  | 'setup-code'
  | 'device-code'
  | 'user-code'
  | 'password-reset'
  | 'scim-token'
  | 'flow'
  | 'recovery-code';

/** Keyed digests of secrets, for look-up; the key lives outside the database (R17). */
export interface SecretDigester {
  /** `purpose` keeps a digest of one kind of secret from standing for another (attack 32). */
  digest(purpose: DigestPurpose, secret: Secret): string;
}

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

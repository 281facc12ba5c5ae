import { createHmac, createSecretKey } from 'node:crypto';
import type { MasterKey } from './master-key.ts';

/** HMAC-SHA-256 in hexadecimal, under a key of its own for each purpose. */
export function createMac(masterKey: MasterKey, purpose: 'audit log' | 'revocations'): (text: string) => string {
  const key = createSecretKey(masterKey.derive(purpose));
  return (text) => createHmac('sha256', key).update(text).digest('hex');
}

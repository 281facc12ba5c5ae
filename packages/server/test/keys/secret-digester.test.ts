import { webcrypto } from 'node:crypto';
import { Secret } from '@lanyard/core/secret';
import { expect, it } from 'vitest';
import { MasterKey } from '../../src/keys/master-key.ts';
import { createSecretDigester } from '../../src/keys/secret-digester.ts';

const MASTER = Buffer.alloc(32, 9);
const digester = createSecretDigester(new MasterKey(MASTER));
const secret = new Secret('lyd_pat_000000000000000000000000000000abcdef');

/** An independent implementation of RFC 5869 and RFC 2104, with the same master key. */
async function expectedDigest(purpose: string, text: string): Promise<string> {
  const master = await webcrypto.subtle.importKey('raw', MASTER, 'HKDF', false, ['deriveKey']);
  const info = new TextEncoder().encode(`lanyard digest ${purpose}`);
  const derivation = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info };
  const kind = { name: 'HMAC', hash: 'SHA-256', length: 256 };
  const key = await webcrypto.subtle.deriveKey(derivation, master, kind, false, ['sign']);
  const digest = await webcrypto.subtle.sign('HMAC', key, new TextEncoder().encode(text));
  return Buffer.from(digest).toString('base64url');
}

it('R17: a digest is an HMAC-SHA-256 with a key that is derived from the master key', async () => {
  for (const purpose of ['token', 'session', 'setup-code'] as const) {
    expect(digester.digest(purpose, secret)).toBe(await expectedDigest(purpose, secret.reveal()));
  }
});

it('the same secret has a different digest for each purpose (attack 32)', () => {
  const digests = (['token', 'session', 'setup-code'] as const).map((purpose) => digester.digest(purpose, secret));
  expect(new Set(digests).size).toBe(3);
});

it('R17: another master key gives other digests', () => {
  const other = createSecretDigester(new MasterKey(Buffer.alloc(32, 10)));
  expect(other.digest('token', secret)).not.toBe(digester.digest('token', secret));
});

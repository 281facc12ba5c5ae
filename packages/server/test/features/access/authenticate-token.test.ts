import { randomBytes } from 'node:crypto';
import { Secret } from '@lanyard/core/secret';
import { makeTokenSecret } from '@lanyard/core/tokens/token-format';
import { describe, expect, it } from 'vitest';
import { authenticateToken } from '../../../src/features/access/authenticate-token.ts';
import type { Services } from '../../../src/services.ts';

/** A store that counts what it is asked. */
function countingServices(): { readonly services: Services; readonly count: () => number } {
  let asked = 0;
  const findCredential = async () => {
    asked += 1;
    return undefined;
  };
  const services = {
    clock: { now: () => 0 },
    digester: { digest: () => 'digest' },
    store: { read: { tokens: { findCredential } } },
  } as unknown as Services;
  return { services, count: () => asked };
}

describe('R16, attack 14: what is no token costs no look-up', () => {
  const secret = makeTokenSecret('pat', (length) => randomBytes(length)).reveal();

  it('while a well-formed one costs exactly one', async () => {
    const { services, count } = countingServices();
    await expect(authenticateToken(services, new Secret(secret), undefined)).rejects.toThrow('invalid-credential');
    expect(count()).toBe(1);
  });

  it('every prefix, every suffix, every extension and every changed letter costs none', async () => {
    const { services, count } = countingServices();
    const cuts = Array.from({ length: secret.length }, (_, index) => [secret.slice(0, index), secret.slice(index + 1)]);
    const changed = [...secret].map(
      (letter, index) => secret.slice(0, index) + (letter === 'a' ? 'b' : 'a') + secret.slice(index + 1),
    );
    const wrong = [
      ...cuts.flat(),
      ...changed.filter((text) => text !== secret),
      `${secret}0`,
      ` ${secret}`,
      `${secret}\n`,
    ];
    for (const text of wrong) {
      await expect(authenticateToken(services, new Secret(text), undefined)).rejects.toThrow('invalid-credential');
    }
    expect(count()).toBe(0);
  });
});

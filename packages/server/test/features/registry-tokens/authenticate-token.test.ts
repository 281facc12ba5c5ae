import { randomBytes } from 'node:crypto';
import { Secret } from '@lanyard/core/secret';
import { makeTokenSecret } from '@lanyard/core/tokens/access-token';
import { describe, expect, it } from 'vitest';
import { authenticateToken } from '../../../src/features/registry-tokens/registry-principal.ts';
import type { Services } from '../../../src/services.ts';

const SOURCE = { address: '192.0.2.7', client: 'test' };

/** A store that counts its queries. */
function countingServices(): { readonly services: Services; readonly count: () => number } {
  let asked = 0;
  const credential = async () => {
    asked += 1;
    return undefined;
  };
  const services = {
    clock: { now: () => 0 },
    digester: { digest: () => 'digest' },
    store: { read: { access: { credential } } },
    refusals: { record: () => undefined },
  } as unknown as Services;
  return { services, count: () => asked };
}

describe('R16, attack 14: the number of database look-ups', () => {
  const secret = makeTokenSecret('pat', (length) => randomBytes(length)).reveal();

  it('is one for a well-formed token', async () => {
    const { services, count } = countingServices();
    await expect(
      authenticateToken(services, SOURCE, { secret: new Secret(secret), accountName: undefined }),
    ).rejects.toThrow('invalid-credential');
    expect(count()).toBe(1);
  });

  it('is zero for every prefix, suffix, extension and changed character', async () => {
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
      await expect(
        authenticateToken(services, SOURCE, { secret: new Secret(text), accountName: undefined }),
      ).rejects.toThrow('invalid-credential');
    }
    expect(count()).toBe(0);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requireUsable, tokenStatus } from '../../src/tokens/access-token.ts';
import { AUTO_TOKENS_KEPT } from '../../src/tokens/retention.ts';
import { thrownBy } from '../thrown-by.ts';

const NOW = 1_764_000_000_000;
const MANUAL = { createdAt: NOW - 99, idleSeconds: null, lastUsedAt: null };
const FRESH = {
  ...MANUAL,
  deactivatedAt: null,
  expiresAt: null,
  deletedAt: null,
  deletedBecause: null,
  keptThen: null,
};
const moment = fc.option(fc.constantFrom(NOW - 5, NOW - 1, NOW, NOW + 1, NOW + 5));

describe('an access token expires exactly at its expiration time', () => {
  it.each([
    [NOW + 1, 'active'],
    [NOW, 'expired'],
    [NOW - 1, 'expired'],
    [null, 'active'],
    [0, 'expired'],
  ] as const)('with the expiration %d it is %s', (expiresAt, status) => {
    expect(tokenStatus({ ...FRESH, expiresAt }, NOW)).toBe(status);
    expect(thrownBy(() => requireUsable({ ...FRESH, expiresAt }, NOW))?.code).toBe(
      status === 'active' ? undefined : 'token-expired',
    );
  });

  it.each([Number.NaN, undefined as unknown as null])(
    'with the unreadable expiration %s it is refused',
    (expiresAt) => {
      expect(tokenStatus({ ...FRESH, expiresAt }, NOW)).toBe('expired');
      expect(thrownBy(() => requireUsable({ ...FRESH, expiresAt }, NOW))?.code).toBe('token-expired');
    },
  );

  it.each([
    ['unused since its creation', { createdAt: NOW - 60_000 }, 'expired'],
    ['unused since its creation, a millisecond less', { createdAt: NOW - 59_999 }, 'active'],
    ['used recently', { createdAt: NOW - 900_000, lastUsedAt: NOW - 1_000 }, 'active'],
    ['used, but too long ago', { createdAt: NOW - 900_000, lastUsedAt: NOW - 60_000 }, 'expired'],
    ['without an idle time', { createdAt: 0, idleSeconds: null }, 'active'],
    ['with an idle time that is not a number', { createdAt: NOW, idleSeconds: Number.NaN }, 'expired'],
  ] as const)('an auto-generated token %s is active or expired as its idle time says', (_how, times, status) => {
    expect(tokenStatus({ ...FRESH, lastUsedAt: null, idleSeconds: 60, ...times }, NOW)).toBe(status);
  });

  it('a token that is expired and inactive counts as expired', () => {
    expect(tokenStatus({ ...MANUAL, deactivatedAt: NOW - 9, expiresAt: NOW - 1 }, NOW)).toBe('expired');
    expect(tokenStatus({ ...MANUAL, deactivatedAt: NOW - 9, expiresAt: NOW + 1 }, NOW)).toBe('inactive');
    expect(tokenStatus({ ...MANUAL, deactivatedAt: NOW - 9, expiresAt: null }, NOW)).toBe('inactive');
  });
});

describe('the holder of the secret learns why it is refused, and since when (decision 5)', () => {
  it.each([
    ['inactive', { deactivatedAt: 11 }, 'token-inactive', { at: 11 }],
    ['expired', { expiresAt: 22 }, 'token-expired', { at: 22 }],
    ['deleted', { deletedAt: 33, deletedBecause: 'deleted' }, 'token-deleted', { at: 33 }],
    ['deleted for no known reason', { deletedAt: 33 }, 'token-deleted', { at: 33 }],
    ['evicted', { deletedAt: 44, deletedBecause: 'evicted' }, 'token-evicted', { at: 44, kept: AUTO_TOKENS_KEPT }],
    [
      'evicted by policy',
      { deletedAt: 44, deletedBecause: 'evicted', keptThen: 2 },
      'token-evicted',
      { at: 44, kept: 2 },
    ],
    ['signed out', { deletedAt: 55, deletedBecause: 'signed-out' }, 'token-signed-out', { at: 55 }],
    ['expired and inactive', { expiresAt: 22, deactivatedAt: 11 }, 'token-expired', { at: 22 }],
    ['expired, inactive and deleted', { expiresAt: 22, deactivatedAt: 11, deletedAt: 33 }, 'token-deleted', { at: 33 }],
  ] as const)('when it is %s', (_what, changes, code, data) => {
    expect(thrownBy(() => requireUsable({ ...FRESH, ...changes }, NOW))).toEqual({ code, data });
  });

  it('a token is usable if and only if it is active and not deleted', () => {
    const because = fc.constantFrom('deleted' as const, 'evicted' as const, null);
    const property = fc.property(
      moment,
      moment,
      moment,
      because,
      (expiresAt, deactivatedAt, deletedAt, deletedBecause) => {
        const token = { ...FRESH, expiresAt, deactivatedAt, deletedAt, deletedBecause };
        const usable = thrownBy(() => requireUsable(token, NOW)) === undefined;
        expect(usable).toBe(deletedAt === null && tokenStatus(token, NOW) === 'active');
      },
    );
    fc.assert(property, { numRuns: 500 });
  });
});

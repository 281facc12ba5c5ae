import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CERTIFICATE_WAIT_SECONDS,
  continuedRoot,
  speaksFor,
  type TrustRoot,
} from '../../src/single-sign-on/trust-root.ts';

const DAY = 86_400_000;
const WAIT = CERTIFICATE_WAIT_SECONDS * 1000;

const saml = (certificates: Readonly<Record<string, number | null>>, entityId = 'https://idp.example/metadata') => ({
  protocol: 'saml' as const,
  entityId,
  certificates: Object.entries(certificates).map(([certificate, addedAt]) => ({ certificate, addedAt })),
});
const oidc = (issuer: string, clientId = 'lanyard') => ({ protocol: 'oidc' as const, issuer, clientId });

describe('the provider that an organization trusts', () => {
  it.each<readonly [string, TrustRoot, TrustRoot, boolean]>([
    ['the same client of the same issuer', oidc('https://a'), oidc('https://a'), true],
    ['another issuer', oidc('https://a'), oidc('https://b'), false],
    ['another spelling of the issuer', oidc('https://a'), oidc('https://a/'), false],
    ['another client', oidc('https://a'), oidc('https://a', 'other'), false],
    ['SAML instead of OpenID', oidc('https://a'), saml({ a: null }, 'https://a'), false],
    ['OpenID instead of SAML', saml({ a: null }, 'https://a'), oidc('https://a'), false],
    ['another entity id with the same certificate', saml({ a: null }), saml({ a: null }, 'https://b'), false],
    ['the same certificate', saml({ a: null }), saml({ a: null }), true],
    ['another certificate under the same entity id', saml({ a: null }), saml({ b: null }), false],
    ['another certificate beside the old one', saml({ a: null }), saml({ a: null, b: null }), true],
    ['the newer certificate alone, at once', saml({ a: null, b: 10 * DAY }), saml({ b: null }), false],
    ['the newer certificate alone, after a week', saml({ a: null, b: 4 * DAY }), saml({ b: null }), true],
    ['none of two', saml({ a: null, b: null }), saml({ c: null }), false],
  ])('after a change to %s (%s to %s) is the same: %s', (_what, before, after, isSame) => {
    expect(continuedRoot(before, after, 11 * DAY) !== undefined).toBe(isSame);
  });

  it('keeps the time at which each certificate was added', () => {
    const first = continuedRoot(saml({ a: null }), saml({ a: null, b: null }), DAY);
    expect(first).toEqual(saml({ a: null, b: DAY }));
    expect(first && continuedRoot(first, saml({ b: null, a: null }), 2 * DAY)).toEqual(saml({ b: DAY, a: null }));
  });

  it('accepts a new certificate for accounts that were linked before only after a week, and for later ones at once', () => {
    const root = saml({ a: null, b: DAY });
    const said = (signedBy: string | undefined, createdAt: number, now: number) =>
      speaksFor(root, { createdAt }, signedBy, now);
    expect([said('a', 0, DAY), said('b', 0, DAY), said('b', DAY - 1, WAIT + DAY - 1)]).toEqual([true, false, false]);
    expect([said('b', 0, WAIT + DAY), said('b', DAY, DAY), said('b', 2 * DAY, 2 * DAY)]).toEqual([true, true, true]);
    expect([said('c', 0, WAIT * 9), said(undefined, 0, WAIT * 9)]).toEqual([false, false]);
  });

  /** The roots that an owner sets one after the other, each with its time, until the links become invalid. */
  function history(changes: readonly (readonly [readonly string[], number])[]) {
    const steps: (readonly [root: TrustRoot, now: number])[] = [[saml({ a: null }), DAY]];
    for (const [set, days] of changes) {
      const [root, before] = steps.at(-1) ?? [saml({}), 0];
      const now = before + days * DAY;
      const next = continuedRoot(root, saml(Object.fromEntries(set.map((one) => [one, null]))), now);
      if (!next) break;
      steps.push([next, now]);
    }
    return steps;
  }

  it('does not accept a key of an owner for accounts from before within a week, however the owner changes certificates', () => {
    const sets = fc.subarray(['a', 'b', 'c', 'mine'], { minLength: 1 });
    const changes = fc.array(fc.tuple(sets, fc.integer({ min: 0, max: 3 })), { maxLength: 8 });
    fc.assert(
      fc.property(changes, (made) => {
        const steps = history(made);
        const isThere = ([root]: (typeof steps)[number]) => JSON.stringify(root).includes('"mine"');
        for (const [index, [root, now]] of steps.entries()) {
          if (!speaksFor(root, { createdAt: DAY - 1 }, 'mine', now)) continue;
          const since = steps.slice(0, index + 1).findLastIndex((step) => !isThere(step)) + 1;
          expect(now - (steps[since]?.[1] ?? now)).toBeGreaterThanOrEqual(WAIT);
        }
      }),
    );
  });
});

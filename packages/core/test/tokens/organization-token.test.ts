import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isLifetimeAllowed, requireLifetimeAllowed } from '../../src/lifetimes/token-stops.ts';
import { DEFAULT_POLICY } from '../../src/organizations/organization-policy.ts';
import { actionsGranted } from '../../src/registry-tokens/registry-access.ts';
import { type Grant, requireOrganizationGrants } from '../../src/tokens/grant.ts';
import { anyText } from '../texts.ts';
import { thrownBy } from '../thrown-by.ts';

const grantOn = (pattern: string): Grant => ({ type: 'repository', pattern, actions: ['pull'], visibility: 'any' });

describe('R21: a token of an organization reaches only its own repositories', () => {
  it('a pattern is refused, or it matches nothing outside the namespace', () => {
    const parts = fc.constantFrom('acme', 'acm', '/', '*', 'app', 'globex', '-', '..', 'ACME', 'acmes');
    const pattern = fc.oneof(
      anyText(40),
      fc.array(parts, { maxLength: 5 }).map((some) => some.join('')),
      fc.array(parts, { maxLength: 3 }).map((some) => `acme/${some.join('')}`),
    );
    const outside = ['globex/app', 'acmes/app', 'acm/app', 'acme-x/app'];
    fc.assert(
      fc.property(pattern, (text) => {
        const grants = () => requireOrganizationGrants([grantOn(text)], 'acme');
        const refusal = thrownBy(grants);
        if (refusal) expect(refusal).toMatchObject({ code: 'invalid-input', data: { field: 'grants[0].pattern' } });
        const reached = refusal ? [] : outside.flatMap((name) => actionsGranted(grants(), name, true));
        expect([text, reached]).toEqual([text, []]);
      }),
      { numRuns: 500 },
    );
  });

  it('valid grants are normalized', () => {
    const given: Grant = { type: 'repository', pattern: 'acme/*', actions: ['push', 'pull'], visibility: 'public' };
    expect(requireOrganizationGrants([given], 'acme')).toEqual([{ ...given, actions: ['pull', 'push'] }]);
  });

  it('the catalogue is refused, and the refusal names the grant', () => {
    expect(thrownBy(() => requireOrganizationGrants([grantOn('acme/*'), { type: 'catalog' }], 'acme'))).toMatchObject({
      code: 'invalid-input',
      data: { field: 'grants[1].type' },
    });
  });
});

describe('R21: the lifetime of a new token', () => {
  const lifetime = fc.option(fc.integer({ min: 1, max: 10_000 }), { nil: null });

  it('is refused if and only if the policy would later refuse the token', () => {
    fc.assert(
      fc.property(lifetime, lifetime, (maximumTokenLifetimeSeconds, seconds) => {
        const policy = { ...DEFAULT_POLICY, maximumTokenLifetimeSeconds };
        const expiresAt = seconds === null ? null : 1_000_000 + seconds * 1000;
        const isReached = isLifetimeAllowed(policy, { createdAt: 1_000_000, expiresAt });
        const refusal = thrownBy(() => requireLifetimeAllowed(policy, 1_000_000, expiresAt));
        expect(refusal === undefined).toBe(isReached);
      }),
      { numRuns: 500 },
    );
  });
});

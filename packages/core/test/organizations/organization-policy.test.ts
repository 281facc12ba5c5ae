import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokenHere, tokenStop } from '../../src/lifetimes/token-stops.ts';
import { DEFAULT_POLICY, type OrganizationPolicy } from '../../src/organizations/organization-policy.ts';
import { actionsAllowedByPolicy } from '../../src/registry-tokens/registry-access.ts';
import { ACTIONS, type Action } from '../../src/repositories/repository.ts';
import { policyActions } from '../oracles/policy-actions.ts';

const CREATED_AT = 1_764_000_000_000;
const HOUR_POLICY: OrganizationPolicy = { ...DEFAULT_POLICY, maximumTokenLifetimeSeconds: 3_600 };

const policies: fc.Arbitrary<OrganizationPolicy> = fc.record({
  maximumTokenLifetimeSeconds: fc.option(fc.integer({ min: 0, max: 10_000 })),
  tokenUnusedSeconds: fc.option(fc.integer({ min: 604_800 })),
  tokenActions: fc.subarray<Action>([...ACTIONS]),
  passwordAtRegistry: fc.boolean(),
  membersCreateRepositories: fc.boolean(),
  defaultVisibility: fc.constantFrom('public', 'private'),
  infectedImages: fc.constantFrom('show', 'tell', 'quarantine'),
  unscannedImages: fc.constantFrom('show', 'tell', 'quarantine'),
  requireFirstScan: fc.boolean(),
  deleteFoundTokens: fc.boolean(),
  vulnerableImages: fc.constantFrom('show', 'tell', 'quarantine'),
  vulnerableFrom: fc.constantFrom('low', 'medium', 'high', 'critical'),
  vulnerableOnlyFixable: fc.boolean(),
  autoTokenActions: fc.subarray<Action>([...ACTIONS]),
  autoTokensKept: fc.constant(null),
  tokenApproval: fc.boolean(),
  autoTokenApproval: fc.boolean(),
  signInIdleSeconds: fc.constant(null),
  signInLifetimeSeconds: fc.constant(null),
  requireSecondFactor: fc.boolean(),
  requireSingleSignOn: fc.boolean(),
  signOnRecheckSeconds: fc.constant(3600),
  tokenSignOnSeconds: fc.constant(null),
});

/** What the policy leaves a manual token, in its first moment. */
function allowed(policy: OrganizationPolicy, expiresAt: number | null): readonly Action[] {
  const inside = { lastUsedAt: null, letInAt: null, memberSince: null, exemptUntil: {} };
  const token = tokenHere({ origin: 'manual', createdAt: CREATED_AT, expiresAt, widenedAt: null }, inside);
  return tokenStop(policy, token, CREATED_AT) ? [] : actionsAllowedByPolicy(policy, 'manual');
}

describe('R21: the policy of an organization for its tokens', () => {
  it('agrees with an independent oracle, also exactly at the lifetime limit and a millisecond from it', () => {
    const offsets = fc.constantFrom(-1, 0, 1, 5_000_000, -5_000_000);
    const property = fc.property(
      policies,
      fc.option(fc.integer({ min: 0, max: 10_000 })),
      offsets,
      (policy, life, offset) => {
        const seconds = policy.maximumTokenLifetimeSeconds ?? life ?? 0;
        const expiresAt = life === null ? null : CREATED_AT + seconds * 1000 + offset;
        expect(allowed(policy, expiresAt)).toEqual(policyActions(policy, { createdAt: CREATED_AT, expiresAt }));
      },
    );
    fc.assert(property, { numRuns: 1_000 });
  });

  it.each([
    ['exactly as long as the limit', CREATED_AT + 3_600_000, ACTIONS],
    ['a millisecond longer', CREATED_AT + 3_600_001, []],
    ['without an expiration', null, []],
    ['with an expiration that is not a number', Number.NaN, []],
  ])('with a limit of one hour, is applied to a token that lives %s', (_how, expiresAt, expected) => {
    expect(allowed(HOUR_POLICY, expiresAt)).toEqual(expected);
  });

  it('can allow auto-generated tokens fewer actions, never more', () => {
    const actions = fc.subarray<Action>([...ACTIONS]);
    const property = fc.property(actions, actions, (tokenActions, autoTokenActions) => {
      const policy = { ...DEFAULT_POLICY, tokenActions, autoTokenActions };
      expect(actionsAllowedByPolicy(policy, 'manual')).toEqual(tokenActions);
      const both = ACTIONS.filter((action) => tokenActions.includes(action) && autoTokenActions.includes(action));
      expect(actionsAllowedByPolicy(policy, 'auto')).toEqual(both);
    });
    fc.assert(property, { numRuns: 200 });
  });

  it('by default allows tokens every action, and denies everything else', () => {
    expect(allowed(DEFAULT_POLICY, null)).toEqual(ACTIONS);
    expect(DEFAULT_POLICY).toMatchObject({ membersCreateRepositories: false, defaultVisibility: 'private' });
  });
});

import { describe, expect, it } from 'vitest';
import type { OrganizationPolicy } from '../src/api/types.ts';
import { durationOf, formatSeconds, secondsOf } from '../src/features/organizations/policy/duration.ts';
import { POLICY_RULES, RULE_GROUPS, SIGN_IN_RULES } from '../src/features/organizations/policy/policy-rules.ts';
import { changesOf, valuesOf } from '../src/features/organizations/policy/policy-values.ts';

const POLICY: OrganizationPolicy = {
  maximumTokenLifetimeSeconds: 5_400,
  tokenActions: ['pull', 'push'],
  passwordAtRegistry: true,
  membersCreateRepositories: false,
  defaultVisibility: 'private',
  autoTokenActions: ['pull'],
  autoTokensKept: null,
  signInIdleSeconds: null,
  signInLifetimeSeconds: 7_776_000,
  requireSecondFactor: true,
  requireSingleSignOn: false,
  signOnRecheckSeconds: 3_600,
  tokenSignOnSeconds: 604_800,
};

describe('a length of time in a form', () => {
  it.each([
    [86_400, 1, 'days', '1 day'],
    [7_776_000, 90, 'days', '90 days'],
    [129_600, 36, 'hours', '36 hours'],
    [5_400, 90, 'minutes', '90 minutes'],
    [61, 61, 'seconds', '61 seconds'],
  ] as const)('of %i s is %i %s, and comes back unchanged', (seconds, amount, unit, text) => {
    expect(durationOf(seconds)).toEqual({ amount, unit });
    expect(secondsOf({ amount, unit })).toBe(seconds);
    expect(formatSeconds(seconds)).toBe(text);
  });

  it('is empty where there is none', () => {
    expect(secondsOf(durationOf(null))).toBeNull();
  });
});

describe('the form of a policy', () => {
  it('sends nothing where nothing was changed, whatever order actions were ticked in', () => {
    expect(changesOf(POLICY, valuesOf(POLICY))).toEqual({});
    expect(changesOf(POLICY, { ...valuesOf(POLICY), tokenActions: ['push', 'pull'] })).toEqual({});
  });

  it('sends what was changed alone, so that a rule that another owner changes meanwhile stays', () => {
    const values = { ...valuesOf(POLICY), autoTokensKept: 3, tokenActions: [] };
    expect(changesOf(POLICY, values)).toEqual({ autoTokensKept: 3, tokenActions: [] });
  });

  it('lifts a limit that is emptied', () => {
    const values = { ...valuesOf(POLICY), maximumTokenLifetimeSeconds: { amount: '', unit: 'minutes' } } as const;
    expect(changesOf(POLICY, values)).toEqual({ maximumTokenLifetimeSeconds: null });
  });

  it('has a place for every rule, and words for each', () => {
    const placed: readonly string[] = [...RULE_GROUPS.flatMap(({ rules }) => rules), ...SIGN_IN_RULES];
    expect(placed.toSorted()).toEqual(Object.keys(POLICY).toSorted());
    expect(Object.values(POLICY_RULES).map(({ describe: words }) => words(POLICY))).toEqual([
      '90 minutes',
      'pull, push',
      'pull',
      'Not set here',
      'Accepted',
      '30 days',
      '90 days',
      'Owners only',
      'Private',
      'Yes',
      'No',
      '1 hour',
      'Need a sign-in at the provider within 7 days',
    ]);
  });
});

import { POLICY_RULES } from '@lanyard/core/organizations/policy-rules';
import { describe, expect, it } from 'vitest';
import type { OrganizationPolicy } from '../src/api/types.ts';
import {
  ALL_GROUPS,
  changesOf,
  choicesOf,
  describeValue,
  hintOf,
  rulesOf,
  validationOf,
  valuesOf,
} from '../src/features/organizations/policy/policy-values.ts';
import { durationOf, formatSeconds, secondsOf } from '../src/parts/duration.ts';

const POLICY: OrganizationPolicy = {
  maximumTokenLifetimeSeconds: 5_400,
  tokenUnusedSeconds: 2_592_000,
  tokenActions: ['pull', 'push'],
  passwordAtRegistry: true,
  membersCreateRepositories: false,
  defaultVisibility: 'private',
  infectedImages: 'quarantine',
  unscannedImages: 'show',
  requireFirstScan: false,
  deleteFoundTokens: true,
  vulnerableImages: 'show',
  vulnerableFrom: 'critical',
  vulnerableOnlyFixable: true,
  autoTokenActions: ['pull'],
  autoTokensKept: null,
  tokenApproval: true,
  autoTokenApproval: false,
  signInIdleSeconds: null,
  signInLifetimeSeconds: 7_776_000,
  requireSecondFactor: true,
  requireSingleSignOn: false,
  signOnRecheckSeconds: 3_600,
  tokenSignOnSeconds: 604_800,
};

describe('a duration in a form', () => {
  it.each([
    [86_400, 1, 'days', '1 day'],
    [7_776_000, 90, 'days', '90 days'],
    [129_600, 36, 'hours', '36 hours'],
    [5_400, 90, 'minutes', '90 minutes'],
    [61, 61, 'seconds', '61 seconds'],
  ] as const)('of %i s is %i %s, and stays unchanged', (seconds, amount, unit, text) => {
    expect(durationOf(seconds)).toEqual({ amount, unit });
    expect(secondsOf({ amount, unit })).toBe(seconds);
    expect(formatSeconds(seconds)).toBe(text);
  });

  it('is empty if there is no value', () => {
    expect(secondsOf(durationOf(null))).toBeNull();
  });
});

describe('the form of a policy', () => {
  const before = valuesOf(POLICY, ALL_GROUPS);

  it('sends nothing if nothing was changed, whatever the order in which actions were selected', () => {
    expect(changesOf(before, before)).toEqual({});
    expect(changesOf(before, { ...before, tokenActions: ['push', 'pull'] })).toEqual({});
  });

  it('sends only changed rules, so that it does not undo what another owner changes at the same time', () => {
    const values = { ...before, autoTokensKept: 3, tokenActions: [], tokenSignOnSeconds: '86400' };
    expect(changesOf(before, values)).toEqual({ autoTokensKept: 3, tokenActions: [], tokenSignOnSeconds: 86_400 });
  });

  it('removes a limit when its field is emptied', () => {
    const values = { ...before, maximumTokenLifetimeSeconds: { amount: '', unit: 'minutes' }, tokenSignOnSeconds: '' };
    expect(changesOf(before, values as typeof before)).toEqual({
      maximumTokenLifetimeSeconds: null,
      tokenSignOnSeconds: null,
    });
  });

  it('shows beside a field what the server would refuse', () => {
    const validation = validationOf(ALL_GROUPS);
    const faults = (values: Readonly<Record<string, unknown>>) =>
      Object.entries(values).map(([name, value]) => validation[name]?.(value));
    expect(new Set(faults(before))).toEqual(new Set([null]));
    expect(faults({ autoTokensKept: 0, maximumTokenLifetimeSeconds: { amount: 1.5, unit: 'seconds' } })).toEqual([
      'Enter a whole number above 0',
      'Enter a whole number above 0',
    ]);
    expect(faults({ tokenUnusedSeconds: { amount: 6, unit: 'days' } })).toEqual(['Enter at least 7 days']);
  });

  it('also offers the current value if it was set in another way', () => {
    const labels = (name: 'signOnRecheckSeconds' | 'tokenSignOnSeconds', current: string) =>
      choicesOf(POLICY_RULES[name], current).map(({ label }) => label);
    expect(labels('signOnRecheckSeconds', '3600')).toEqual(['15 minutes', '1 hour', '4 hours', '1 day']);
    expect(labels('signOnRecheckSeconds', '7200')).toContain('2 hours');
    expect(labels('tokenSignOnSeconds', '')).toEqual(['Not needed', '1 day', '7 days', '30 days']);
  });

  it('explains what an empty field means and which maximum applies', () => {
    expect(hintOf('maximumTokenLifetimeSeconds')).toMatch(/Leave empty for no limit\.$/);
    expect(hintOf('signInIdleSeconds')).toMatch(/Leave empty for the maximum, which is 30 days\.$/);
    expect(hintOf('autoTokenActions')).toContain('“Actions allowed for access tokens”');
    expect(hintOf('tokenSignOnSeconds')).not.toContain('Leave empty');
  });

  it('shows every rule with its value in words', () => {
    const facts = ALL_GROUPS.flatMap(rulesOf).map((name) => [name, describeValue(name, POLICY)]);
    expect(Object.fromEntries(facts)).toEqual({
      maximumTokenLifetimeSeconds: '90 minutes',
      tokenUnusedSeconds: '30 days',
      tokenActions: 'pull, push',
      autoTokenActions: 'pull',
      autoTokensKept: 'The default, which is 5',
      tokenApproval: 'Yes',
      autoTokenApproval: 'No',
      passwordAtRegistry: 'Yes',
      signInIdleSeconds: '30 days',
      signInLifetimeSeconds: '90 days',
      membersCreateRepositories: 'No',
      defaultVisibility: 'Private',
      infectedImages: 'Put it in quarantine',
      unscannedImages: 'Only show it',
      requireFirstScan: 'No',
      deleteFoundTokens: 'Yes',
      vulnerableImages: 'Only show it',
      vulnerableFrom: 'Critical',
      vulnerableOnlyFixable: 'Yes',
      requireSecondFactor: 'Yes',
      requireSingleSignOn: 'No',
      signOnRecheckSeconds: '1 hour',
      tokenSignOnSeconds: '7 days',
    });
    expect(describeValue('tokenActions', { ...POLICY, tokenActions: [] })).toBe('None');
  });
});

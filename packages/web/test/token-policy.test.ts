import { describe, expect, it } from 'vitest';
import type { Membership, OrganizationPolicy } from '../src/api/types.ts';
import type { GrantChoice } from '../src/features/tokens/grants.ts';
import { organizationNotes, organizationTokenRules } from '../src/features/tokens/token-policy.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const inDays = (days: number) => new Date(NOW + days * 86_400_000).toISOString();
const organization = (name: string, days: number | null, tokenActions = ['pull', 'push', 'delete']) => {
  const maximumTokenLifetimeSeconds = days === null ? null : days * 86_400;
  return { name, policy: { maximumTokenLifetimeSeconds, tokenActions }, pendingRules: [] } as unknown as Membership;
};

const ALL = { reach: 'all', patterns: [], actions: ['pull', 'push'] } as const satisfies GrantChoice;

describe('the effects of organizations on a new token', () => {
  const memberships = [organization('acme', 30), organization('lab', 1), organization('free', null)];
  const notes = (expiresAt: string | null | undefined, choice: GrantChoice = ALL, all = memberships) =>
    organizationNotes(all, choice, expiresAt, NOW);

  it('is not mentioned if every organization allows the lifetime, or no date is chosen', () => {
    expect(notes(inDays(1))).toEqual([]);
    expect(notes(undefined)).toEqual([]);
  });

  it('names the organizations that do not allow the lifetime', () => {
    const lab = 'lab accepts only tokens that live for at most 1 day, so this one will not reach its repositories.';
    expect(notes(inDays(30))).toEqual([lab]);
    expect(notes(null)).toEqual([
      'acme accepts only tokens that live for at most 30 days, so this one will not reach its repositories.',
      lab,
    ]);
  });

  it('says from which date on a lifetime that was announced will keep the token out', () => {
    const pendingRules = [
      {
        rule: 'maximumTokenLifetimeSeconds' as const,
        value: 10 * 86_400,
        announcedAt: inDays(-25),
        bindsFrom: inDays(5),
      },
    ];
    const strict = [{ ...organization('acme', 90), pendingRules }];
    const date =
      'From Mar 6, 2026 on, acme accepts only tokens that live for at most 10 days. This one will not reach its repositories from then on.';
    expect(notes(inDays(30), ALL, strict)).toEqual([date]);
    expect(notes(inDays(10), ALL, strict)).toEqual([]);
    const rules = organizationTokenRules(strict[0] as never, NOW);
    expect(rules.notes?.(ALL, { choice: '30', date: '' })).toEqual([date]);
    // It has expired when the rule begins.
    const soon = [{ ...organization('acme', 90), pendingRules: [{ ...pendingRules[0], value: 86_400 }] }] as never;
    expect(notes(inDays(4), ALL, soon)).toEqual([]);
  });

  it('names those that allow less than the token has, and none that the token does not name', () => {
    const strict = [organization('acme', null, ['pull'])];
    expect(notes(null, ALL, strict)).toEqual(['acme does not allow tokens to push in its repositories.']);
    expect(notes(null, { ...ALL, actions: ['push'] }, strict)).toEqual([
      'acme does not allow tokens to do any of this in its repositories.',
    ]);
    expect(notes(null, { ...ALL, reach: 'named', patterns: ['lab/app'] }, strict)).toEqual([]);
    expect(notes(null, { ...ALL, reach: 'named', patterns: ['acme/app'] }, strict)).toHaveLength(1);
  });
});

describe('the form for a token of an organization', () => {
  const policy = { maximumTokenLifetimeSeconds: 10 * 86_400, tokenActions: ['pull'] } as unknown as OrganizationPolicy;
  const rules = organizationTokenRules({ name: 'acme', policy, pendingRules: [] }, NOW);

  it('refuses a lifetime that the policy does not allow', () => {
    expect(rules.expirationFault?.({ choice: '7', date: '' })).toBeNull();
    expect(rules.expirationFault?.({ choice: '30', date: '' })).toContain('at most 10 days');
    expect(rules.expirationFault?.({ choice: 'none', date: '' })).toContain('at most 10 days');
  });

  it('refuses repositories of other organizations, and warns about actions that the policy forbids', () => {
    const choice = { reach: 'named', patterns: ['acme/app'], actions: ['pull', 'push'] } as const;
    expect(rules.grantsFault?.(choice)).toBeNull();
    expect(rules.grantsFault?.({ ...choice, patterns: ['lab/app'] })).toContain('Start with acme/');
    const week = { choice: '7', date: '' } as const;
    expect(rules.notes?.(choice, week)).toEqual([expect.stringContaining('push')]);
    expect(rules.notes?.({ ...choice, actions: ['pull'] }, week)).toEqual([]);
  });
});

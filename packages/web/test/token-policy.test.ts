import { describe, expect, it } from 'vitest';
import type { Membership, OrganizationPolicy } from '../src/api/types.ts';
import { organizationTokenRules, policyWarning } from '../src/features/tokens/token-policy.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const inDays = (days: number) => new Date(NOW + days * 86_400_000).toISOString();
const organization = (name: string, days: number | null) =>
  ({ name, policy: { maximumTokenLifetimeSeconds: days === null ? null : days * 86_400 } }) as Membership;

describe('what policies make of a lifetime', () => {
  const memberships = [organization('acme', 30), organization('lab', 1), organization('free', null)];

  it('says nothing where every organization allows it', () => {
    expect(policyWarning(memberships, inDays(1), NOW)).toBeUndefined();
    expect(policyWarning([organization('free', null)], null, NOW)).toBeUndefined();
  });

  it('names those that do not', () => {
    expect(policyWarning(memberships, inDays(30), NOW)).toContain('of lab (at most 1 day),');
    expect(policyWarning(memberships, null, NOW)).toContain('of acme (at most 30 days), lab (at most 1 day),');
  });

  it('waits for a date', () => {
    expect(policyWarning(memberships, undefined, NOW)).toBeUndefined();
  });
});

describe('the rules for a token of an organization', () => {
  const policy = { maximumTokenLifetimeSeconds: 10 * 86_400, tokenActions: ['pull'] } as unknown as OrganizationPolicy;
  const rules = organizationTokenRules('acme', policy, NOW);

  it('refuse a lifetime that the policy does not allow', () => {
    expect(rules.expirationFault?.({ choice: '7', date: '' })).toBeNull();
    expect(rules.expirationFault?.({ choice: '30', date: '' })).toContain('at most 10 days');
    expect(rules.expirationFault?.({ choice: 'none', date: '' })).toContain('at most 10 days');
  });

  it('refuse repositories of other organizations, and warn about actions that will be refused', () => {
    const choice = { reach: 'named', patterns: ['acme/app'], actions: ['pull', 'push'] } as const;
    expect(rules.grantsFault?.(choice)).toBeNull();
    expect(rules.grantsFault?.({ ...choice, patterns: ['lab/app'] })).toContain('Start with acme/');
    expect(rules.grantsWarning?.(choice)).toContain('push');
    expect(rules.grantsWarning?.({ ...choice, actions: ['pull'] })).toBeUndefined();
  });
});

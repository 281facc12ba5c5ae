import { describe, expect, it } from 'vitest';
import type { Membership } from '../src/api/types.ts';
import { policyWarning } from '../src/features/tokens/token-policy.ts';

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
    expect(policyWarning(memberships, inDays(30), NOW)).toContain('of lab (1 day at most):');
    expect(policyWarning(memberships, null, NOW)).toContain('of acme (30 days at most), lab (1 day at most):');
  });

  it('waits for a date', () => {
    expect(policyWarning(memberships, undefined, NOW)).toBeUndefined();
  });
});

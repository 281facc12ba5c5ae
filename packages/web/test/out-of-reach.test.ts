import { DEFAULT_POLICY, type OrganizationPolicy } from '@lanyard/core/organizations/organization-policy';
import { describe, expect, it } from 'vitest';
import type { Membership, Token } from '../src/api/types.ts';
import { outOfReach } from '../src/features/tokens/out-of-reach.tsx';

const organization = (name: string, rules: Partial<OrganizationPolicy>) =>
  ({ name, policy: { ...DEFAULT_POLICY, ...rules } }) as unknown as Membership;
const token = (pattern: string, actions: readonly ('pull' | 'push')[], expiresAt: string | null) => ({
  origin: 'manual' as const,
  grants: [{ type: 'repository', pattern, actions }] as unknown as Token['grants'],
  createdAt: '2026-03-01T12:00:00Z',
  expiresAt,
});

describe('where a token does not reach', () => {
  const acme = organization('acme', { tokenActions: [] });
  const lab = organization('lab', { tokenActions: ['pull'] });

  it('is an organization that allows none of its actions', () => {
    expect(outOfReach([lab], token('lab/app', ['push'], null))).toEqual(['lab: not allowed there']);
    expect(outOfReach([lab], token('lab/app', ['pull', 'push'], null))).toEqual([]);
  });

  it('is no organization in which the token has no permission', () => {
    expect(outOfReach([acme], token('acme-two/app', ['pull'], null))).toEqual([]);
  });
});

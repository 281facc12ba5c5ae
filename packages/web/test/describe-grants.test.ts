import { describe, expect, it } from 'vitest';
import type { Grant } from '../src/api/types.ts';
import { describeGrants, summarizeGrants } from '../src/features/tokens/grants.ts';

const on = (pattern: string, ...actions: ('pull' | 'push' | 'delete')[]): Grant => ({
  type: 'repository',
  pattern,
  actions,
  visibility: 'any',
});

describe('what a token may do, in words', () => {
  it.each([
    [[on('*', 'pull')], 'pull on all repositories'],
    [[on('acme/app', 'push', 'pull')], 'pull, push on acme/app'],
    [[on('acme/*', 'pull')], 'pull on every repository of acme'],
    [[on('acme/team-*', 'delete')], 'delete on repositories that begin with acme/team-'],
    [[on('acme/a', 'pull'), on('acme/b', 'push')], 'pull on acme/a; push on acme/b'],
    [['a', 'b', 'c', 'd', 'e'].map((name) => on(`acme/${name}`, 'pull')), 'pull on acme/a, acme/b, acme/c and 2 more'],
    [[{ type: 'catalog' }], 'list the catalogue'],
    [[], 'nothing'],
  ] as const)('for a table, %#', (grants, expected) => {
    expect(summarizeGrants(grants)).toBe(expected);
  });

  it('says what it can, and what it never can', () => {
    expect(describeGrants([on('acme/app', 'pull', 'push'), { type: 'catalog' }])).toBe(
      'This token will be able to pull from and push to acme/app; and to list the catalogue of the registry. It can never delete.',
    );
    expect(describeGrants([on('*', 'pull', 'push', 'delete')])).toBe(
      'This token will be able to pull from, push to and delete in all repositories.',
    );
  });

  it('keeps to public repositories where the grant does', () => {
    const grant: Grant = { type: 'repository', pattern: '*', actions: ['pull'], visibility: 'public' };
    expect(describeGrants([grant])).toContain('pull from all public repositories');
  });

  it('asks for an action where there is none', () => {
    expect(describeGrants([on('acme/app')])).toContain('choose at least one action');
  });
});

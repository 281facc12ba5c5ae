import { describe, expect, it } from 'vitest';
import type { Grant } from '../src/api/types.ts';
import {
  describeGrants,
  type GrantChoice,
  grantChoiceFault,
  grantsOf,
  PRESETS,
  summarizeGrants,
} from '../src/features/tokens/grants.ts';

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
    [[on('acme/*', 'pull')], 'pull on all repositories of acme'],
    [[on('acme/team-*', 'delete')], 'delete on repositories that start with acme/team-'],
    [[on('acme/a', 'pull'), on('acme/b', 'push')], 'pull on acme/a; push on acme/b'],
    [['a', 'b', 'c', 'd', 'e'].map((name) => on(`acme/${name}`, 'pull')), 'pull on acme/a, acme/b, acme/c and 2 more'],
    [[{ type: 'catalog' }], 'list repositories'],
    [[], 'nothing'],
  ] as const)('for a table, %#', (grants, expected) => {
    expect(summarizeGrants(grants)).toBe(expected);
  });

  it('says what it can and cannot do', () => {
    expect(describeGrants([on('acme/app', 'pull', 'push'), { type: 'catalog' }])).toBe(
      'This token can pull from and push to acme/app; and list all repositories of the registry. It cannot delete.',
    );
    expect(describeGrants([on('*', 'pull', 'push', 'delete')])).toBe(
      'This token can pull from, push to and delete in all repositories.',
    );
  });

  it('keeps to public repositories where the grant does', () => {
    const grant: Grant = { type: 'repository', pattern: '*', actions: ['pull'], visibility: 'public' };
    expect(describeGrants([grant])).toContain('pull from all public repositories');
  });

  it('asks for an action if there is none', () => {
    expect(describeGrants([on('acme/app')])).toContain('Choose at least one action');
  });
});

const named = (...patterns: string[]): GrantChoice => ({ reach: 'named', patterns, actions: ['pull'] });

describe('the choice of grants', () => {
  it('makes one grant for every named repository', () => {
    expect(grantsOf(named('acme/app', 'acme/team-*'))).toEqual([
      { type: 'repository', pattern: 'acme/app', actions: ['pull'], visibility: 'any' },
      { type: 'repository', pattern: 'acme/team-*', actions: ['pull'], visibility: 'any' },
    ]);
  });

  it('drops names that were typed before all was chosen', () => {
    expect(grantsOf({ ...named('acme/app'), reach: 'all' }).map(({ pattern }) => pattern)).toEqual(['*']);
  });

  it.each(PRESETS)('$label can be made as it is', ({ choice }) => {
    expect(grantChoiceFault(choice)).toBeNull();
  });

  it.each([
    [named(), 'Add at least one repository, such as acme/app or acme/*'],
    [named('app'), 'app is not a repository. Write it like acme/app, acme/* or acme/team-*'],
    [named('acme/a b'), 'acme/a b is not a repository. Write it like acme/app, acme/* or acme/team-*'],
    [named('*/app'), '*/app is not a repository. Write it like acme/app, acme/* or acme/team-*'],
    [named('acme/a*b'), 'acme/a*b is not a repository. Write it like acme/app, acme/* or acme/team-*'],
    [{ ...named('acme/app'), actions: [] }, 'Choose at least one action'],
    [named('acme/app', 'acme/*', 'acme/team-*', 'acme/deep/er/name', 'acme/x_*'), null],
  ] as const)('%#: a fault is named', (choice, fault) => {
    expect(grantChoiceFault(choice)).toBe(fault);
  });
});

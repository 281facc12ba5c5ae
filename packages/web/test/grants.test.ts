import { describe, expect, it } from 'vitest';
import type { Grant } from '../src/api/types.ts';
import {
  actionsTicked,
  allGrantsOf,
  choiceOf,
  describeGrants,
  type GrantChoice,
  grantChoiceFault,
  grantsOf,
  PRESETS,
  permissionsOf,
} from '../src/features/tokens/grants.ts';

const on = (pattern: string, ...actions: ('pull' | 'push' | 'delete')[]): Grant => ({
  type: 'repository',
  pattern,
  actions,
  visibility: 'any',
});

describe('the description of what a token may do', () => {
  it.each([
    [[on('*', 'pull')], ['pull all repositories']],
    [[on('acme/app', 'push', 'pull')], ['pull · push acme/app']],
    [
      [on('acme/a', 'pull'), on('acme/*', 'push')],
      ['pull acme/a', 'push acme/*'],
    ],
    [[{ type: 'catalog' }], ['list the catalogue']],
    [[], []],
  ] as const)('is a chip for each grant in a table, %#', (grants, expected) => {
    expect(permissionsOf(grants).map(({ what, where }) => `${what} ${where}`)).toEqual(expected);
  });

  it('says what it can and cannot do', () => {
    expect(describeGrants([on('acme/app', 'pull', 'push'), { type: 'catalog' }])).toBe(
      'This token can pull from and push to acme/app; and list all repositories of the registry. It cannot delete.',
    );
    expect(describeGrants([on('*', 'pull', 'push', 'delete')])).toBe(
      'This token can pull from, push to and delete in all repositories.',
    );
  });

  it('says what clients need besides its actions', () => {
    expect(describeGrants([on('acme/app', 'push')])).toBe(
      'This token can push to acme/app. It cannot pull or delete. It was created before push included pull. Without a gate, no client can push with push alone, so generate a new token for that.',
    );
    expect(describeGrants([on('acme/app', 'delete')])).toBe(
      'This token can delete in acme/app. It cannot pull or push. skopeo, oras and regctl read an image before they delete it, so they also need pull.',
    );
    expect(describeGrants([on('acme/app', 'pull', 'delete')])).toBe(
      'This token can pull from and delete in acme/app. It cannot push.',
    );
  });

  it('says if a grant is only for public repositories', () => {
    const grant: Grant = { type: 'repository', pattern: '*', actions: ['pull'], visibility: 'public' };
    expect(describeGrants([grant])).toContain('pull from all public repositories');
  });

  it('asks for an action if there is none', () => {
    expect(describeGrants([on('acme/app')])).toContain('Choose at least one action');
  });
});

describe('the checkboxes of the actions', () => {
  it.each([
    [[], ['push'], ['pull', 'push']],
    [['delete'], ['delete', 'push'], ['pull', 'push', 'delete']],
    [['pull', 'push'], ['push'], []],
    [
      ['pull', 'push', 'delete'],
      ['pull', 'delete'],
      ['pull', 'delete'],
    ],
    [['push'], ['push', 'delete'], ['push', 'delete']],
    [['pull'], [], []],
  ] as const)('from %j, ticked as %j, become %j', (before, ticked, after) => {
    expect(actionsTicked(before, ticked)).toEqual(after);
  });
});

const named = (...patterns: string[]): GrantChoice => ({ reach: 'named', patterns, actions: ['pull'] });

describe('the choice of grants', () => {
  it('gives one grant for every named repository', () => {
    expect(grantsOf(named('acme/app', 'acme/team-*'))).toEqual([
      { type: 'repository', pattern: 'acme/app', actions: ['pull'], visibility: 'any' },
      { type: 'repository', pattern: 'acme/team-*', actions: ['pull'], visibility: 'any' },
    ]);
  });

  it('ignores names that were typed before all repositories were chosen', () => {
    expect(grantsOf({ ...named('acme/app'), reach: 'all' }).map(({ pattern }) => pattern)).toEqual(['*']);
  });

  it.each(PRESETS)('accepts the preset $label unchanged', ({ choice }) => {
    expect(grantChoiceFault(choice)).toBeNull();
  });

  it.each([
    [named(), 'Add at least one repository, such as acme/app or acme/*'],
    [named('app*'), 'app* is not a repository. Write it like acme/app, acme/* or acme/team-*'],
    [named('App'), 'App is not a repository. Write it like acme/app, acme/* or acme/team-*'],
    [named('alpine', 'my_team/app', 'acme.io/*'), null],
    [named('acme/a b'), 'acme/a b is not a repository. Write it like acme/app, acme/* or acme/team-*'],
    [named('*/app'), '*/app is not a repository. Write it like acme/app, acme/* or acme/team-*'],
    [named('acme/a*b'), 'acme/a*b is not a repository. Write it like acme/app, acme/* or acme/team-*'],
    [{ ...named('acme/app'), actions: [] }, 'Choose at least one action'],
    [named('acme/app', 'acme/*', 'acme/team-*', 'acme/deep/er/name', 'acme/x_*'), null],
  ] as const)('shows an error if there is one, %#', (choice, fault) => {
    expect(grantChoiceFault(choice)).toBe(fault);
  });
});

describe('the form of an existing token', () => {
  it.each([
    [[on('*', 'pull')]],
    [[{ ...on('*', 'pull'), visibility: 'public' }]],
    [[on('acme/app', 'pull', 'push'), on('acme/lib', 'pull', 'push')]],
    [[on('acme/app', 'pull'), { type: 'catalog' }]],
  ] as Grant[][][])('makes the same grants again, %#', (grants) => {
    const choice = choiceOf(grants);
    expect(choice && allGrantsOf(choice)).toEqual(grants);
  });

  it.each([
    [[on('acme/app', 'pull'), on('acme/lib', 'push')]],
    [[{ ...on('acme/app', 'pull'), visibility: 'public' }]],
    [[on('*', 'pull'), on('acme/app', 'push')]],
    [[{ type: 'catalog' }]],
  ] as Grant[][][])('is not offered if it would change grants that it cannot show, %#', (grants) => {
    expect(choiceOf(grants)).toBeUndefined();
  });
});

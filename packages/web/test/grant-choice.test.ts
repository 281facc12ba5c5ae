import { describe, expect, it } from 'vitest';
import { type GrantChoice, grantChoiceFault, grantsOf, PRESETS } from '../src/features/tokens/grants.ts';

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
    [named(), 'Name at least one repository, as acme/app or acme/*'],
    [named('app'), 'app is not NAMESPACE/NAME or NAMESPACE/PREFIX*'],
    [named('acme/a b'), 'acme/a b is not NAMESPACE/NAME or NAMESPACE/PREFIX*'],
    [named('*/app'), '*/app is not NAMESPACE/NAME or NAMESPACE/PREFIX*'],
    [named('acme/a*b'), 'acme/a*b is not NAMESPACE/NAME or NAMESPACE/PREFIX*'],
    [{ ...named('acme/app'), actions: [] }, 'Choose at least one action'],
    [named('acme/app', 'acme/*', 'acme/team-*', 'acme/deep/er/name', 'acme/x_*'), null],
  ] as const)('%#: a fault is named', (choice, fault) => {
    expect(grantChoiceFault(choice)).toBe(fault);
  });
});

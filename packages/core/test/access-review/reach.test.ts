import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { patternsIn, reachOf, unusedName } from '../../src/access-review/reach.ts';
import {
  ACTIONS,
  type Action,
  isPatternOfOwner,
  matchesPattern,
  type RepositoryRight,
} from '../../src/repositories/repository.ts';
import type { Grant } from '../../src/tokens/grant.ts';

const NAMES = ['acme/app', 'acme/apple', 'acme/team/web', 'acme/team/api', 'acme/z'];
const PATTERNS = ['*', 'acme/*', 'acme/app', 'acme/app*', 'acme/team/*', 'acme/none', 'other/*', 'alpine'];
const ACTIONS_BY_RIGHT: Readonly<Record<RepositoryRight, readonly Action[]>> = {
  read: ['pull'],
  write: ['pull', 'push'],
  admin: ['pull', 'push', 'delete'],
};

const actions = fc.subarray<Action>([...ACTIONS], { minLength: 1 });
const repositories = fc.tuple(
  ...NAMES.map((name) =>
    fc.record({
      name: fc.constant(name),
      visibility: fc.constantFrom('public' as const, 'private' as const),
      right: fc.option(fc.constantFrom<RepositoryRight>('read', 'write', 'admin'), { nil: undefined }),
      allowedByPolicy: fc.subarray<Action>([...ACTIONS]),
    }),
  ),
);
const grants = fc.array(
  fc.oneof(
    {
      weight: 9,
      arbitrary: fc.record({
        type: fc.constant('repository' as const),
        pattern: fc.constantFrom(...PATTERNS),
        actions,
        visibility: fc.constantFrom('any' as const, 'public' as const),
      }),
    },
    { weight: 1, arbitrary: fc.constant({ type: 'catalog' as const }) },
  ),
  { maxLength: 5 },
);

type Repository = { readonly name: string } & Parameters<typeof reachOf>[0]['alike'][number]['facts'];

/** Written another way: asks for each action on each repository whether every side agrees. */
function may(given: readonly Grant[], { name, visibility, right, allowedByPolicy }: Repository, action: Action) {
  const isGranted = given.some((grant) => {
    if (grant.type !== 'repository' || !grant.actions.includes(action)) return false;
    if (grant.visibility === 'public' && visibility !== 'public') return false;
    const { pattern } = grant;
    return pattern === name || (pattern.at(-1) === '*' && name.indexOf(pattern.slice(0, -1)) === 0);
  });
  const isRightful = right ? ACTIONS_BY_RIGHT[right].includes(action) : false;
  return (
    isGranted && (isRightful || (action === 'pull' && visibility === 'public')) && allowedByPolicy.includes(action)
  );
}

/** As the store groups them: by what decides, and by the patterns that name them. */
function grouped(given: readonly Grant[], all: readonly Repository[]) {
  const patterns = patternsIn(given, 'acme');
  const named = all.filter(({ name }) => patterns.some((pattern) => matchesPattern(pattern, name)));
  const groups = Map.groupBy(named, ({ name, ...facts }) =>
    JSON.stringify([facts, patterns.map((pattern) => matchesPattern(pattern, name))]),
  );
  return [...groups.values()].map((group) => {
    const [first] = group;
    if (!first) throw new Error('a group has a first');
    const { name: example, ...facts } = first;
    return { example, count: group.length, facts };
  });
}

describe('R55: the reach of a token in an organization', () => {
  it('is what every side allows, counted one repository at a time', () => {
    const property = fc.property(grants, repositories, (given, all) => {
      const reach = reachOf({ grants: given, alike: grouped(given, all), unused: [] });
      const each = all.map((one) => ACTIONS.filter((action) => may(given, one, action)));
      expect(reach.repositories).toBe(each.filter((held) => held.length > 0).length);
      expect(reach.actions).toEqual(ACTIONS.filter((action) => each.some((held) => held.includes(action))));
      for (const { actions: held, count } of reach.parts) {
        expect(count).toBe(each.filter((one) => one.join() === held.join()).length);
      }
      expect(reach.createsRepositories).toBe(false);
    });
    fc.assert(property, { numRuns: 2_000 });
  });

  it('never grows when a grant or a right is removed or the policy becomes stricter', () => {
    const property = fc.property(grants, repositories, fc.nat(4), (given, all, which) => {
      const whole = reachOf({ grants: given, alike: grouped(given, all), unused: [] });
      const fewer = given.filter((_, index) => index !== which);
      const poorer = all.map((one, index) => (index === which ? { ...one, right: undefined } : one));
      const stricter = all.map((one) => ({ ...one, allowedByPolicy: one.allowedByPolicy.slice(1) }));
      for (const [someGrants, some] of [
        [fewer, all],
        [given, poorer],
        [given, stricter],
      ] as const) {
        const less = reachOf({ grants: someGrants, alike: grouped(someGrants, some), unused: [] });
        expect(less.repositories).toBeLessThanOrEqual(whole.repositories);
        expect(whole.actions).toEqual(expect.arrayContaining([...less.actions]));
      }
    });
    fc.assert(property, { numRuns: 1_000 });
  });

  it('says whether a push can create a repository', () => {
    const facts = { visibility: undefined, right: 'write', allowedByPolicy: ACTIONS } as const;
    const grant = { type: 'repository', pattern: 'acme/*', actions: ['pull', 'push'], visibility: 'any' } as const;
    const unused = [{ example: unusedName('acme/*', 'acme'), facts }];
    expect(reachOf({ grants: [grant], alike: [], unused })).toMatchObject({
      actions: ['push'],
      repositories: 0,
      createsRepositories: true,
    });
    const pull = { ...grant, actions: ['pull'] } as const;
    expect(reachOf({ grants: [pull], alike: [], unused }).createsRepositories).toBe(false);
  });
});

describe('the patterns that name repositories of an organization', () => {
  it('are those of its namespace and the star, each once', () => {
    const given = ['*', 'acme/app', 'acme/*', 'acmeother/*', 'alpine', 'acme/app'].map((pattern) => {
      return { type: 'repository', pattern, actions: ['pull'], visibility: 'any' } as const;
    });
    expect(patternsIn([...given, { type: 'catalog' }], 'acme')).toEqual(['*', 'acme/app', 'acme/*']);
    expect(patternsIn(given, 'library')).toEqual(['*', 'alpine']);
  });

  it('cover the name that stands for repositories that do not exist yet', () => {
    for (const [pattern, namespace] of [
      ['*', 'acme'],
      ['acme/*', 'acme'],
      ['acme/app-*', 'acme'],
      ['acme/app', 'acme'],
      ['alpine', 'library'],
    ] as const) {
      const name = unusedName(pattern, namespace);
      expect(matchesPattern(pattern, name)).toBe(true);
      expect(isPatternOfOwner(name, namespace)).toBe(true);
    }
  });
});

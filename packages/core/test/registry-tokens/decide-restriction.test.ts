import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RepositoryFacts } from '../../src/registry-tokens/registry-access.ts';
import type { Action } from '../../src/repositories/repository.ts';
import type { Grant, RepositoryGrant } from '../../src/tokens/grant.ts';
import { TEST_RUNS_TIMEOUT, testRuns } from '../test-runs.ts';
import { decidedAccess, type World, worldArbitrary } from './world.ts';

/** Makes a world narrower in one place. `place` says where. */
type Restriction = (world: World, place: number) => World;

const CASES = testRuns(500);
const LOWER_RIGHT = { admin: 'write', write: 'read', read: undefined } as const;
const NARROWER_PATTERN: Readonly<Record<string, string>> = {
  '*': 'acme/*',
  'acme/*': 'acme/app*',
  'acme/app*': 'acme/app',
  'acme-evil/*': 'acme-evil/app',
};

const RESTRICTIONS: Readonly<Record<string, Restriction>> = {
  'removing a grant': (world, place) => ({ ...world, grants: without(world.grants, place) }),
  'removing an action of a grant': onGrant((grant, place) => ({ ...grant, actions: without(grant.actions, place) })),
  'narrowing a pattern': onGrant((grant) => ({ ...grant, pattern: NARROWER_PATTERN[grant.pattern] ?? grant.pattern })),
  'keeping a grant to public repositories': onGrant((grant) => ({ ...grant, visibility: 'public' })),
  'lowering a right': onRepository((facts) => ({ ...facts, right: facts.right && LOWER_RIGHT[facts.right] })),
  'making a repository private': onRepository((facts) => ({ ...facts, visibility: 'private' })),
  'narrowing a policy': onRepository((facts, place) => ({
    ...facts,
    allowedByPolicy: without<Action>(facts.allowedByPolicy, place),
  })),
  'losing a repository': (world, place) => {
    const { [askedName(world, place)]: _lost, ...repositories } = world.repositories;
    return { ...world, repositories };
  },
  'ceasing to be an administrator': (world) => ({ ...world, administrator: false }),
  'asking for less': (world, place) => ({ ...world, scopes: without(world.scopes, place) }),
};

describe('R21: adding a restriction never adds access', () => {
  it.each(Object.entries(RESTRICTIONS))(
    `%s never does, in ${CASES} worlds`,
    { timeout: TEST_RUNS_TIMEOUT },
    (_name, restrict) => {
      let bites = 0;
      const property = fc.property(worldArbitrary, fc.nat({ max: 11 }), (world, place) => {
        const before = decidedAccess(world);
        const after = decidedAccess(restrict(world, place));
        expect([...after].filter((permission) => !before.has(permission))).toEqual([]);
        if (after.size < before.size) bites += 1;
      });
      fc.assert(property, { numRuns: CASES });
      expect(bites, 'worlds in which the restriction takes something away').toBeGreaterThan(0);
    },
  );
});

function onGrant(narrow: (grant: RepositoryGrant, place: number) => RepositoryGrant): Restriction {
  return (world, place) => {
    const index = world.grants.length === 0 ? 0 : place % world.grants.length;
    const narrowed = (grant: Grant) => (grant.type === 'repository' ? narrow(grant, place) : grant);
    return { ...world, grants: world.grants.map((grant, each) => (each === index ? narrowed(grant) : grant)) };
  };
}

function onRepository(narrow: (facts: RepositoryFacts, place: number) => RepositoryFacts): Restriction {
  return (world, place) => {
    const name = askedName(world, place);
    const facts = world.repositories[name];
    return facts ? { ...world, repositories: { ...world.repositories, [name]: narrow(facts, place) } } : world;
  };
}

/** A name that the request contains. A restriction of another name would change nothing. */
function askedName(world: World, place: number): string {
  return world.scopes[place % world.scopes.length]?.name ?? '';
}

function without<Item>(items: readonly Item[], place: number): readonly Item[] {
  return items.filter((_, index) => index !== place % items.length);
}

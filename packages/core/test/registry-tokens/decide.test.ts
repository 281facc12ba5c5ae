import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AccessEntry,
  ANONYMOUS_GRANTS,
  FULL_GRANTS,
  type RepositoryFacts,
} from '../../src/registry-tokens/registry-access.ts';
import { ACTIONS } from '../../src/repositories/repository.ts';
import { reachableAccess } from '../oracles/reachable-access.ts';
import { TEST_RUNS_TIMEOUT, testRuns } from '../test-runs.ts';
import { decidedAccess, decideWorld, type World, worldArbitrary } from './world.ts';

const CASES = testRuns(3_000);
const READER: RepositoryFacts = { visibility: 'private', right: 'read', allowedByPolicy: ACTIONS };
const PUBLIC: RepositoryFacts = { visibility: 'public', right: undefined, allowedByPolicy: ACTIONS };

describe('R21: the decision on a registry token', () => {
  it(`agrees with an independent oracle in ${CASES} of ${CASES} worlds`, { timeout: TEST_RUNS_TIMEOUT }, () => {
    let granting = 0;
    const property = fc.property(worldArbitrary, (world) => {
      const expected = reachableAccess(world);
      if (expected.size > 0) granting += 1;
      expect(decidedAccess(world)).toEqual(expected);
    });
    fc.assert(property, { numRuns: CASES });
    expect(granting, 'worlds in which something is granted').toBeGreaterThan(CASES / 10);
  });

  it('lists each type, class and name once, and its actions once in a fixed order', () => {
    const property = fc.property(worldArbitrary, (world) => {
      const entries = decideWorld(world);
      expect(new Set(entries.map(identityOf)).size).toBe(entries.length);
      for (const { actions } of entries) expect(actions).toEqual(canonical(actions));
    });
    fc.assert(property, { numRuns: 300 });
  });

  it('gives the same access when scopes are repeated or in another order', () => {
    const property = fc.property(worldArbitrary, (world) => {
      const backwards: World = { ...world, scopes: [...world.scopes, ...world.scopes].reverse() };
      expect(decidedAccess(backwards)).toEqual(decidedAccess(world));
    });
    fc.assert(property, { numRuns: 300 });
  });

  it('grants nothing on a repository that was not looked up, even with a full grant', () => {
    expect(ask('repository', 'acme/app', ['*'], { grants: FULL_GRANTS, repositories: {} })).toEqual([]);
  });

  it('grants a repository without a record by the right alone', () => {
    const unrecorded: RepositoryFacts = { visibility: undefined, right: 'write', allowedByPolicy: ACTIONS };
    const [entry] = ask('repository', 'acme/app', ['*'], { repositories: { 'acme/app': unrecorded } });
    expect(entry?.actions).toEqual(['pull', 'push']);
  });

  it('lets anonymous requests pull public repositories and nothing else', () => {
    const repositories = { 'acme/app': PUBLIC, 'acme/other': { ...PUBLIC, visibility: 'private' as const } };
    expect(ask('repository', 'acme/app', ['pull', 'push', '*'], { grants: ANONYMOUS_GRANTS, repositories })).toEqual([
      { type: 'repository', name: 'acme/app', actions: ['pull'] },
    ]);
    expect(ask('repository', 'acme/other', ['*'], { grants: ANONYMOUS_GRANTS, repositories })).toEqual([]);
    expect(ask('registry', 'catalog', ['*'], { grants: ANONYMOUS_GRANTS, administrator: true })).toEqual([]);
  });

  it('grants nothing on a name with a host, a pattern or a path upward, whatever is known about it', () => {
    for (const name of ['localhost:5000/acme/app', 'acme/*', '*', 'acme/../acme/app', 'Acme/app']) {
      const repositories = { [name]: { ...READER, right: 'admin' as const } };
      expect(ask('repository', name, ['*'], { grants: FULL_GRANTS, repositories })).toEqual([]);
    }
  });
});

function ask(type: string, name: string, actions: readonly string[], world: Partial<World>): readonly AccessEntry[] {
  const scopes = [{ type, resourceClass: undefined, name, actions }];
  return decideWorld({ grants: FULL_GRANTS, administrator: false, repositories: { [name]: READER }, ...world, scopes });
}

function identityOf({ type, class: resourceClass, name }: AccessEntry): string {
  return JSON.stringify([type, resourceClass ?? null, name]);
}

function canonical(actions: AccessEntry['actions']): readonly string[] {
  return ['pull', 'push', 'delete', '*'].filter((action) => (actions as readonly string[]).includes(action));
}

import { describe, expect, it } from 'vitest';
import {
  decide,
  FULL_GRANTS,
  parseRegistryScopes,
  type RepositoryFacts,
} from '../../src/registry-tokens/registry-access.ts';
import {
  ACTIONS,
  type Action,
  actionsOfRight,
  REPOSITORY_RIGHTS,
  type RepositoryRight,
  widestRight,
} from '../../src/repositories/repository.ts';
import type { Grant } from '../../src/tokens/grant.ts';
import { reachableAccess } from '../oracles/reachable-access.ts';
import { decidedAccess, type World } from './world.ts';

const ASKED = ['pull', 'push', 'delete', '*', 'wipe'];
const ADMIN: RepositoryFacts = { visibility: 'private', right: 'admin', allowedByPolicy: ACTIONS };

describe('R22, attack 7: no action stands for another', () => {
  it('each action is granted only if it is requested, held and allowed: all 24 576 combinations', () => {
    const wrong = everyCombination().filter((world) => !sameMembers(decidedAccess(world), reachableAccess(world)));
    expect(wrong.slice(0, 3)).toEqual([]);
  });

  const held = subsets(ACTIONS).map((actions) => ({ actions, title: actions.join(' and ') || 'nothing' }));
  it.each(held)('a grant of $title gives no other action, not even to an admin who requests all', ({ actions }) => {
    expect(grantedBy([grantOf(actions)], 'repository:acme/app:*')).toEqual(actions);
    expect(grantedBy([grantOf(actions)], 'repository:acme/app:pull,push,delete')).toEqual(actions);
  });

  it('push never allows delete, delete never allows pull or push, pull allows only pull', () => {
    expect(grantedBy([grantOf(['push'])], 'repository:acme/app:delete')).toEqual([]);
    expect(grantedBy([grantOf(['push'])], 'repository:acme/app:pull')).toEqual([]);
    expect(grantedBy([grantOf(['delete'])], 'repository:acme/app:pull,push')).toEqual([]);
    expect(grantedBy([grantOf(['pull'])], 'repository:acme/app:push,delete')).toEqual([]);
  });

  it('* stands for the held actions, and is never itself granted on a repository', () => {
    expect(grantedBy(FULL_GRANTS, 'repository:acme/app:*')).toEqual(['pull', 'push', 'delete']);
    expect(grantedBy([grantOf(['pull', 'delete'])], 'repository:acme/app:*')).toEqual(['pull', 'delete']);
  });

  it('each right includes the lower ones: read, write, admin; of several rights the widest counts', () => {
    expect(REPOSITORY_RIGHTS.map(actionsOfRight)).toEqual([['pull'], ['pull', 'push'], ['pull', 'push', 'delete']]);
    expect(actionsOfRight(undefined)).toEqual([]);
    expect(widestRight([])).toBeUndefined();
    expect(widestRight(['read', 'admin', 'write'])).toBe('admin');
    expect(widestRight(['write', 'read'])).toBe('write');
  });
});

describe('R22: unknown actions and types are dropped', () => {
  it.each(['wipe', 'constructor', 'tostring', 'deletes'])(
    'the action %s is dropped, and the actions beside it stay',
    (unknown) => {
      expect(grantedBy(FULL_GRANTS, `repository:acme/app:pull,${unknown},push`)).toEqual(['pull', 'push']);
      expect(grantedBy(FULL_GRANTS, `repository:acme/app:${unknown}`)).toEqual([]);
    },
  );

  it.each(['image', 'repositories', 'constructor', 'account'])('the type %s is dropped', (type) => {
    expect(entriesFor(FULL_GRANTS, `${type}:acme/app:pull,push,delete,*`)).toEqual([]);
  });
});

describe('R22: the catalogue', () => {
  const catalog: Grant = { type: 'catalog' };
  const entry = { type: 'registry', name: 'catalog', actions: ['*'] };

  it('is granted as a literal * to an administrator with its grant and its scope', () => {
    expect(entriesFor([catalog], 'registry:catalog:*', true)).toEqual([entry]);
    expect(entriesFor([catalog], 'registry:catalog:* registry:catalog:*', true)).toEqual([entry]);
  });

  it.each([
    ['no administrator', [catalog], 'registry:catalog:*', false],
    ['no grant for it', [grantOf(ACTIONS)], 'registry:catalog:*', true],
    ['no scope for it', [catalog, grantOf(ACTIONS)], 'repository:acme/none:*', true],
    ['another name', [catalog], 'registry:catalogs:*', true],
    ['another type', [catalog], 'repository:catalog:*', true],
    ['only an action', [catalog], 'registry:catalog:pull,push,delete', true],
  ] as const)('is refused with %s', (_why, grants, scope, administrator) => {
    expect(entriesFor(grants, scope, administrator)).toEqual([]);
  });
});

describe('R22: a resource class', () => {
  it('is emitted as "class", never inside "type"', () => {
    expect(entriesFor(FULL_GRANTS, 'repository(plugin):acme/app:pull')).toEqual([
      { type: 'repository', class: 'plugin', name: 'acme/app', actions: ['pull'] },
    ]);
    expect(entriesFor(FULL_GRANTS, 'repository:acme/app:pull')[0]).not.toHaveProperty('class');
  });

  it('has only the actions that were requested with it', () => {
    expect(entriesFor(FULL_GRANTS, 'repository(plugin):acme/app:pull repository:acme/app:push')).toEqual([
      { type: 'repository', class: 'plugin', name: 'acme/app', actions: ['pull'] },
      { type: 'repository', name: 'acme/app', actions: ['push'] },
    ]);
  });
});

function everyCombination(): readonly World[] {
  const rights: readonly (RepositoryRight | undefined)[] = [...REPOSITORY_RIGHTS, undefined];
  const visibilities = ['public', 'private', undefined] as const;
  const facts = subsets(ACTIONS).flatMap((allowedByPolicy) =>
    rights.flatMap((right) => visibilities.map((visibility) => ({ visibility, right, allowedByPolicy }))),
  );
  return subsets(ASKED).flatMap((actions) =>
    subsets(ACTIONS).flatMap((held) => facts.map((repository) => worldOf(actions, held, repository))),
  );
}

function worldOf(asked: readonly string[], held: readonly Action[], repository: RepositoryFacts): World {
  const scope = { type: 'repository', resourceClass: undefined, name: 'acme/app', actions: asked };
  return {
    scopes: asked.length === 0 ? [] : [scope],
    grants: [grantOf(held)],
    administrator: true,
    repositories: { 'acme/app': repository },
  };
}

function grantOf(actions: readonly Action[]): Grant {
  return { type: 'repository', pattern: 'acme/*', actions, visibility: 'any' };
}

function entriesFor(grants: readonly Grant[], scope: string, mayListCatalog = false): ReturnType<typeof decide> {
  const facts = new Map([
    ['acme/app', ADMIN],
    ['catalog', ADMIN],
  ]);
  return decide({ requested: parseRegistryScopes([scope]), grants, mayListCatalog, facts });
}

function grantedBy(grants: readonly Grant[], scope: string): readonly string[] {
  return entriesFor(grants, scope).flatMap(({ actions }) => actions);
}

function sameMembers(first: ReadonlySet<string>, second: ReadonlySet<string>): boolean {
  return first.size === second.size && [...first].every((member) => second.has(member));
}

function subsets<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  const [first, ...rest] = items;
  if (first === undefined) return [[]];
  const smaller = subsets(rest);
  return [...smaller, ...smaller.map((subset) => [first, ...subset])];
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMoreForRepositories, repositoryScopesOfHubResources } from '../../src/tokens/hub-grants.ts';
import {
  hasRepositoryScope,
  isRepositoryScope,
  REPOSITORY_SCOPE_NAMES,
  REPOSITORY_SCOPES,
} from '../../src/tokens/repository-scope.ts';

const scope = fc.constantFrom(...REPOSITORY_SCOPE_NAMES);
const path = fc.constantFrom('acme/app', 'acme/a*', 'acme/*', '*/*/public');
const resource = fc.record({
  type: fc.constantFrom('TYPE_REPO', 'TYPE_ORG'),
  path,
  scopes: fc.array(fc.oneof(scope, fc.constant('scope-image-pull')), { maxLength: 3 }),
});
const name = fc.constantFrom('acme/app', 'acme/api', 'acme/web', 'globex/app', 'acme');
const visibility = fc.constantFrom('public' as const, 'private' as const);

/** The rule in other words: which names each path stands for. */
const NAMES: Readonly<Record<string, (fullName: string, isPublic: boolean) => boolean>> = {
  'acme/app': (one) => one === 'acme/app',
  'acme/a*': (one) => one.startsWith('acme/a'),
  'acme/*': (one) => one.startsWith('acme/'),
  '*/*/public': (one, isPublic) => isPublic && one.startsWith('acme/'),
};

describe('the scopes of Docker Hub for repositories', () => {
  it('count on the names of their path alone, and include the narrower ones', () => {
    fc.assert(
      fc.property(
        fc.array(resource, { maxLength: 4 }),
        scope,
        name,
        visibility,
        (resources, asked, fullName, shown) => {
          const expected = resources.some(
            (one) =>
              one.type === 'TYPE_REPO' &&
              NAMES[one.path]?.(fullName, shown === 'public') &&
              one.scopes.some(
                (held) =>
                  held === asked ||
                  (isRepositoryScope(held) && (REPOSITORY_SCOPES[held].also as readonly string[]).includes(asked)),
              ),
          );
          const held = repositoryScopesOfHubResources(resources, 'acme');
          expect(hasRepositoryScope(held, asked, { fullName, visibility: shown })).toBe(expected);
        },
      ),
    );
  });

  it('include only scopes that exist and that are narrower in turn, so that none includes itself', () => {
    for (const [wide, { also }] of Object.entries(REPOSITORY_SCOPES)) {
      for (const narrow of also) {
        expect(isRepositoryScope(narrow)).toBe(true);
        expect(narrow).not.toBe(wide);
        const rest: readonly string[] = REPOSITORY_SCOPES[narrow].also;
        expect(rest.every((one) => (also as readonly string[]).includes(one))).toBe(true);
      }
    }
  });

  it('give nothing to a route without a scope (attack 6)', () => {
    const held = [{ pattern: 'acme/*', visibility: 'any' as const, scopes: REPOSITORY_SCOPE_NAMES }];
    expect(hasRepositoryScope(held, undefined, { fullName: 'acme/app' })).toBe(false);
  });

  it('are more than before if any path has one that it did not have', () => {
    const on = (at: string, ...scopes: readonly string[]) => [{ type: 'TYPE_REPO', path: at, scopes }];
    const before = on('acme/app', 'scope-repository-read');
    expect(isMoreForRepositories(before, before)).toBe(false);
    expect(isMoreForRepositories(before, [])).toBe(false);
    expect(isMoreForRepositories(null, before)).toBe(true);
    expect(isMoreForRepositories(before, on('acme/*', 'scope-repository-read'))).toBe(true);
    expect(isMoreForRepositories(before, on('acme/app', 'scope-repository-edit'))).toBe(true);
    expect(isMoreForRepositories(before, on('acme/app', 'scope-image-pull'))).toBe(false);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actionsGranted } from '../../src/registry-tokens/registry-access.ts';
import { ACTIONS, type Action } from '../../src/repositories/repository.ts';
import { type RepositoryGrant, requireGrants } from '../../src/tokens/grant.ts';
import {
  grantsOfHubResources,
  HUB_IMAGE_SCOPES,
  type HubImageScope,
  hubResourcesOfGrants,
} from '../../src/tokens/hub-grants.ts';
import { PUBLIC_PATH } from '../../src/tokens/repository-scope.ts';
import { anyText } from '../texts.ts';
import { thrownBy } from '../thrown-by.ts';

/** Docker Hub's documentation: each of its image scopes includes the narrower ones. */
const MEANING: Readonly<Record<HubImageScope, readonly Action[]>> = {
  'scope-image-delete': ['pull', 'push', 'delete'],
  'scope-image-push': ['pull', 'push'],
  'scope-image-pull': ['pull'],
};

const repository = (path: string, ...scopes: string[]) => ({ type: 'TYPE_REPO', path, scopes });

const scopes = fc.array(fc.constantFrom(...HUB_IMAGE_SCOPES), { minLength: 1, maxLength: 4 });
const paths = fc.constantFrom('acme/app', 'acme/*', 'acme/team-*', PUBLIC_PATH);
const resources = fc.array(
  fc.tuple(paths, scopes).map(([path, some]) => repository(path, ...some)),
  { minLength: 1, maxLength: 5 },
);
const grants = fc.array(
  fc.record({
    type: fc.constant('repository' as const),
    pattern: fc.constantFrom('acme/app', 'acme/*', 'acme/team-*'),
    actions: fc.subarray<Action>([...ACTIONS], { minLength: 1 }),
    visibility: fc.constantFrom('any' as const, 'public' as const),
  }),
  { minLength: 1, maxLength: 4 },
);

describe('R21: a resource of Docker Hub becomes a grant', () => {
  it.each(HUB_IMAGE_SCOPES)('%s gives the same actions as at Docker Hub, for the path of the resource', (scope) => {
    const made = requireGrants(grantsOfHubResources([repository('acme/team-*', scope)], 'acme'));
    expect(actionsGranted(made, 'acme/team-app', false)).toEqual(MEANING[scope]);
    expect(actionsGranted(made, 'acme/app', true)).toEqual([]);
  });

  it('the path for public repositories reaches only public repositories of the organization', () => {
    const made = requireGrants(grantsOfHubResources([repository(PUBLIC_PATH, 'scope-image-pull')], 'acme'));
    expect(actionsGranted(made, 'acme/app', true)).toEqual(['pull']);
    expect(actionsGranted(made, 'acme/app', false)).toEqual([]);
    expect(actionsGranted(made, 'globex/app', true)).toEqual([]);
  });

  it('each resource becomes one valid grant within the organization, with the actions of all its scopes', () => {
    fc.assert(
      fc.property(resources, (asked) => {
        const made = grantsOfHubResources(asked, 'acme');
        expect(requireGrants(made)).toEqual(made);
        expect(made.every(({ pattern }) => pattern.startsWith('acme/'))).toBe(true);
        const unions = asked.map((one) =>
          ACTIONS.filter((action) => one.scopes.some((s) => MEANING[s as HubImageScope].includes(action))),
        );
        expect(made.map(({ actions }) => actions)).toEqual(unions);
      }),
      { numRuns: 300 },
    );
  });

  it('any other type, path or scope is refused, and the refusal names it', () => {
    fc.assert(
      fc.property(fc.constantFrom('type', 'path', 'scopes'), anyText(40), (part, text) => {
        const wrong = { ...repository('acme/app', 'scope-image-pull'), [part]: part === 'scopes' ? [text] : text };
        fc.pre(!/^(acme\/|\*\/\*\/public$|TYPE_REPO$|scope-image-(pull|push|delete)$)/.test(text));
        expect(
          thrownBy(() => grantsOfHubResources([repository('acme/*', 'scope-image-pull'), wrong], 'acme')),
        ).toMatchObject({
          code: 'invalid-input',
          data: { field: `resources[1].${part}` },
        });
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['path', 'acme'],
    ['path', 'acme/'],
    ['path', 'acme/*/app'],
    ['path', 'acme*'],
    ['path', 'acmes/app'],
    ['path', 'acme/../globex/app'],
    ['path', 'ACME/app'],
    ['path', '*/public'],
    ['type', 'TYPE_TEAM'],
    ['type', 'type_repo'],
    ['type', '__proto__'],
    ['scopes', 'scope-image-pull '],
    ['scopes', 'constructor'],
    ['scopes', 'scope-tag-admin'],
    ['scopes', ''],
  ])('the %s %j is refused', (part, text) => {
    const wrong = { ...repository('acme/app', 'scope-image-pull'), [part]: part === 'scopes' ? [text] : text };
    expect(thrownBy(() => grantsOfHubResources([wrong], 'acme'))).toMatchObject({ code: 'invalid-input' });
  });

  it('an empty list of scopes is refused', () => {
    expect(thrownBy(() => grantsOfHubResources([repository('acme/app')], 'acme'))).toMatchObject({
      code: 'invalid-input',
      data: { field: 'resources[0].scopes' },
    });
  });
});

describe('R21: grants are shown to a Hub client as resources', () => {
  it('a resource has the narrowest scope that covers its grant, and never less than the grant', () => {
    fc.assert(
      fc.property(grants, (held: readonly RepositoryGrant[]) => {
        const shown = hubResourcesOfGrants(held, 'acme');
        const narrowest = held.map(({ actions }) =>
          HUB_IMAGE_SCOPES.toReversed().find((scope) => actions.every((action) => MEANING[scope].includes(action))),
        );
        expect(shown.map((one) => one.scopes)).toEqual(narrowest.map((scope) => [scope]));
        const again = grantsOfHubResources(shown, 'acme');
        for (const isPublic of [true, false]) {
          for (const name of ['acme/app', 'acme/team-app', 'acme/other']) {
            expect(actionsGranted(again, name, isPublic)).toEqual(
              expect.arrayContaining([...actionsGranted(held, name, isPublic)]),
            );
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('a resource that was created with one scope is shown unchanged', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(paths, fc.constantFrom(...HUB_IMAGE_SCOPES)), { minLength: 1 }), (pairs) => {
        const asked = pairs.map(([path, scope]) => repository(path, scope));
        expect(hubResourcesOfGrants(grantsOfHubResources(asked, 'acme'), 'acme')).toEqual(asked);
      }),
      { numRuns: 200 },
    );
  });

  it('the catalogue is not shown, because Hub has no word for it', () => {
    expect(hubResourcesOfGrants([{ type: 'catalog' }], 'acme')).toEqual([]);
  });
});

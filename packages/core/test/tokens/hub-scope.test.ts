import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actionsGranted } from '../../src/registry-tokens/registry-access.ts';
import { ACTIONS, type Action } from '../../src/repositories/repository.ts';
import { type Grant, requireGrants } from '../../src/tokens/grant.ts';
import {
  grantsOfHubScopes,
  HUB_SCOPES,
  type HubScope,
  hubScopesOfGrants,
  isHubScope,
} from '../../src/tokens/hub-grants.ts';
import { thrownBy } from '../thrown-by.ts';

/** Docker Hub's own words for its scopes: what each allows on a private and on a public repository. */
const MEANING: Readonly<
  Record<HubScope, { readonly onPrivate: readonly Action[]; readonly onPublic: readonly Action[] }>
> = {
  'repo:admin': { onPrivate: ['pull', 'push', 'delete'], onPublic: ['pull', 'push', 'delete'] },
  'repo:write': { onPrivate: ['pull', 'push'], onPublic: ['pull', 'push'] },
  'repo:read': { onPrivate: ['pull'], onPublic: ['pull'] },
  'repo:public_read': { onPrivate: [], onPublic: ['pull'] },
};

const hubScopes = fc.array(fc.constantFrom(...HUB_SCOPES), { minLength: 1, maxLength: 6 });
const repositoryGrants = fc.array(
  fc.record({
    type: fc.constant('repository' as const),
    pattern: fc.constantFrom('*', 'acme/*', 'acme/app'),
    actions: fc.subarray<Action>([...ACTIONS], { minLength: 1 }),
    visibility: fc.constantFrom('any' as const, 'public' as const),
  }),
  { maxLength: 4 },
);

describe('R21: a Hub scope becomes a grant', () => {
  it.each(HUB_SCOPES)('%s gives the same actions as at Docker Hub, on every repository', (scope) => {
    const grants = requireGrants(grantsOfHubScopes([scope]));
    expect(actionsGranted(grants, 'acme/app', false)).toEqual(MEANING[scope].onPrivate);
    expect(actionsGranted(grants, 'any/other', true)).toEqual(MEANING[scope].onPublic);
  });

  it('several scopes become one grant each, in the same order', () => {
    fc.assert(
      fc.property(hubScopes, (scopes) => {
        const grants = grantsOfHubScopes(scopes);
        expect(grants.map((grant) => hubScopesOfGrants([grant])[0])).toEqual(scopes);
      }),
      { numRuns: 200 },
    );
  });

  it.each(['repo', 'repo:', 'REPO:READ', 'repo:read ', 'repo:read\n', 'constructor', '__proto__', '', 'repo:*'])(
    'refuses %j and lists the valid scopes',
    (text) => {
      expect(isHubScope(text)).toBe(false);
      expect(thrownBy(() => grantsOfHubScopes(['repo:read', text]))).toEqual({
        code: 'invalid-input',
        data: { field: 'scopes', reason: 'must be some of repo:admin, repo:write, repo:read, repo:public_read' },
      });
    },
  );
});

describe('R21: grants are shown to a Hub client as the narrowest scope that covers them', () => {
  it('it is the widest scope that they were created with', () => {
    fc.assert(
      fc.property(hubScopes, (scopes) => {
        const widest = HUB_SCOPES.find((scope) => scopes.includes(scope));
        expect(hubScopesOfGrants(grantsOfHubScopes(scopes))).toEqual([widest]);
      }),
      { numRuns: 200 },
    );
  });

  it('for any grants, and no narrower scope covers them', () => {
    fc.assert(
      fc.property(repositoryGrants, (grants) => {
        const narrowest = HUB_SCOPES.toReversed().find((scope) => covers(scope, grants));
        expect(hubScopesOfGrants(grants)).toEqual(grants.length === 0 ? [] : [narrowest]);
      }),
      { numRuns: 1_000 },
    );
  });

  it('a token for the catalogue only has no scope', () => {
    expect(hubScopesOfGrants([{ type: 'catalog' }])).toEqual([]);
  });
});

function covers(scope: HubScope, grants: readonly Grant[]): boolean {
  return grants.every((grant) => {
    if (grant.type !== 'repository') return true;
    const { onPrivate, onPublic } = MEANING[scope];
    const reach = grant.visibility === 'public' ? onPublic : onPrivate;
    return grant.actions.every((action) => reach.includes(action));
  });
}

import { describe, expect, it } from 'vitest';
import type { Domain, SingleSignOn } from '../src/api/types.ts';
import { oidcInput, oidcValuesOf, samlInput, samlValuesOf } from '../src/features/single-sign-on/connection-values.ts';
import { ruleObstacles } from '../src/features/single-sign-on/rule-obstacles.ts';

describe('the rules of single sign-on', () => {
  it('name the next step that is missing before they can be set', () => {
    const verified = [{ status: 'verified' } as Domain];
    const none = { connection: null, connectedMembers: 0 } as SingleSignOn;
    const connected = { connection: {}, connectedMembers: 0 } as SingleSignOn;
    expect(ruleObstacles([{ status: 'pending' } as Domain], none).requireSingleSignOn).toContain('domain');
    expect(ruleObstacles(verified, none).requireSingleSignOn).toContain('Connect');
    expect(ruleObstacles(verified, none).tokenSignOnSeconds).toContain('Connect');
    expect(ruleObstacles(verified, connected).requireSingleSignOn).toContain('Ask a member');
    expect(ruleObstacles([], connected).tokenSignOnSeconds).toBeUndefined();
    expect(ruleObstacles(verified, { ...connected, connectedMembers: 1 }).requireSingleSignOn).toBeUndefined();
  });
});

describe('the connection with a provider', () => {
  it('does not send a secret or metadata that were left empty, so that they stay', () => {
    expect(oidcInput({ ...oidcValuesOf(undefined), issuer: ' https://login.example.com ', clientId: 'id' })).toEqual({
      protocol: 'oidc',
      issuer: 'https://login.example.com',
      clientId: 'id',
      groupsClaim: 'groups',
      groupTeams: [],
    });
    expect(samlInput(samlValuesOf(undefined))).not.toHaveProperty('metadata');
  });

  it('omits empty rows', () => {
    const groupTeams = [
      { group: ' engineers ', team: 'builders' },
      { group: ' ', team: '' },
    ];
    expect(samlInput({ ...samlValuesOf(undefined), groupTeams }).groupTeams).toEqual([
      { group: 'engineers', team: 'builders' },
    ]);
  });
});

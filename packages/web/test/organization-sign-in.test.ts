import { describe, expect, it } from 'vitest';
import type { Domain, SingleSignOn } from '../src/api/types.ts';
import { oidcInput, oidcValuesOf, samlInput, samlValuesOf } from '../src/features/single-sign-on/connection-values.ts';
import {
  recheckChoices,
  ruleChangesOf,
  ruleValuesOf,
  type SignInPolicy,
  tokenSignOnChoices,
} from '../src/features/single-sign-on/rule-values.ts';
import { whyNotRequired } from '../src/features/single-sign-on/why-not-required.ts';

const POLICY: SignInPolicy = {
  requireSecondFactor: false,
  requireSingleSignOn: true,
  signOnRecheckSeconds: 3_600,
  tokenSignOnSeconds: null,
};

describe('the rules of signing in', () => {
  it('send what was changed alone, and null for tokens that keep working', () => {
    const before = ruleValuesOf(POLICY);
    expect(ruleChangesOf(before, before)).toEqual({});
    expect(ruleChangesOf(before, { ...before, tokenSignOnSeconds: '604800' })).toEqual({ tokenSignOnSeconds: 604_800 });
    const bound = ruleValuesOf({ ...POLICY, tokenSignOnSeconds: 86_400 });
    expect(ruleChangesOf(bound, { ...bound, tokenSignOnSeconds: '' })).toEqual({ tokenSignOnSeconds: null });
  });

  it('offer what is so now, where it was set by other means', () => {
    expect(recheckChoices('3600').map(({ label }) => label)).toEqual(['15 minutes', '1 hour', '4 hours', '1 day']);
    expect(recheckChoices('7200').map(({ label }) => label)).toContain('2 hours');
    expect(tokenSignOnChoices('').map(({ value }) => value)).toEqual(['', '86400', '604800', '2592000']);
    expect(tokenSignOnChoices('60').map(({ label }) => label)).toContain(
      'Need a sign-in at the provider within 1 minute',
    );
  });

  it('say what is missing before the provider can be required, one step at a time', () => {
    const verified = [{ status: 'verified' } as Domain];
    const signOn = { connection: null, connectedMembers: 0 } as SingleSignOn;
    const connected = { connection: {}, connectedMembers: 0 } as SingleSignOn;
    expect(whyNotRequired([{ status: 'pending' } as Domain], signOn)).toContain('domain');
    expect(whyNotRequired(verified, signOn)).toContain('Connect');
    expect(whyNotRequired(verified, connected)).toContain('sign in at the provider');
    expect(whyNotRequired(verified, { ...connected, connectedMembers: 1 })).toBeUndefined();
  });
});

describe('the connection with a provider', () => {
  it('keeps a secret and metadata that were left empty, by sending none', () => {
    expect(oidcInput({ ...oidcValuesOf(undefined), issuer: ' https://login.example.com ', clientId: 'id' })).toEqual({
      protocol: 'oidc',
      issuer: 'https://login.example.com',
      clientId: 'id',
      groupsClaim: 'groups',
      groupTeams: [],
    });
    expect(samlInput(samlValuesOf(undefined))).not.toHaveProperty('metadata');
  });

  it('leaves rows out that nothing was typed in', () => {
    const groupTeams = [
      { group: ' engineers ', team: 'builders' },
      { group: ' ', team: '' },
    ];
    expect(samlInput({ ...samlValuesOf(undefined), groupTeams }).groupTeams).toEqual([
      { group: 'engineers', team: 'builders' },
    ]);
  });
});

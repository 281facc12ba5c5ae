import { describe, expect, it } from 'vitest';
import type { AuditEvent } from '../src/api/types.ts';
import { ACTION_LABELS, actionGroups } from '../src/features/audit/action-labels.ts';
import { describeEvent } from '../src/features/audit/describe-event.ts';

const ADA = { type: 'account', id: 'account-1', name: 'ada' };

function event(action: string, subject: AuditEvent['subject'], data: AuditEvent['data'] = {}): AuditEvent {
  const source = { address: '192.0.2.7', client: 'docker' };
  return {
    sequence: 1,
    id: 'event-1',
    at: '2026-03-04T05:06:07Z',
    action,
    actor: ADA,
    subject,
    namespace: 'acme',
    ...source,
    data,
    digest: 'ab',
  };
}

const named = (type: string, name: string) => ({ type, id: `${type}-9`, name });
const GRACE = named('account', 'grace');
const APP = named('repository', 'acme/app');
const TOKEN = named('token', 'nightly build');
const DOCKER = named('sign-in', 'docker CLI 28.2.2 on linux/amd64');

const SENTENCES: readonly (readonly [string, AuditEvent['subject'], AuditEvent['data'], string])[] = [
  ['setup-code.issued', named('operator', 'operator'), {}, 'Issued a set-up code for the first administrator'],
  ['account.created', GRACE, { isAdministrator: false }, 'Made the account grace'],
  ['account.created', GRACE, { isAdministrator: true }, 'Made the account grace, an administrator'],
  [
    'account.disabled',
    GRACE,
    { endedSessions: 1, endedSignIns: 2 },
    'Disabled the account grace, which ended 1 session and 2 command lines',
  ],
  ['account.enabled', GRACE, {}, 'Enabled the account grace'],
  ['account.password-changed', ADA, { endedSessions: 0 }, 'Changed the password'],
  ['account.password-changed', GRACE, {}, 'Set the password of grace'],
  ['account.password-reset-requested', ADA, {}, 'Asked for a mail to set a new password'],
  [
    'account.password-reset',
    ADA,
    { endedSessions: 2, endedSignIns: 0 },
    'Set a new password with a mailed link, which ended 2 sessions',
  ],
  [
    'account.signed-out-everywhere',
    ADA,
    { endedSessions: 0, endedSignIns: 1 },
    'Signed out everywhere, which ended 1 command line',
  ],
  ['session.started', named('session', 'Firefox'), {}, 'Signed in to these pages'],
  ['session.refused', ADA, {}, 'Was refused at sign-in: the password was wrong'],
  ['session.refused', ADA, { proof: 'second-factor' }, 'Was refused at sign-in: the second factor was wrong'],
  ['session.ended', named('session', 'Firefox'), {}, 'Ended a session of these pages'],
  ['factor.added', named('factor', 'phone'), { type: 'totp' }, 'Added the second factor “phone”'],
  [
    'factor.renamed',
    named('factor', 'phone'),
    { type: 'totp', before: 'old phone' },
    'Renamed the second factor “old phone” to “phone”',
  ],
  ['factor.removed', named('factor', 'key'), { type: 'passkey' }, 'Removed the second factor “key”'],
  ['recovery-codes.made', ADA, {}, 'Made new recovery codes'],
  [
    'sign-in.approved',
    DOCKER,
    { commandLineAddress: '192.0.2.8' },
    'Approved the sign-in of docker CLI 28.2.2 on linux/amd64 at 192.0.2.8',
  ],
  ['sign-in.refused', DOCKER, {}, 'Refused the sign-in of docker CLI 28.2.2 on linux/amd64'],
  ['sign-in.started', DOCKER, {}, 'Signed in with docker CLI 28.2.2 on linux/amd64'],
  [
    'sign-in.reused',
    DOCKER,
    { reason: 'an old refresh token was used' },
    'Ended the sign-in of docker CLI 28.2.2 on linux/amd64: an old refresh token was used',
  ],
  [
    'sign-in.ended',
    DOCKER,
    { reason: 'signed out' },
    'Ended the sign-in of docker CLI 28.2.2 on linux/amd64: signed out',
  ],
  ['organization.created', named('organization', 'acme'), { owner: 'ada' }, 'Made the organization acme'],
  [
    'organization.policy-changed',
    named('organization', 'acme'),
    { before: '{}', after: '{}' },
    'Changed the policy of acme',
  ],
  ['member.added', GRACE, { role: 'member' }, 'Added grace as a member'],
  ['member.added', GRACE, { role: 'owner' }, 'Added grace as an owner'],
  ['member.role-changed', GRACE, { role: 'owner', before: 'member' }, 'Made grace an owner'],
  ['member.removed', GRACE, {}, 'Removed grace from the organization'],
  ['member.removed', ADA, {}, 'Left the organization'],
  ['team.created', named('team', 'builders'), {}, 'Made the team builders'],
  ['team.deleted', named('team', 'builders'), {}, 'Deleted the team builders'],
  ['team.member-added', GRACE, { team: 'builders' }, 'Put grace into the team builders'],
  ['team.member-removed', GRACE, { team: 'builders' }, 'Took grace out of the team builders'],
  ['repository.created', APP, { visibility: 'private' }, 'Made the private repository acme/app'],
  [
    'repository.created',
    APP,
    { visibility: 'public', by: 'push' },
    'Made the public repository acme/app by pushing to it',
  ],
  ['repository.changed', APP, { before: 'private', after: 'public' }, 'Made the repository acme/app public'],
  ['repository.deleted', APP, {}, 'Deleted the repository acme/app'],
  [
    'repository.right-set',
    APP,
    { team: 'builders', right: 'write', before: null },
    'Gave the team builders the write right to acme/app',
  ],
  [
    'repository.right-set',
    APP,
    { account: 'grace', right: 'admin', before: 'read' },
    'Gave grace the admin right to acme/app',
  ],
  ['repository.right-removed', APP, { account: 'grace', before: 'read' }, 'Took the read right to acme/app from grace'],
  ['token.created', TOKEN, { origin: 'manual' }, 'Made the access token “nightly build”'],
  ['token.created', TOKEN, { origin: 'auto' }, 'Made the auto-generated token “nightly build”'],
  [
    'token.changed',
    TOKEN,
    { before: 'old', after: 'nightly build' },
    'Renamed the access token “old” to “nightly build”',
  ],
  [
    'token.changed',
    TOKEN,
    { grantsBefore: '[]', grantsAfter: '[]' },
    'Changed what the access token “nightly build” may do',
  ],
  [
    'token.changed',
    TOKEN,
    { hubDescriptionBefore: null, hubDescriptionAfter: 'x' },
    'Changed the access token “nightly build”',
  ],
  ['token.deactivated', TOKEN, {}, 'Deactivated the access token “nightly build”'],
  ['token.activated', TOKEN, {}, 'Activated the access token “nightly build”'],
  ['token.deleted', TOKEN, {}, 'Deleted the access token “nightly build”'],
  ['token.deleted', TOKEN, { reason: 'signed out' }, 'Deleted the access token “nightly build”: signed out'],
  [
    'token.deleted',
    TOKEN,
    { replacedBy: 'token-10' },
    'Deleted the access token “nightly build”: a new one took its place',
  ],
  [
    'token.evicted',
    TOKEN,
    { replacedByName: 'docker', kept: 5 },
    'Lost the auto-generated token “nightly build” to “docker”: 5 are kept',
  ],
  ['token.refused', TOKEN, { reason: 'expired' }, 'Was refused with the access token “nightly build”: expired'],
  ['registry.created', named('registry', 'main'), {}, 'Made the registry main'],
  ['registry.keys-rotated', named('registry', 'main'), {}, 'Rotated the keys of the registry main'],
  ['domain.added', named('organization', 'acme'), { domain: 'acme.example' }, 'Named the domain acme.example'],
  ['domain.verified', named('organization', 'acme'), { domain: 'acme.example' }, 'Proved the domain acme.example'],
  ['domain.removed', named('organization', 'acme'), { domain: 'acme.example' }, 'Gave the domain acme.example up'],
  ['identity.linked', GRACE, {}, 'Connected grace to the identity provider'],
  ['identity.unlinked', GRACE, {}, 'Disconnected grace from the identity provider'],
  [
    'identity.ended',
    GRACE,
    { endedSessions: 2, endedSignIns: 0 },
    'Signed grace out: the identity provider knows it no more, which ended 2 sessions',
  ],
  [
    'sso-connection.changed',
    named('organization', 'acme'),
    { protocol: 'oidc', issuer: 'https://idp.acme.example' },
    'Connected the identity provider https://idp.acme.example',
  ],
  ['sso-connection.removed', named('organization', 'acme'), {}, 'Removed the identity provider'],
  [
    'sso-connection.bypassed',
    named('session', 'Firefox'),
    { proofs: ['password'] },
    'Signed in by password, around single sign-on',
  ],
  ['scim-token.created', named('organization', 'acme'), {}, 'Made the SCIM token'],
  ['scim-token.deleted', named('organization', 'acme'), {}, 'Deleted the SCIM token'],
  ['scim-user.linked', GRACE, {}, 'Linked the account grace to its directory'],
  ['scim-user.changed', GRACE, { userName: 'grace' }, 'Changed what its directory tells of grace'],
  ['scim-group.changed', named('team', 'builders'), {}, 'Changed what its directory tells of the team builders'],
];

describe('an event in words', () => {
  it.each(SENTENCES)('%s %#', (action, subject, data, expected) => {
    expect(describeEvent(event(action, subject, data))).toBe(expected);
  });

  it('has been read above for every action that there is', () => {
    expect(new Set(SENTENCES.map(([action]) => action))).toEqual(new Set(Object.keys(ACTION_LABELS)));
  });

  it('is the bare action where a newer server knows more', () => {
    expect(describeEvent(event('token.borrowed', TOKEN))).toBe('token.borrowed');
    expect(describeEvent(event('toString', TOKEN))).toBe('toString');
  });
});

describe('the choice of actions', () => {
  it('offers what can stand in the log that is looked at, each under its subject', () => {
    const offered = (of: 'account' | 'organization') =>
      actionGroups(of).flatMap(({ items }) => items.map(({ value }) => value));
    expect(offered('organization')).toContain('member.added');
    expect(offered('organization')).not.toContain('session.started');
    expect(offered('account')).toContain('sign-in.started');
    expect(offered('account')).not.toContain('member.added');
  });
});

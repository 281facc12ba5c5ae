import { AUDIT_ACTION_NAMES } from '@lanyard/core/audit/audit-event';
import { describe, expect, it } from 'vitest';
import type { AuditEvent } from '../src/api/types.ts';
import { actionGroups } from '../src/features/audit/action-groups.ts';
import { describeEvent, formatFact } from '../src/features/audit/describe-event.ts';

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
const INVITATION = named('invitation', 'grace');
const APP = named('repository', 'acme/app');
const TOKEN = named('token', 'nightly build');
const DOCKER = named('sign-in', 'docker CLI 28.2.2 on linux/amd64');

const DESCRIPTIONS: readonly (readonly [string, AuditEvent['subject'], AuditEvent['data'], string])[] = [
  ['audit-log.keyed', named('operator', 'server'), {}, 'Audit log protected by a key from here on: server'],
  [
    'usage.purged',
    named('operator', 'server'),
    { before: Date.UTC(2026, 0, 1, 12) },
    'Old uses of access tokens deleted: before Jan 1, 2026',
  ],
  ['setup-code.issued', named('operator', 'operator'), {}, 'Set-up code issued'],
  ['account.created', GRACE, { isAdministrator: false }, 'Account created: grace'],
  ['account.created', GRACE, { isAdministrator: true }, 'Account created: grace (administrator)'],
  [
    'account.disabled',
    GRACE,
    { endedSessions: 1, endedSignIns: 2 },
    'Account disabled: grace (ended 1 session and 2 command lines)',
  ],
  ['account.enabled', GRACE, {}, 'Account enabled: grace'],
  ['account.promoted', GRACE, { endedSessions: 0 }, 'Made an administrator: grace'],
  ['account.demoted', GRACE, { endedSessions: 1 }, 'No longer an administrator: grace (ended 1 session)'],
  [
    'account.email-changed',
    GRACE,
    { before: 'grace@example.com', after: 'grace@acme.example' },
    'E-mail address changed: grace (grace@example.com to grace@acme.example)',
  ],
  ['account.deleted', GRACE, { email: 'grace@example.com', tokens: 2, repositories: 0 }, 'Account deleted: grace'],
  ['token.looked-up', TOKEN, { bySecret: true }, 'Token looked up by an administrator: nightly build'],
  ['account.password-changed', ADA, { endedSessions: 0, endedSignIns: 0 }, 'Password changed'],
  ['account.password-changed', GRACE, {}, 'Password changed: grace'],
  ['account.password-reset-requested', ADA, {}, 'Password reset requested'],
  ['account.password-reset', ADA, { endedSessions: 2, endedSignIns: 0 }, 'Password reset by mail (ended 2 sessions)'],
  [
    'account.signed-out-everywhere',
    ADA,
    { endedSessions: 0, endedSignIns: 1 },
    'Signed out everywhere (ended 1 command line)',
  ],
  ['account.notices-chosen', ADA, { turnedOff: ['token-created'] }, 'Notices by mail chosen'],
  ['session.started', named('session', 'Firefox'), {}, 'Signed in'],
  ['session.refused', ADA, {}, 'Sign-in refused: wrong password'],
  ['session.refused', ADA, { reason: 'invalid-credential', count: 1 }, 'Sign-in refused: wrong password'],
  ['session.refused', ADA, { reason: 'invalid-credential', count: 12 }, 'Sign-in refused: wrong password, 12 times'],
  ['session.refused', ADA, { reason: 'account-disabled', count: 1 }, 'Sign-in refused (account-disabled)'],
  [
    'session.refused',
    named('address', '192.0.2.7'),
    { reason: 'invalid-credential', count: 3 },
    'Sign-in refused: unknown name, 3 times',
  ],
  ['session.refused', ADA, { proof: 'second-factor' }, 'Sign-in refused: wrong second factor'],
  [
    'session.refused',
    ADA,
    { proof: 'single-sign-on', organization: 'acme' },
    'Sign-in refused: the identity provider of acme cannot sign in this account',
  ],
  ['session.ended', named('session', 'Firefox'), {}, 'Session ended'],
  ['factor.added', named('factor', 'phone'), { type: 'totp' }, 'Second factor added: phone'],
  [
    'factor.renamed',
    named('factor', 'phone'),
    { type: 'totp', before: 'old phone' },
    'Second factor renamed: old phone → phone',
  ],
  ['factor.removed', named('factor', 'key'), { type: 'passkey' }, 'Second factor removed: key'],
  ['recovery-codes.made', ADA, {}, 'Recovery codes created'],
  [
    'sign-in.approved',
    DOCKER,
    { commandLineAddress: '192.0.2.8' },
    'Command line approved: docker CLI 28.2.2 on linux/amd64 at 192.0.2.8',
  ],
  ['sign-in.refused', DOCKER, {}, 'Command line refused: docker CLI 28.2.2 on linux/amd64'],
  ['sign-in.started', DOCKER, {}, 'Command line signed in: docker CLI 28.2.2 on linux/amd64'],
  [
    'sign-in.reused',
    DOCKER,
    { reason: 'an old refresh token was used' },
    'Command line ended: old token used again (docker CLI 28.2.2 on linux/amd64)',
  ],
  [
    'sign-in.ended',
    DOCKER,
    { reason: 'signed out' },
    'Command line signed out: docker CLI 28.2.2 on linux/amd64 (signed out)',
  ],
  ['organization.created', named('organization', 'acme'), { owner: 'ada' }, 'Organization created: acme'],
  ['organization.policy-changed', named('organization', 'acme'), { before: '{}', after: '{}' }, 'Policy changed: acme'],
  [
    'organization.rule-announced',
    named('organization', 'acme'),
    { rule: 'maximumTokenLifetimeSeconds', value: '7776000', bindsFrom: Date.UTC(2027, 2, 1, 12) },
    'Stricter rule announced: Maximum lifetime of an access token, from Mar 1, 2027',
  ],
  [
    'organization.rule-told',
    named('organization', 'acme'),
    { rule: 'tokenUnusedSeconds', value: '7776000', bindsFrom: Date.UTC(2027, 2, 1, 12) },
    'Everybody told of an announced rule: Stop access tokens that were not used here for, from Mar 1, 2027',
  ],
  [
    'organization.rule-withdrawn',
    named('organization', 'acme'),
    { rule: 'passwordAtRegistry', value: 'false' },
    'Announced rule taken back: Accept account passwords at the registry',
  ],
  [
    'organization.rule-bound',
    named('organization', 'acme'),
    { rule: 'passwordAtRegistry', value: 'false', before: 'true' },
    'Announced rule now applies: Accept account passwords at the registry',
  ],
  ['token.let-in-again', named('token', 'nightly'), { holder: 'ada' }, 'Unused token let in again: nightly'],
  [
    'exemption.created',
    GRACE,
    { rule: 'passwordAtRegistry', endsAt: Date.UTC(2027, 2, 1, 12), reason: 'on leave', holder: 'grace' },
    'Exempted from a rule: grace, Accept account passwords at the registry, until Mar 1, 2027 (on leave)',
  ],
  [
    'exemption.ended',
    GRACE,
    { rule: 'passwordAtRegistry', endsAt: Date.UTC(2027, 2, 1, 12), holder: 'grace' },
    'Exemption ended: grace, Accept account passwords at the registry, until Mar 1, 2027',
  ],
  ['member.added', GRACE, { role: 'member' }, 'Member added: grace (member)'],
  ['member.added', GRACE, { role: 'owner' }, 'Member added: grace (owner)'],
  ['member.role-changed', GRACE, { role: 'owner', before: 'member' }, 'Role changed: grace is now owner'],
  ['member.removed', GRACE, {}, 'Member removed: grace'],
  ['member.removed', ADA, {}, 'Member removed: left the organization'],
  ['member.terms-accepted', ADA, { terms: '{"autoTokensKept":3}' }, 'Rules accepted'],
  ['invitation.created', INVITATION, { role: 'owner', expiresAt: 0 }, 'Invitation created: grace (owner)'],
  ['invitation.created', INVITATION, { role: null, expiresAt: 0 }, 'Invitation created: grace'],
  ['invitation.resent', INVITATION, { role: 'member', expiresAt: 0 }, 'Invitation sent again: grace (member)'],
  ['invitation.withdrawn', INVITATION, {}, 'Invitation withdrawn: grace'],
  ['invitation.accepted', INVITATION, { account: 'grace' }, 'Invitation accepted: grace'],
  ['invitation.declined', INVITATION, {}, 'Invitation declined: grace'],
  ['team.created', named('team', 'builders'), {}, 'Team created: builders'],
  ['team.changed', named('team', 'builders'), {}, 'Team changed: builders'],
  ['team.deleted', named('team', 'builders'), {}, 'Team deleted: builders'],
  ['team.member-added', GRACE, { team: 'builders' }, 'Added to a team: grace, team builders'],
  ['team.member-removed', GRACE, { team: 'builders' }, 'Removed from a team: grace, team builders'],
  ['repository.created', APP, { visibility: 'private' }, 'Repository created: acme/app (private)'],
  ['repository.created', APP, { visibility: 'public', by: 'push' }, 'Repository created: acme/app (public, by a push)'],
  [
    'repository.created',
    APP,
    { visibility: 'private', by: 'adoption', registry: 'default' },
    'Repository created: acme/app (private, held by a registry)',
  ],
  ['repository.changed', APP, { before: 'private', after: 'public' }, 'Visibility changed: acme/app is now public'],
  ['repository.described', APP, { before: '', after: 'an app' }, 'Repository described: acme/app'],
  [
    'image.infected',
    APP,
    { registry: 'default', digest: 'sha256:ab', signature: 'Win.Trojan', path: 'usr/bin/tool' },
    'Malware found in an image: acme/app',
  ],
  [
    'image.quarantined',
    APP,
    { registry: 'default', digest: 'sha256:ab', reason: 'malware', source: 'owner' },
    'Image put in quarantine: acme/app (malware)',
  ],
  [
    'image.released',
    APP,
    { registry: 'default', digest: 'sha256:ab', before: 'malware', source: 'owner' },
    'Image taken out of quarantine: acme/app',
  ],
  [
    'image.vulnerable',
    APP,
    { registry: 'default', digest: 'sha256:ab', severity: 'critical', count: 2 },
    'Vulnerabilities found in an image: acme/app',
  ],
  [
    'finding.accepted',
    APP,
    {
      digest: 'sha256:ab',
      kind: 'malware',
      finding: 'Win.Trojan',
      place: 'usr/bin/tool',
      reason: 'our own test file',
      endsAt: Date.UTC(2027, 2, 1, 12),
    },
    'Finding in images accepted: acme/app, Win.Trojan in usr/bin/tool, until Mar 1, 2027 (our own test file)',
  ],
  [
    'finding.acceptance-ended',
    APP,
    { kind: 'not-scanned', finding: '', place: 'srv/large', endsAt: Date.UTC(2027, 2, 1, 12) },
    'Acceptance of a finding ended: acme/app, not scanned: srv/large',
  ],
  [
    'repository.immutable-tags-set',
    APP,
    { before: 'none', after: '^v' },
    'Immutable tags set: acme/app (before none, now ^v)',
  ],
  ['repository.deleted', APP, {}, 'Repository deleted: acme/app'],
  [
    'repository.right-set',
    APP,
    { team: 'builders', right: 'write', before: null },
    'Permission granted: write for team builders on acme/app',
  ],
  [
    'repository.right-set',
    APP,
    { account: 'grace', right: 'admin', before: 'read' },
    'Permission granted: admin for grace on acme/app',
  ],
  [
    'repository.right-removed',
    APP,
    { account: 'grace', before: 'read' },
    'Permission removed: read of grace on acme/app',
  ],
  ['token.created', TOKEN, { origin: 'manual' }, 'Token created: nightly build'],
  ['token.created', TOKEN, { origin: 'auto' }, 'Token created: nightly build (auto-generated)'],
  ['token.changed', TOKEN, { before: 'old', after: 'nightly build' }, 'Token changed: old → nightly build'],
  ['token.changed', TOKEN, { grantsBefore: '[]', grantsAfter: '[]' }, 'Token changed: nightly build (permissions)'],
  ['token.changed', TOKEN, { hubDescriptionBefore: null, hubDescriptionAfter: 'x' }, 'Token changed: nightly build'],
  ['token.deactivated', TOKEN, {}, 'Token deactivated: nightly build'],
  ['token.activated', TOKEN, {}, 'Token activated: nightly build'],
  [
    'token.blocked-here',
    named('token', 'token of grace'),
    { holder: 'grace', reason: 'unused since May' },
    'Token blocked in the organization: token of grace (unused since May)',
  ],
  [
    'token.block-lifted',
    named('token', 'token of grace'),
    { holder: 'grace' },
    'Block of a token lifted: token of grace',
  ],
  [
    'token.approved-here',
    named('token', 'token of grace'),
    { holder: 'grace' },
    'Token approved for the organization: token of grace',
  ],
  [
    'token.refused-here',
    named('token', 'token of grace'),
    { holder: 'grace', reason: 'ask for less' },
    'Approval of a token refused: token of grace (ask for less)',
  ],
  ['member.tokens-trusted', named('account', 'grace'), {}, 'Tokens of a member always approved: grace'],
  ['member.tokens-trust-ended', named('account', 'grace'), {}, 'Tokens of a member no longer always approved: grace'],
  ['review.started', named('review', 'Spring'), {}, 'Review of access tokens started: Spring'],
  [
    'review.decided',
    named('review', 'Spring'),
    { decision: 'block', tokens: ['1', '2'], reason: 'old' },
    'Access tokens kept or blocked in a review: Spring (block, 2 tokens)',
  ],
  [
    'review.decided',
    named('review', 'Spring'),
    { decision: 'keep', tokens: ['1'], reason: '' },
    'Access tokens kept or blocked in a review: Spring (keep, 1 token)',
  ],
  ['review.reminded', named('review', 'Spring'), { undecided: 2, dueAt: 1 }, 'Reviewers reminded: Spring'],
  ['review.finished', named('review', 'Spring'), { undecided: 2 }, 'Review finished before its due date: Spring'],
  ['review.cancelled', named('review', 'Spring'), {}, 'Review cancelled: Spring'],
  ['review.series-ended', named('review', 'Spring'), { reviews: 60 }, 'Last review of a series closed: Spring'],
  ['review.closed', named('review', 'Spring'), { items: 2, kept: 1, blocked: 1, gone: 0 }, 'Review closed: Spring'],
  ['token.deleted', TOKEN, {}, 'Token deleted: nightly build'],
  ['token.deleted', TOKEN, { reason: 'signed out' }, 'Token deleted: nightly build (signed out)'],
  ['token.deleted', TOKEN, { replacedBy: 'token-10' }, 'Token deleted: nightly build (replaced by a new one)'],
  [
    'token.evicted',
    TOKEN,
    { replacedByName: 'docker', kept: 5 },
    'Token replaced by a newer one: nightly build by docker (5 tokens are kept)',
  ],
  [
    'token.refused',
    TOKEN,
    { reason: 'token-expired', count: 7 },
    'Token refused: nightly build (token-expired), 7 times',
  ],
  [
    'token.refused',
    TOKEN,
    { reason: 'not-granted', count: 1, access: 'acme/app:push' },
    'Token refused: nightly build: acme/app:push refused, because its permissions do not include it',
  ],
  ['token.refused', ADA, { reason: 'invalid-credential', count: 1 }, 'Token refused: unknown (invalid-credential)'],
  ['registry.created', named('registry', 'main'), {}, 'Registry added: main'],
  ['registry.changed', named('registry', 'main'), { hosts: ['a.example'] }, 'Registry changed: main'],
  ['registry.keys-rotated', named('registry', 'main'), {}, 'Registry keys rotated: main'],
  ['registry.images-connected', named('registry', 'main'), {}, 'Images of a registry connected: main'],
  ['registry.images-disconnected', named('registry', 'main'), {}, 'Images of a registry disconnected: main'],
  ['registry.gate-tested', named('registry', 'main'), { isPast: true }, 'Gate tested: main (clients can bypass it)'],
  ['registry.gate-tested', named('registry', 'main'), { isPast: false }, 'Gate tested: main'],
  ['registry.gate-secret-made', named('registry', 'main'), {}, 'Secret of the gate created: main'],
  ['webhook.created', named('webhook', 'chat'), { origin: 'https://hooks.example.com' }, 'Webhook created: chat'],
  [
    'webhook.changed',
    named('webhook', 'chat'),
    { origin: 'https://hooks.example.com', state: 'paused' },
    'Webhook changed: chat',
  ],
  ['webhook.deleted', named('webhook', 'chat'), { origin: 'https://hooks.example.com' }, 'Webhook deleted: chat'],
  ['webhook.secret-rotated', named('webhook', 'chat'), {}, 'Secret of a webhook replaced: chat'],
  ['webhook.paused', named('webhook', 'chat'), { reason: 'failing' }, 'Webhook paused: events did not arrive: chat'],
  ['domain.added', named('organization', 'acme'), { domain: 'acme.example' }, 'Domain added: acme.example'],
  ['domain.verified', named('organization', 'acme'), { domain: 'acme.example' }, 'Domain verified: acme.example'],
  ['domain.removed', named('organization', 'acme'), { domain: 'acme.example' }, 'Domain removed: acme.example'],
  ['identity.linked', GRACE, {}, 'Connected to the identity provider: grace'],
  ['identity.unlinked', GRACE, {}, 'Disconnected from the identity provider: grace'],
  [
    'identity.ended',
    GRACE,
    { endedSessions: 2, endedSignIns: 0 },
    'Removed at the identity provider: grace (ended 2 sessions)',
  ],
  [
    'identity.ended',
    GRACE,
    { endedSessions: 1, endedSignIns: 0, cause: 'the token endpoint says invalid_request (status 400)' },
    'Removed at the identity provider: grace, because the token endpoint says invalid_request (status 400) (ended 1 session)',
  ],
  [
    'identity.suspended',
    GRACE,
    { reason: 'domain-lost', endedSessions: 1 },
    'Signed out: the identity provider cannot sign in this account: grace (ended 1 session)',
  ],
  [
    'sso-connection.changed',
    named('organization', 'acme'),
    { protocol: 'oidc', issuer: 'https://idp.acme.example', voidedLinks: 0, addedCertificates: 0 },
    'Identity provider connected: https://idp.acme.example',
  ],
  [
    'sso-connection.changed',
    named('organization', 'acme'),
    { protocol: 'oidc', issuer: 'https://idp.acme.example', voidedLinks: 3, addedCertificates: 0 },
    'Identity provider connected: https://idp.acme.example (3 people have to prove their accounts again)',
  ],
  ['scim-user.confirmed', ADA, {}, 'Accepted to be managed by the directory'],
  ['scim-user.declined', ADA, {}, 'Declined to be managed by the directory'],
  ['scim-user.deleted', GRACE, {}, 'User deleted by SCIM: grace'],
  ['sso-connection.removed', named('organization', 'acme'), {}, 'Identity provider removed: acme'],
  [
    'sso-connection.failing',
    named('organization', 'acme'),
    { issuer: 'https://idp.acme.example', cause: 'idp.acme.example: ECONNREFUSED' },
    'Identity provider confirms nobody: https://idp.acme.example, because idp.acme.example: ECONNREFUSED',
  ],
  [
    'sso-connection.recovered',
    named('organization', 'acme'),
    { issuer: 'https://idp.acme.example' },
    'Identity provider confirms people again: https://idp.acme.example',
  ],
  ['saml-key.rotated', named('saml-key', 'SAML'), { isCompromised: false }, 'SAML key replaced, signs in a week'],
  ['saml-key.rotated', named('saml-key', 'SAML'), { isCompromised: true }, 'SAML key replaced at once'],
  [
    'sso-connection.bypassed',
    named('session', 'Firefox'),
    { proofs: ['password'] },
    'Signed in without single sign-on',
  ],
  ['scim-token.created', named('organization', 'acme'), {}, 'SCIM token created: acme'],
  ['scim-token.deleted', named('organization', 'acme'), {}, 'SCIM token deleted: acme'],
  ['scim-user.linked', GRACE, {}, 'User linked by SCIM: grace'],
  ['scim-user.changed', GRACE, { userName: 'grace' }, 'User changed by SCIM: grace'],
  ['scim-group.changed', named('team', 'builders'), {}, 'Group changed by SCIM: builders'],
];

describe('the description of an audit event', () => {
  it.each(DESCRIPTIONS)('is right for %s, %#', (action, subject, data, expected) => {
    expect(describeEvent(event(action, subject, data))).toBe(expected);
  });

  it('is tested above for every action', () => {
    expect(new Set(DESCRIPTIONS.map(([action]) => action))).toEqual(new Set(AUDIT_ACTION_NAMES));
  });

  it('is the name of the action if the page does not know it', () => {
    expect(describeEvent(event('token.borrowed', TOKEN))).toBe('token.borrowed');
    expect(describeEvent(event('toString', TOKEN))).toBe('toString');
  });
});

describe('the filter by action', () => {
  it('offers the actions that can be in that log, in groups', () => {
    const offered = (of: 'account' | 'organization') =>
      actionGroups(of).flatMap(({ items }) => items.map(({ value }) => value));
    expect(offered('organization')).toContain('member.added');
    expect(offered('organization')).not.toContain('session.started');
    expect(offered('account')).toContain('sign-in.started');
    expect(offered('account')).not.toContain('member.added');
  });
});

describe('a fact of an event', () => {
  it.each([
    ['team', 'builders', 'builders'],
    ['grants', '[{"pattern":"*"}]', '[\n  {\n    "pattern": "*"\n  }\n]'],
    ['before', '[not JSON', '[not JSON'],
    ['kept', 5, '5'],
    ['before', null, 'none'],
    ['isAdministrator', true, 'true'],
  ])('is shown as text: %s %j', (name, value, expected) => {
    expect(formatFact(name, value)).toBe(expected);
  });

  it('is shown as a date if it is a time', () => {
    expect(formatFact('expiresAt', Date.UTC(2026, 2, 4))).toContain('2026');
    expect(formatFact('expiresAt', null)).toBe('none');
  });
});

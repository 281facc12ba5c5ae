import type { AuditAction, AuditEvent } from '../../api/types.ts';
import { formatExactTime } from '../../parts/time-text.tsx';

type Sentence = (event: AuditEvent) => string;

/** What happened, in words that follow who did it: "Added grace as a member". */
export function describeEvent(event: AuditEvent): string {
  return Object.hasOwn(SENTENCES, event.action) ? SENTENCES[event.action as AuditAction](event) : event.action;
}

/** An action that the server comes to know does not compile without a sentence. */
const SENTENCES: Readonly<Record<AuditAction, Sentence>> = {
  'setup-code.issued': () => 'Issued a set-up code for the first administrator',
  'account.created': (event) =>
    `Made the account ${subject(event)}${event.data.isAdministrator === true ? ', an administrator' : ''}`,
  'account.disabled': (event) => `Disabled the account ${subject(event)}${endings(event)}`,
  'account.enabled': (event) => `Enabled the account ${subject(event)}`,
  'account.password-changed': (event) =>
    isOwn(event) ? 'Changed the password' : `Set the password of ${subject(event)}`,
  'account.password-reset-requested': () => 'Asked for a mail to set a new password',
  'account.password-reset': (event) => `Set a new password with a mailed link${endings(event)}`,
  'account.signed-out-everywhere': (event) => `Signed out everywhere${endings(event)}`,
  'session.started': () => 'Signed in to these pages',
  'session.refused': ({ data }) =>
    `Was refused at sign-in: the ${data.proof === undefined ? 'password' : 'second factor'} was wrong`,
  'session.ended': () => 'Ended a session of these pages',
  'sso-connection.bypassed': () => 'Signed in by password, around single sign-on',
  'factor.added': (event) => `Added the second factor ${quoted(event)}`,
  'factor.renamed': (event) => `Renamed the second factor “${text(event, 'before')}” to ${quoted(event)}`,
  'factor.removed': (event) => `Removed the second factor ${quoted(event)}`,
  'recovery-codes.made': () => 'Made new recovery codes',
  'identity.linked': (event) => `Connected ${subject(event)} to the identity provider`,
  'identity.unlinked': (event) => `Disconnected ${subject(event)} from the identity provider`,
  'identity.ended': (event) => `Signed ${subject(event)} out: the identity provider knows it no more${endings(event)}`,
  'sso-connection.changed': (event) => `Connected the identity provider ${text(event, 'issuer')}`,
  'sso-connection.removed': () => 'Removed the identity provider',
  'sign-in.approved': (event) => `Approved the sign-in of ${subject(event)}${at(event)}`,
  'sign-in.refused': (event) => `Refused the sign-in of ${subject(event)}${at(event)}`,
  'sign-in.started': (event) => `Signed in with ${subject(event)}`,
  'sign-in.reused': (event) => `Ended the sign-in of ${subject(event)}${reason(event)}`,
  'sign-in.ended': (event) => `Ended the sign-in of ${subject(event)}${reason(event)}`,
  'organization.created': (event) => `Made the organization ${subject(event)}`,
  'organization.policy-changed': (event) => `Changed the policy of ${subject(event)}`,
  'member.added': (event) => `Added ${subject(event)} as ${role(event)}`,
  'member.role-changed': (event) => `Made ${subject(event)} ${role(event)}`,
  'member.removed': (event) =>
    isOwn(event) ? 'Left the organization' : `Removed ${subject(event)} from the organization`,
  'team.created': (event) => `Made the team ${subject(event)}`,
  'team.deleted': (event) => `Deleted the team ${subject(event)}`,
  'team.member-added': (event) => `Put ${subject(event)} into the team ${text(event, 'team')}`,
  'team.member-removed': (event) => `Took ${subject(event)} out of the team ${text(event, 'team')}`,
  'repository.created': (event) =>
    `Made the ${text(event, 'visibility')} repository ${subject(event)}${event.data.by === 'push' ? ' by pushing to it' : ''}`,
  'repository.changed': (event) => `Made the repository ${subject(event)} ${text(event, 'after')}`,
  'repository.deleted': (event) => `Deleted the repository ${subject(event)}`,
  'repository.right-set': (event) => `Gave ${holder(event)} the ${text(event, 'right')} right to ${subject(event)}`,
  'repository.right-removed': (event) =>
    `Took the ${text(event, 'before')} right to ${subject(event)} from ${holder(event)}`,
  'token.created': (event) =>
    `Made the ${event.data.origin === 'auto' ? 'auto-generated' : 'access'} token ${quoted(event)}`,
  'token.changed': changedToken,
  'token.deactivated': (event) => `Deactivated the access token ${quoted(event)}`,
  'token.activated': (event) => `Activated the access token ${quoted(event)}`,
  'token.deleted': (event) =>
    `Deleted the access token ${quoted(event)}${
      event.data.replacedBy === undefined ? reason(event) : ': a new one took its place'
    }`,
  'token.evicted': (event) =>
    `Lost the auto-generated token ${quoted(event)} to “${text(event, 'replacedByName')}”: ${text(event, 'kept')} are kept`,
  'token.refused': (event) => `Was refused with the access token ${quoted(event)}${reason(event)}`,
  'registry.created': (event) => `Made the registry ${subject(event)}`,
  'registry.keys-rotated': (event) => `Rotated the keys of the registry ${subject(event)}`,
  'domain.added': (event) => `Named the domain ${text(event, 'domain')}`,
  'domain.verified': (event) => `Proved the domain ${text(event, 'domain')}`,
  'domain.removed': (event) => `Gave the domain ${text(event, 'domain')} up`,
  'scim-token.created': () => 'Made the SCIM token',
  'scim-token.deleted': () => 'Deleted the SCIM token',
  'scim-user.linked': (event) => `Linked the account ${subject(event)} to its directory`,
  'scim-user.changed': (event) => `Changed what its directory tells of ${subject(event)}`,
  'scim-group.changed': (event) => `Changed what its directory tells of the team ${subject(event)}`,
};

function changedToken(event: AuditEvent): string {
  const { before, after, grantsAfter } = event.data;
  if (grantsAfter !== undefined) return `Changed what the access token ${quoted(event)} may do`;
  if (after === undefined) return `Changed the access token ${quoted(event)}`;
  return `Renamed the access token “${before}” to “${after}”`;
}

function subject(event: AuditEvent): string {
  return event.subject.name;
}

function quoted(event: AuditEvent): string {
  return `“${event.subject.name}”`;
}

function isOwn({ actor, subject: { id } }: AuditEvent): boolean {
  return actor.id === id;
}

function text({ data }: AuditEvent, key: string): string {
  return String(data[key] ?? 'unknown');
}

function role(event: AuditEvent): string {
  return event.data.role === 'owner' ? 'an owner' : 'a member';
}

function holder({ data: { team, account } }: AuditEvent): string {
  return team === undefined ? String(account) : `the team ${team}`;
}

function at({ data: { commandLineAddress } }: AuditEvent): string {
  return commandLineAddress === undefined ? '' : ` at ${commandLineAddress}`;
}

function reason({ data }: AuditEvent): string {
  return data.reason === undefined ? '' : `: ${data.reason}`;
}

/** How much ended with it. */
function endings({ data: { endedSessions, endedSignIns } }: AuditEvent): string {
  const ended = [counted(endedSessions, 'session'), counted(endedSignIns, 'command line')].filter(
    (part) => part !== '',
  );
  return ended.length === 0 ? '' : `, which ended ${ended.join(' and ')}`;
}

function counted(count: unknown, noun: string): string {
  if (typeof count !== 'number' || count === 0) return '';
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}

/** A fact of an event as a person reads it: JSON spread out, a moment as one. */
export function formatFact(name: string, value: unknown): string {
  if (name.endsWith('At') && typeof value === 'number') return formatExactTime(new Date(value).toISOString());
  if (typeof value === 'string') return /^[[{]/.test(value) ? spreadOut(value) : value;
  return value === null ? 'none' : JSON.stringify(value);
}

function spreadOut(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
}

import { AUDIT_ACTIONS, type AuditAction } from '@lanyard/core/audit/audit-event';
import type { AuditEvent } from '../../api/types.ts';
import { formatExactTime } from '../../parts/time-text.tsx';

/** The label of the action and what it was about: "Member added: grace (owner)". */
export function describeEvent(event: AuditEvent): string {
  if (!Object.hasOwn(AUDIT_ACTIONS, event.action)) return event.action;
  const action = event.action as AuditAction;
  const details = DETAILS[action] ?? about;
  return `${AUDIT_ACTIONS[action].label}${details(event)}`;
}

/** For actions with more to say than the name of their subject. */
const DETAILS: { readonly [Action in AuditAction]?: (event: AuditEvent) => string } = {
  'setup-code.issued': () => '',
  'account.created': (event) => `${about(event)}${event.data.isAdministrator === true ? ' (administrator)' : ''}`,
  'account.disabled': (event) => `${about(event)}${endings(event)}`,
  'account.password-reset': endings,
  'account.signed-out-everywhere': endings,
  'factor.renamed': (event) => `: ${fact(event, 'before')} → ${event.subject.name}`,
  'identity.ended': (event) => `${about(event)}${endings(event)}`,
  'session.started': () => '',
  'session.refused': ({ data }) => `: wrong ${data.proof === undefined ? 'password' : 'second factor'}`,
  'session.ended': () => '',
  'sign-in.approved': (event) => `${about(event)}${place(event)}`,
  'sign-in.refused': (event) => `${about(event)}${place(event)}`,
  'sign-in.reused': (event) => ` (${event.subject.name})`,
  'sign-in.ended': (event) => `${about(event)}${reason(event)}`,
  'member.added': (event) => `${about(event)} (${fact(event, 'role')})`,
  'member.role-changed': (event) => `: ${event.subject.name} is now ${fact(event, 'role')}`,
  'member.removed': (event) => (isOwn(event) ? ': left the organization' : about(event)),
  'team.member-added': (event) => `: ${event.subject.name}, team ${fact(event, 'team')}`,
  'team.member-removed': (event) => `: ${event.subject.name}, team ${fact(event, 'team')}`,
  'repository.created': (event) =>
    `${about(event)} (${fact(event, 'visibility')}${event.data.by === 'push' ? ', by a push' : ''})`,
  'repository.changed': (event) => `${about(event)} is now ${fact(event, 'after')}`,
  'repository.right-set': (event) => `: ${fact(event, 'right')} for ${holder(event)} on ${event.subject.name}`,
  'repository.right-removed': (event) => `: ${fact(event, 'before')} of ${holder(event)} on ${event.subject.name}`,
  'token.created': (event) => `${about(event)}${event.data.origin === 'auto' ? ' (auto-generated)' : ''}`,
  'token.changed': changedToken,
  'token.deleted': (event) =>
    `${about(event)}${event.data.replacedBy === undefined ? reason(event) : ' (replaced by a new one)'}`,
  'token.evicted': (event) =>
    `${about(event)} by ${fact(event, 'replacedByName')} (${fact(event, 'kept')} tokens are kept)`,
  'token.refused': (event) => `${about(event)}${reason(event)}`,
  'domain.added': (event) => `: ${fact(event, 'domain')}`,
  'domain.verified': (event) => `: ${fact(event, 'domain')}`,
  'domain.removed': (event) => `: ${fact(event, 'domain')}`,
  'sso-connection.changed': (event) => `: ${fact(event, 'issuer')}`,
  'sso-connection.bypassed': () => '',
};

/** Nothing for people who changed their own account. */
function about(event: AuditEvent): string {
  return isOwn(event) ? '' : `: ${event.subject.name}`;
}

function isOwn({ actor, subject }: AuditEvent): boolean {
  return actor.id === subject.id;
}

function fact({ data }: AuditEvent, name: string): string {
  return String(data[name] ?? 'unknown');
}

function changedToken(event: AuditEvent): string {
  const { before, after, grantsAfter } = event.data;
  if (grantsAfter !== undefined) return `${about(event)} (permissions)`;
  return after === undefined ? about(event) : `: ${before} → ${after}`;
}

function holder({ data: { team, account } }: AuditEvent): string {
  return team === undefined ? String(account) : `team ${team}`;
}

function place({ data: { commandLineAddress } }: AuditEvent): string {
  return commandLineAddress === undefined ? '' : ` at ${commandLineAddress}`;
}

function reason({ data }: AuditEvent): string {
  return data.reason === undefined ? '' : ` (${data.reason})`;
}

/** Which sessions and command lines ended with it. */
function endings({ data: { endedSessions, endedSignIns } }: AuditEvent): string {
  const ended = [counted(endedSessions, 'session'), counted(endedSignIns, 'command line')].filter(
    (part) => part !== '',
  );
  return ended.length === 0 ? '' : ` (ended ${ended.join(' and ')})`;
}

function counted(count: unknown, noun: string): string {
  if (typeof count !== 'number' || count === 0) return '';
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}

/** A fact of an event for a person: JSON with line breaks, a time in the zone of the reader. */
export function formatFact(name: string, value: unknown): string {
  if (name.endsWith('At') && typeof value === 'number') return formatExactTime(new Date(value).toISOString());
  if (typeof value === 'string') return /^[[{]/.test(value) ? withLineBreaks(value) : value;
  return value === null ? 'none' : JSON.stringify(value);
}

function withLineBreaks(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), undefined, 2);
  } catch {
    return json;
  }
}

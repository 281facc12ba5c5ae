import { AUDIT_ACTIONS, type AuditAction } from '@lanyard/core/audit/audit-event';
import { POLICY_RULE_NAMES, policyRule } from '@lanyard/core/organizations/policy-rules';
import type { AuditEvent } from '../../api/types.ts';
import { formatDay, formatExactTime } from '../../parts/time-text.tsx';

/** The label of the action and its subject: "Member added: grace (owner)". */
export function describeEvent(event: AuditEvent): string {
  if (!Object.hasOwn(AUDIT_ACTIONS, event.action)) return event.action;
  const action = event.action as AuditAction;
  const details = DETAILS[action] ?? about;
  return `${AUDIT_ACTIONS[action].label}${details(event)}`;
}

const CREATED_BY: Readonly<Record<string, string>> = { push: ', by a push', adoption: ', held by a registry' };

/** For actions that need more than the name of their subject. */
const DETAILS: { readonly [Action in AuditAction]?: (event: AuditEvent) => string } = {
  'usage.purged': (event) => `: before ${dayIn(event, 'before')}`,
  'setup-code.issued': () => '',
  'account.created': (event) => `${about(event)}${event.data.isAdministrator === true ? ' (administrator)' : ''}`,
  'account.disabled': (event) => `${about(event)}${endings(event)}`,
  'account.promoted': (event) => `${about(event)}${endings(event)}`,
  'account.demoted': (event) => `${about(event)}${endings(event)}`,
  'account.email-changed': (event) => `${about(event)} (${fact(event, 'before')} to ${fact(event, 'after')})`,
  'account.password-reset': endings,
  'account.signed-out-everywhere': endings,
  'factor.renamed': (event) => `: ${fact(event, 'before')} → ${event.subject.name}`,
  'identity.ended': (event) => `${about(event)}${because(event)}${endings(event)}`,
  'identity.suspended': (event) => `${about(event)}${endings(event)}`,
  'session.started': () => '',
  'session.refused': refusedSignIn,
  'session.ended': () => '',
  'sign-in.approved': (event) => `${about(event)}${place(event)}`,
  'sign-in.refused': (event) => `${about(event)}${place(event)}`,
  'sign-in.reused': (event) => ` (${event.subject.name})`,
  'sign-in.ended': (event) => `${about(event)}${reason(event)}`,
  'organization.rule-announced': (event) => `: ${ruleOf(event)}, from ${dayIn(event, 'bindsFrom')}`,
  'organization.rule-told': (event) => `: ${ruleOf(event)}, from ${dayIn(event, 'bindsFrom')}`,
  'organization.rule-withdrawn': (event) => `: ${ruleOf(event)}`,
  'organization.rule-bound': (event) => `: ${ruleOf(event)}`,
  'exemption.created': (event) =>
    `${about(event)}, ${ruleOf(event)}, until ${dayIn(event, 'endsAt')} (${fact(event, 'reason')})`,
  'exemption.ended': (event) => `${about(event)}, ${ruleOf(event)}, until ${dayIn(event, 'endsAt')}`,
  'member.added': (event) => `${about(event)} (${fact(event, 'role')})`,
  'member.role-changed': (event) => `: ${event.subject.name} is now ${fact(event, 'role')}`,
  'member.removed': (event) => (isOwn(event) ? ': left the organization' : about(event)),
  'invitation.created': (event) => `${about(event)}${offeredRole(event)}`,
  'invitation.resent': (event) => `${about(event)}${offeredRole(event)}`,
  'team.member-added': (event) => `: ${event.subject.name}, team ${fact(event, 'team')}`,
  'team.member-removed': (event) => `: ${event.subject.name}, team ${fact(event, 'team')}`,
  'repository.created': (event) =>
    `${about(event)} (${fact(event, 'visibility')}${CREATED_BY[String(event.data.by)] ?? ''})`,
  'repository.changed': (event) => `${about(event)} is now ${fact(event, 'after')}`,
  'image.quarantined': (event) => `${about(event)} (${fact(event, 'reason')})`,
  'finding.accepted': (event) =>
    `${about(event)}, ${findingOf(event)}, until ${dayIn(event, 'endsAt')} (${fact(event, 'reason')})`,
  'finding.acceptance-ended': (event) => `${about(event)}, ${findingOf(event)}`,
  'repository.immutable-tags-set': (event) =>
    `${about(event)} (before ${fact(event, 'before')}, now ${fact(event, 'after')})`,
  'repository.right-set': (event) => `: ${fact(event, 'right')} for ${holder(event)} on ${event.subject.name}`,
  'repository.right-removed': (event) => `: ${fact(event, 'before')} of ${holder(event)} on ${event.subject.name}`,
  'token.created': (event) => `${about(event)}${event.data.origin === 'auto' ? ' (auto-generated)' : ''}`,
  'token.changed': changedToken,
  'token.blocked-here': (event) => `${about(event)}${reason(event)}`,
  'token.refused-here': (event) => `${about(event)}${reason(event)}`,
  'review.decided': (event) => `${about(event)} (${fact(event, 'decision')}, ${tokenCount(event)})`,
  'token.deleted': (event) =>
    `${about(event)}${event.data.replacedBy === undefined ? reason(event) : ' (replaced by a new one)'}`,
  'token.evicted': (event) =>
    `${about(event)} by ${fact(event, 'replacedByName')} (${fact(event, 'kept')} tokens are kept)`,
  'token.refused': (event) => `${isOwn(event) ? ': unknown' : about(event)}${refusedAccess(event)}${times(event)}`,
  'domain.added': (event) => `: ${fact(event, 'domain')}`,
  'domain.verified': (event) => `: ${fact(event, 'domain')}`,
  'domain.removed': (event) => `: ${fact(event, 'domain')}`,
  'sso-connection.changed': (event) => `: ${fact(event, 'issuer')}${voidedLinks(event)}`,
  'sso-connection.failing': (event) => `: ${fact(event, 'issuer')}${because(event)}`,
  'sso-connection.recovered': (event) => `: ${fact(event, 'issuer')}`,
  'registry.gate-tested': (event) => `${about(event)}${event.data.isPast === true ? ' (clients can bypass it)' : ''}`,
  'saml-key.rotated': (event) => (event.data.isCompromised === true ? ' at once' : ', signs in a week'),
  'sso-connection.bypassed': () => '',
};

function tokenCount({ data }: AuditEvent): string {
  const count = Array.isArray(data.tokens) ? data.tokens.length : 0;
  return count === 1 ? '1 token' : `${count} tokens`;
}

/** Events of earlier versions name no cause. */
function because({ data }: AuditEvent): string {
  return data.cause === undefined ? '' : `, because ${String(data.cause)}`;
}

/** Empty for people who changed their own account. */
function about(event: AuditEvent): string {
  return isOwn(event) ? '' : `: ${event.subject.name}`;
}

function isOwn({ actor, subject }: AuditEvent): boolean {
  return actor.id === subject.id;
}

function fact({ data }: AuditEvent, name: string): string {
  return String(data[name] ?? 'unknown');
}

function voidedLinks({ data: { voidedLinks: count } }: AuditEvent): string {
  if (typeof count !== 'number' || count === 0) return '';
  return ` (${count === 1 ? '1 person has' : `${count} people have`} to prove their accounts again)`;
}

/** An invitation to the server offers no role. */
function offeredRole({ data: { role } }: AuditEvent): string {
  return typeof role === 'string' ? ` (${role})` : '';
}

/** The label of the rule, as the policy shows it. */
function ruleOf({ data: { rule } }: AuditEvent): string {
  const name = POLICY_RULE_NAMES.find((one) => one === rule);
  return name === undefined ? String(rule) : policyRule(name).label;
}

function dayIn({ data }: AuditEvent, name: string): string {
  const at = data[name];
  return typeof at === 'number' ? formatDay(new Date(at).toISOString()) : '';
}

/** "Test.Eicar in usr/bin/tool", or "not scanned: srv/large". */
function findingOf(event: AuditEvent): string {
  const [name, where] = [fact(event, 'finding'), fact(event, 'place')];
  return name === '' ? `not scanned: ${where}` : `${name} in ${where}`;
}

function changedToken(event: AuditEvent): string {
  const { before, after, grantsAfter, expiresAtAfter } = event.data;
  const parts = [grantsAfter !== undefined && 'permissions', expiresAtAfter !== undefined && 'expiry'];
  const changed = parts.filter((part) => part !== false);
  if (changed.length > 0) return `${about(event)} (${changed.join(', ')})`;
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

/** Why a valid token did not get its requested access. If the token itself was refused, the reason for that. */
function refusedAccess(event: AuditEvent): string {
  const { reason: code, access } = event.data;
  if (access === undefined) return reason(event);
  return `: ${access} refused, because ${REASONS[String(code)] ?? code}`;
}

const REASONS: Readonly<Record<string, string>> = {
  'not-granted': 'its permissions do not include it',
  'no-right': 'its owner does not have the permission',
  'token-unused-here': 'it was not used in the organization for as long as its policy allows',
  'token-lives-too-long-here': 'it lives longer than the policy of the organization allows',
  'not-allowed-by-policy': 'the policy of the organization does not allow tokens to do it',
  'terms-not-accepted': 'its owner did not accept the stricter rules of the organization',
  'second-factor-required': 'the organization requires a second factor of its owner',
  'token-blocked-here': 'an owner of the organization blocked it there',
  'token-refused-here': 'an owner of the organization refused to let it in',
  'token-waits-for-approval': 'an owner of the organization has to approve it first',
  'sign-on-required-for-token': 'its owner has to sign in at the identity provider of the organization',
};

/** One event stands for all equal ones of a minute. */
function times({ data: { count } }: AuditEvent): string {
  return count === undefined || count === 1 ? '' : `, ${count} times`;
}

/** Without an account, somebody tried a name that does not exist. */
function refusedSignIn(event: AuditEvent): string {
  const { data, subject } = event;
  if (data.proof === 'single-sign-on') {
    return `: the identity provider of ${data.organization} cannot sign in this account`;
  }
  if (data.proof !== undefined) return ': wrong second factor';
  if (data.reason !== undefined && data.reason !== 'invalid-credential') return `${reason(event)}${times(event)}`;
  return `: ${subject.type === 'address' ? 'unknown name' : 'wrong password'}${times(event)}`;
}

/** Which sessions and command lines ended because of it. */
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

/** Formats a fact of an event for a person: JSON with line breaks, and times in the reader's time zone. */
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

import type { AuditAction, AuditEvent } from './audit-event.ts';

/**
 * The actions that only end or remove something. Each needs something that was made before, and making it is limited. So
 * these actions cannot be repeated without end, although they never wait.
 */
const ENDING: ReadonlySet<AuditAction> = new Set<AuditAction>([
  'account.disabled',
  'account.password-changed',
  'account.signed-out-everywhere',
  'domain.removed',
  'exemption.ended',
  'factor.removed',
  'identity.unlinked',
  'invitation.declined',
  'invitation.withdrawn',
  'member.removed',
  'member.tokens-trust-ended',
  'repository.deleted',
  'repository.right-removed',
  'scim-token.deleted',
  'scim-user.deleted',
  'session.ended',
  'sign-in.ended',
  'sso-connection.removed',
  'team.deleted',
  'team.member-removed',
  'token.blocked-here',
  'token.deactivated',
  'token.deleted',
  'token.evicted',
  'webhook.deleted',
]);

/** Whether the event only ends something. A directory that deactivates a user changes that user. */
export function isEnding({ action, data }: Pick<AuditEvent, 'action' | 'data'>): boolean {
  return ENDING.has(action) || (action === 'scim-user.changed' && data.active === false);
}

/** Everything that may be recorded, `subject.verb`. */
export const AUDIT_ACTIONS = [
  'setup-code.issued',
  'account.created',
  'account.disabled',
  'account.enabled',
  'account.password-changed',
  'account.password-reset-requested',
  'account.password-reset',
  'account.signed-out-everywhere',
  'factor.added',
  'factor.renamed',
  'factor.removed',
  'recovery-codes.made',
  'identity.linked',
  'identity.unlinked',
  'identity.ended',
  'session.started',
  'session.refused',
  'session.ended',
  'sign-in.approved',
  'sign-in.refused',
  'sign-in.started',
  'sign-in.reused',
  'sign-in.ended',
  'organization.created',
  'organization.policy-changed',
  'member.added',
  'member.role-changed',
  'member.removed',
  'team.created',
  'team.deleted',
  'team.member-added',
  'team.member-removed',
  'repository.created',
  'repository.changed',
  'repository.deleted',
  'repository.right-set',
  'repository.right-removed',
  'token.created',
  'token.changed',
  'token.deactivated',
  'token.activated',
  'token.deleted',
  'token.evicted',
  'token.refused',
  'registry.created',
  'registry.keys-rotated',
  'domain.added',
  'domain.verified',
  'domain.removed',
  'sso-connection.changed',
  'sso-connection.removed',
  'sso-connection.bypassed',
  'scim-token.created',
  'scim-token.deleted',
  'scim-user.linked',
  'scim-user.changed',
  'scim-group.changed',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

export type AuditData = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/** Who or what an event is about; ids stay valid when names change. */
export interface AuditParty {
  readonly type:
    | 'account'
    | 'organization'
    | 'team'
    | 'repository'
    | 'token'
    | 'session'
    | 'sign-in'
    | 'factor'
    | 'registry'
    | 'operator';
  readonly id: string;
  readonly name: string;
}

export interface AuditEvent {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly action: AuditAction;
  readonly actor: AuditParty;
  readonly subject: AuditParty;
  /** The account or organization in whose log this is read; null for what concerns the whole server. */
  readonly namespace: string | null;
  readonly address: string;
  readonly client: string;
  /** Facts of the change; token ids, never secrets (R14). */
  readonly data: AuditData;
}

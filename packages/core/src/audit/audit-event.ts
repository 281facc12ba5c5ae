/** A fact of an event, as it is stored and digested. */
type AuditFact = string | number | boolean | null | readonly string[];
export type AuditData = Readonly<Record<string, AuditFact>>;

type NoFacts = Record<never, never>;

/** One declaration for each action: the label that pages show, and the facts that the event must bring. */
function action<Facts extends AuditData = NoFacts>(label: string): { readonly label: string; readonly facts?: Facts } {
  return { label };
}

type NewAccountFacts = { readonly email: string; readonly isAdministrator: boolean };
type EndedAccess = { readonly endedSessions: number; readonly endedSignIns: number };
type ExternalNames = { readonly externalId: string | null };

/** Everything that can be recorded, as `subject.verb`. */
export const AUDIT_ACTIONS = {
  'setup-code.issued': action<{ expiresAt: number }>('Set-up code issued'),
  'account.created': action<NewAccountFacts>('Account created'),
  'account.disabled': action<Partial<EndedAccess>>('Account disabled'),
  'account.enabled': action('Account enabled'),
  'account.password-changed': action<{ endedSessions: number }>('Password changed'),
  'account.password-reset-requested': action('Password reset requested'),
  'account.password-reset': action<EndedAccess>('Password reset by mail'),
  'account.signed-out-everywhere': action<EndedAccess>('Signed out everywhere'),
  'factor.added': action<{ type: string }>('Second factor added'),
  'factor.renamed': action<{ type: string; before: string }>('Second factor renamed'),
  'factor.removed': action<{ type: string }>('Second factor removed'),
  'recovery-codes.made': action('Recovery codes created'),
  'identity.linked': action<{ issuer: string; subject: string }>('Connected to the identity provider'),
  'identity.unlinked': action<{ issuer: string; subject: string }>('Disconnected from the identity provider'),
  'identity.ended': action<EndedAccess>('Removed at the identity provider'),
  'session.started': action<{ proofs: readonly string[] }>('Signed in'),
  'session.refused': action<{ proof?: string }>('Sign-in refused'),
  'session.ended': action('Session ended'),
  'sign-in.approved': action<{ commandLineAddress: string }>('Command line approved'),
  'sign-in.refused': action<{ commandLineAddress: string }>('Command line refused'),
  'sign-in.started': action('Command line signed in'),
  'sign-in.reused': action<{ reason: string }>('Command line ended: old token used again'),
  'sign-in.ended': action<{ reason: string }>('Command line signed out'),
  'organization.created': action<{ owner: string }>('Organization created'),
  'organization.policy-changed': action<{ before: string; after: string }>('Policy changed'),
  'member.added': action<{ role: string }>('Member added'),
  'member.role-changed': action<{ role: string; before: string }>('Role changed'),
  'member.removed': action('Member removed'),
  'team.created': action('Team created'),
  'team.deleted': action<{ displayName?: string }>('Team deleted'),
  'team.member-added': action<{ team: string }>('Added to a team'),
  'team.member-removed': action<{ team: string }>('Removed from a team'),
  'repository.created': action<{ visibility: string; by?: string; token?: string }>('Repository created'),
  'repository.changed': action<{ before: string; after: string }>('Visibility changed'),
  'repository.deleted': action('Repository deleted'),
  'repository.right-set': action<{ team?: string; account?: string; right: string; before: string | null }>(
    'Permission granted',
  ),
  'repository.right-removed': action<{ team?: string; account?: string; before: string }>('Permission removed'),
  'token.created': action<{ origin: string; expiresAt: number | null; grants?: string; signIn?: string }>(
    'Token created',
  ),
  'token.changed': action<AuditData>('Token changed'),
  'token.deactivated': action('Token deactivated'),
  'token.activated': action('Token activated'),
  'token.deleted': action<{ reason?: string; replacedBy?: string }>('Token deleted'),
  'token.evicted': action<{ replacedBy: string; replacedByName: string; kept: number }>(
    'Token replaced by a newer one',
  ),
  'token.refused': action<AuditData>('Token refused'),
  'registry.created': action<{ service: string; kind: string; tokenTtlSeconds: number }>('Registry added'),
  'registry.keys-rotated': action('Registry keys rotated'),
  'domain.added': action<{ domain: string }>('Domain added'),
  'domain.verified': action<{ domain: string }>('Domain verified'),
  'domain.removed': action<{ domain: string; wasVerified: boolean }>('Domain removed'),
  'sso-connection.changed': action<{ protocol: string; issuer: string; replaced: boolean }>(
    'Identity provider connected',
  ),
  'sso-connection.removed': action('Identity provider removed'),
  'sso-connection.bypassed': action<{ proofs: readonly string[] }>('Signed in without single sign-on'),
  'scim-token.created': action<{ replaced: boolean }>('SCIM token created'),
  'scim-token.deleted': action('SCIM token deleted'),
  'scim-user.linked': action('User linked by SCIM'),
  'scim-user.changed': action<{ userName: string } & ExternalNames>('User changed by SCIM'),
  'scim-group.changed': action<{ displayName: string } & ExternalNames>('Group changed by SCIM'),
};

export type AuditAction = keyof typeof AUDIT_ACTIONS;
export const AUDIT_ACTION_NAMES = Object.keys(AUDIT_ACTIONS) as AuditAction[];

/** The facts that an event of this action brings. */
export type FactsOf<Action extends AuditAction> = NonNullable<(typeof AUDIT_ACTIONS)[Action]['facts']>;

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
  /** The account or organization in whose log the event is read; null for what concerns the whole server. */
  readonly namespace: string | null;
  readonly address: string;
  readonly client: string;
  /** Facts of the change; token ids, never secrets (R14). */
  readonly data: AuditData;
}

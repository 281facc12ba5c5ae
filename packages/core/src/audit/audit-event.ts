/** One fact of an event, as it is stored and covered by the digest. */
type AuditFact = string | number | boolean | null | readonly string[];
export type AuditData = Readonly<Record<string, AuditFact>>;

type NoFacts = Record<never, never>;

/** Declares an action once: the label that pages show, and the facts that the event must have. */
function action<Facts extends AuditData = NoFacts>(label: string): { readonly label: string; readonly facts?: Facts } {
  return { label };
}

type NewAccountFacts = { readonly email: string; readonly isAdministrator: boolean };
/** `role` is null for an invitation to the server. */
type InvitationFacts = { readonly role: string | null; readonly expiresAt: number };
type EndedAccess = { readonly endedSessions: number; readonly endedSignIns: number };
/** `voidedLinks`: how many people must prove again who they are. */
type NewConnectionFacts = {
  readonly protocol: string;
  readonly issuer: string;
  readonly replaced: boolean;
  readonly voidedLinks: number;
  readonly addedCertificates: number;
};
/**
 * Equal refusals within about one minute, starting at `from`. `access` is what a valid token requested and did not get,
 * such as `acme/app:push`.
 */
type RefusedFacts = {
  readonly reason: string;
  readonly count: number;
  readonly from: string;
  readonly access?: string;
};
type ReviewFacts = {
  readonly scope: string;
  readonly reviewers: string;
  readonly undecided: string;
  readonly recurrence: string | null;
  readonly startsAt: number;
  readonly dueAt: number;
};
type ExternalNames = { readonly externalId: string | null };

/** All actions that the log can record, as `subject.verb`. */
export const AUDIT_ACTIONS = {
  'audit-log.keyed': action('Audit log protected by a key from here on'),
  'usage.purged': action<{ before: number }>('Old uses of access tokens deleted'),
  'setup-code.issued': action<{ expiresAt: number }>('Set-up code issued'),
  'account.created': action<NewAccountFacts>('Account created'),
  'account.disabled': action<Partial<EndedAccess>>('Account disabled'),
  'account.enabled': action('Account enabled'),
  'account.password-changed': action<EndedAccess>('Password changed'),
  'account.password-reset-requested': action('Password reset requested'),
  'account.password-reset': action<EndedAccess>('Password reset by mail'),
  'account.promoted': action<{ endedSessions: number }>('Made an administrator'),
  'account.demoted': action<{ endedSessions: number }>('No longer an administrator'),
  'account.email-changed': action<{ before: string; after: string }>('E-mail address changed'),
  'account.deleted': action<{ email: string; tokens: number; repositories: number }>('Account deleted'),
  'account.signed-out-everywhere': action<EndedAccess>('Signed out everywhere'),
  'account.notices-chosen': action<{ turnedOff: readonly string[] }>('Notices by mail chosen'),
  'factor.added': action<{ type: string }>('Second factor added'),
  'factor.renamed': action<{ type: string; before: string }>('Second factor renamed'),
  'factor.removed': action<{ type: string }>('Second factor removed'),
  'recovery-codes.made': action('Recovery codes created'),
  'identity.linked': action<{ issuer: string; subject: string }>('Connected to the identity provider'),
  'identity.unlinked': action<{ issuer: string; subject: string }>('Disconnected from the identity provider'),
  'identity.ended': action<EndedAccess & { readonly cause: string }>('Removed at the identity provider'),
  'identity.suspended': action<{ reason: string; endedSessions: number }>(
    'Signed out: the identity provider cannot sign in this account',
  ),
  'session.started': action<{ proofs: readonly string[] }>('Signed in'),
  'session.refused': action<{ proof: string; organization?: string } | RefusedFacts>('Sign-in refused'),
  'session.ended': action('Session ended'),
  'sign-in.approved': action<{
    commandLineAddress: string;
    scopes: readonly string[];
    registry: string | null;
  }>('Command line approved'),
  'sign-in.refused': action<{ commandLineAddress: string }>('Command line refused'),
  'sign-in.started': action('Command line signed in'),
  'sign-in.reused': action<{ reason: string }>('Command line ended: old token used again'),
  'sign-in.ended': action<{ reason: string }>('Command line signed out'),
  'organization.created': action<{ owner: string }>('Organization created'),
  'organization.policy-changed': action<{ before: string; after: string }>('Policy changed'),
  'organization.rule-announced': action<{ rule: string; value: string; bindsFrom: number }>('Stricter rule announced'),
  'organization.rule-told': action<{ rule: string; value: string; bindsFrom: number }>(
    'Everybody told of an announced rule',
  ),
  'organization.rule-withdrawn': action<{ rule: string; value: string }>('Announced rule taken back'),
  'organization.rule-bound': action<{ rule: string; value: string; before: string }>('Announced rule now applies'),
  'member.added': action<{ role: string }>('Member added'),
  'member.role-changed': action<{ role: string; before: string }>('Role changed'),
  'member.removed': action('Member removed'),
  'member.terms-accepted': action<{ terms: string }>('Rules accepted'),
  'invitation.created': action<InvitationFacts>('Invitation created'),
  'invitation.resent': action<InvitationFacts>('Invitation sent again'),
  'invitation.withdrawn': action('Invitation withdrawn'),
  'invitation.accepted': action<{ account: string }>('Invitation accepted'),
  'invitation.declined': action('Invitation declined'),
  'team.created': action('Team created'),
  'team.changed': action<AuditData>('Team changed'),
  'team.deleted': action<{ displayName?: string }>('Team deleted'),
  'team.member-added': action<{ team: string }>('Added to a team'),
  'team.member-removed': action<{ team: string }>('Removed from a team'),
  'repository.created': action<{ visibility: string; by?: string; token?: string; registry?: string }>(
    'Repository created',
  ),
  'repository.changed': action<{ before: string; after: string }>('Visibility changed'),
  'repository.described': action<{ before: string; after: string }>('Repository described'),
  'repository.immutable-tags-set': action<{ before: string; after: string }>('Immutable tags set'),
  'repository.deleted': action('Repository deleted'),
  'repository.right-set': action<{ team?: string; account?: string; right: string; before: string | null }>(
    'Permission granted',
  ),
  'repository.right-removed': action<{ team?: string; account?: string; before: string }>('Permission removed'),
  'token.created': action<{
    origin: string;
    expiresAt: number | null;
    grants?: string;
    organizationScopes?: readonly string[];
    repositoryScopes?: readonly string[];
    signIn?: string;
  }>('Token created'),
  'token.changed': action<AuditData>('Token changed'),
  'token.deactivated': action('Token deactivated'),
  'token.activated': action('Token activated'),
  'token.deleted': action<{ reason?: string; replacedBy?: string }>('Token deleted'),
  'token.evicted': action<{ replacedBy: string; replacedByName: string; kept: number }>(
    'Token replaced by a newer one',
  ),
  'token.looked-up': action<{ bySecret: boolean }>('Token looked up by an administrator'),
  'token.refused': action<RefusedFacts>('Token refused'),
  'token.blocked-here': action<{ holder: string; reason: string }>('Token blocked in the organization'),
  'token.block-lifted': action<{ holder: string }>('Block of a token lifted'),
  'token.approved-here': action<{ holder: string }>('Token approved for the organization'),
  'token.refused-here': action<{ holder: string; reason: string }>('Approval of a token refused'),
  'token.let-in-again': action<{ holder: string }>('Unused token let in again'),
  'exemption.created': action<{ rule: string; endsAt: number; reason: string; holder: string }>('Exempted from a rule'),
  'exemption.ended': action<{ rule: string; endsAt: number; holder: string }>('Exemption ended'),
  'member.tokens-trusted': action('Tokens of a member always approved'),
  'member.tokens-trust-ended': action('Tokens of a member no longer always approved'),
  'review.started': action<ReviewFacts>('Review of access tokens started'),
  'review.decided': action<{ decision: string; tokens: readonly string[]; reason: string }>(
    'Access tokens kept or blocked in a review',
  ),
  'review.reminded': action<{ undecided: number; dueAt: number }>('Reviewers reminded'),
  'review.finished': action<{ undecided: number }>('Review finished before its due date'),
  'review.cancelled': action<{ reason?: string }>('Review cancelled'),
  'review.closed': action<{ items: number; kept: number; blocked: number; gone: number; digest: string }>(
    'Review closed',
  ),
  'review.series-ended': action<{ reviews: number }>('Last review of a series closed'),
  'registry.created': action<{
    service: string;
    kind: string;
    tokenTtlSeconds: number;
    pushTokenTtlSeconds: number | null;
    hosts: readonly string[];
    internalUrl: string | null;
  }>('Registry added'),
  'image.infected': action<{ registry: string; digest: string; signature: string; path: string }>(
    'Malware found in an image',
  ),
  'image.quarantined': action<{ registry: string; digest: string; reason: string; source: string }>(
    'Image put in quarantine',
  ),
  'image.released': action<{ registry: string; digest: string; before: string; source: string }>(
    'Image taken out of quarantine',
  ),
  'image.vulnerable': action<{ registry: string; digest: string; severity: string; count: number }>(
    'Vulnerabilities found in an image',
  ),
  'finding.accepted': action<{
    digest: string;
    kind: string;
    finding: string;
    place: string;
    reason: string;
    endsAt: number;
  }>('Finding in images accepted'),
  'finding.acceptance-ended': action<{ kind: string; finding: string; place: string; endsAt: number }>(
    'Acceptance of a finding ended',
  ),
  'registry.changed': action<{
    hosts?: readonly string[];
    hostsBefore?: readonly string[];
    internalUrl?: string | null;
    before?: string | null;
    tokenTtlSeconds?: number;
    pushTokenTtlSeconds?: number | null;
    tokenTtlSecondsBefore?: number;
    pushTokenTtlSecondsBefore?: number | null;
  }>('Registry changed'),
  'registry.keys-rotated': action('Registry keys rotated'),
  'registry.gate-tested': action<{ isPast: boolean }>('Gate tested'),
  'registry.gate-secret-made': action('Secret of the gate created'),
  'registry.images-connected': action('Images of a registry connected'),
  'registry.images-disconnected': action('Images of a registry disconnected'),
  'webhook.created': action<{ origin: string }>('Webhook created'),
  'webhook.changed': action<{ origin: string; state: string }>('Webhook changed'),
  'webhook.deleted': action<{ origin: string }>('Webhook deleted'),
  'webhook.secret-rotated': action('Secret of a webhook replaced'),
  'webhook.paused': action<{ reason: string }>('Webhook paused: events did not arrive'),
  'domain.added': action<{ domain: string }>('Domain added'),
  'domain.verified': action<{ domain: string }>('Domain verified'),
  'domain.removed': action<{ domain: string; wasVerified: boolean }>('Domain removed'),
  'sso-connection.changed': action<NewConnectionFacts>('Identity provider connected'),
  'sso-connection.removed': action('Identity provider removed'),
  'sso-connection.failing': action<{ issuer: string; cause: string }>('Identity provider confirms nobody'),
  'sso-connection.recovered': action<{ issuer: string }>('Identity provider confirms people again'),
  'saml-key.rotated': action<{ isCompromised: boolean }>('SAML key replaced'),
  'sso-connection.bypassed': action<{ proofs: readonly string[] }>('Signed in without single sign-on'),
  'scim-token.created': action<{ replaced: boolean }>('SCIM token created'),
  'scim-token.deleted': action('SCIM token deleted'),
  'scim-user.linked': action<{ consent: string }>('User linked by SCIM'),
  'scim-user.confirmed': action('Accepted to be managed by the directory'),
  'scim-user.declined': action('Declined to be managed by the directory'),
  'scim-user.changed': action<{ userName: string; active?: boolean } & ExternalNames>('User changed by SCIM'),
  'scim-user.deleted': action('User deleted by SCIM'),
  'scim-group.changed': action<{ displayName: string } & ExternalNames>('Group changed by SCIM'),
};

export type AuditAction = keyof typeof AUDIT_ACTIONS;
export const AUDIT_ACTION_NAMES = Object.keys(AUDIT_ACTIONS) as AuditAction[];

/** The facts that an event of this action must have. */
export type FactsOf<Action extends AuditAction> = NonNullable<(typeof AUDIT_ACTIONS)[Action]['facts']>;

/** Who or what an event is about. Ids stay valid when names change. */
export interface AuditParty {
  readonly type:
    | 'account'
    | 'organization'
    | 'invitation'
    | 'team'
    | 'repository'
    | 'token'
    | 'session'
    | 'saml-key'
    | 'sign-in'
    | 'factor'
    | 'registry'
    | 'webhook'
    | 'review'
    | 'operator'
    | 'address';
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
  /** The account or organization whose log shows the event. Null for an event about the whole server. */
  readonly namespace: string | null;
  readonly address: string;
  readonly client: string;
  /** Facts of the change: token ids, never secrets (R14). */
  readonly data: AuditData;
}

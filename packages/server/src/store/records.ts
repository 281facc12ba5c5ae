import type { OrganizationPolicy } from '@lanyard/core/organizations/organization-policy';
import type { RepositoryRight } from '@lanyard/core/repositories/repository-right';
import type { AccessToken } from '@lanyard/core/tokens/access-token';
import type { OidcConnection, PasskeyKey, SamlConnection } from '../identity/identity.ts';

/** What the store holds. All times are milliseconds since the epoch, all ids UUIDs. */

export interface Account {
  readonly id: string;
  /** The canonical name, lower-case: also the namespace. */
  readonly name: string;
  /** Canonical: trimmed, lower-case. */
  readonly email: string;
  readonly passwordHash: string | null;
  readonly isAdministrator: boolean;
  readonly disabledAt: number | null;
  readonly createdAt: number;
  /** Whether a TOTP or a passkey stands ready; it follows the factors. */
  readonly hasSecondFactor: boolean;
}

export interface Session {
  readonly id: string;
  readonly accountId: string;
  readonly createdAt: number;
  /** When the account was last proven in this session, by all that it asks for. */
  readonly authenticatedAt: number;
  readonly lastSeenAt: number;
  readonly address: string;
  readonly client: string;
  /** It ends then at the latest; null where the usual limits alone count. */
  readonly endsAt: number | null;
  /** The organization through whose provider it began. */
  readonly organizationId: string | null;
}

export interface Organization {
  readonly id: string;
  readonly name: string;
  readonly policy: OrganizationPolicy;
  readonly createdAt: number;
}

export type MemberRole = 'owner' | 'member';

export interface Member {
  readonly organizationId: string;
  readonly accountId: string;
  readonly accountName: string;
  readonly accountEmail: string;
  readonly role: MemberRole;
  readonly createdAt: number;
}

/** An organization that an account belongs to. */
export interface Membership {
  readonly organization: Organization;
  readonly role: MemberRole;
}

export interface Team {
  readonly id: string;
  readonly organizationId: string;
  readonly name: string;
  readonly createdAt: number;
}

export interface Repository {
  readonly id: string;
  readonly namespace: string;
  readonly name: string;
  readonly visibility: 'public' | 'private';
  readonly createdAt: number;
}

export interface RightHolder {
  readonly subjectType: 'team' | 'account';
  readonly subjectId: string;
  readonly subjectName: string;
  readonly right: RepositoryRight;
}

/** What a team was given a right to. */
export interface TeamRight {
  /** `namespace/name`. */
  readonly repositoryName: string;
  readonly right: RepositoryRight;
}

/** Whose token it is, as the one look-up by digest brings it. */
export interface TokenOwner {
  readonly type: 'account' | 'organization';
  readonly id: string;
  readonly name: string;
  readonly isAdministrator: boolean;
  readonly disabledAt: number | null;
  /** False for an organization. */
  readonly hasSecondFactor: boolean;
}

/** As much of a token as decides whether it is good and for what. */
export type CredentialToken = Pick<
  AccessToken,
  | 'id'
  | 'origin'
  | 'grants'
  | 'createdAt'
  | 'expiresAt'
  | 'idleSeconds'
  | 'lastUsedAt'
  | 'deactivatedAt'
  | 'deletedAt'
  | 'deletedBecause'
  | 'keptThen'
>;

export interface Credential {
  readonly token: CredentialToken;
  readonly owner: TokenOwner;
}

/** How an account or organization stands to one repository name, whether or not there is a record of it. */
export interface RepositoryStanding {
  readonly namespaceType: 'account' | 'organization';
  /** The account or organization that owns the namespace. */
  readonly namespaceOwnerId: string;
  readonly repositoryId: string | null;
  readonly visibility: 'public' | 'private' | null;
  readonly policy: OrganizationPolicy | null;
  readonly role: MemberRole | null;
  readonly accountRight: RepositoryRight | null;
  /** The widest right through teams; counts only with a role in the organization. */
  readonly teamRight: RepositoryRight | null;
  readonly singleSignOn: SignOnStanding;
}

/** When a member last proved itself at the organization's provider, and since when the provider knows it no more. */
export interface SignOnStanding {
  readonly provenAt: number | null;
  readonly endedAt: number | null;
}

/** A device login that waits: asked for by a command line, to be approved in a browser (RFC 8628). */
export interface DeviceCode {
  readonly id: string;
  readonly clientId: string;
  /** The User-Agent and address of the command line. */
  readonly client: string;
  readonly address: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly intervalSeconds: number;
  readonly lastPolledAt: number | null;
  /** The browser session that opened it; no other may decide (attack 15). */
  readonly sessionId: string | null;
  readonly accountId: string | null;
  readonly decision: 'approved' | 'refused' | null;
}

/** A command line that is signed in: the family of its refresh tokens, and its auto-generated token. */
export interface SignIn {
  readonly id: string;
  readonly accountId: string;
  readonly clientId: string;
  readonly client: string;
  readonly address: string;
  readonly createdAt: number;
  readonly lastUsedAt: number;
  readonly idleSeconds: number;
  readonly expiresAt: number;
  /** Of the refresh token that is good now; it counts up at every rotation. */
  readonly generation: number;
  /** The one before, good until the present one is used: its answer may have been lost (R7). */
  readonly previousGeneration: number | null;
  readonly tokenId: string | null;
}

/** An e-mail domain that an organization names; proven where `verifiedAt` is set. */
export interface OrganizationDomain {
  readonly organizationId: string;
  /** Canonical: lower-case, in ASCII. */
  readonly name: string;
  /** What the TXT record must hold. It is no secret: DNS tells it to everybody. */
  readonly challenge: string;
  readonly createdAt: number;
  readonly verifiedAt: number | null;
}

interface FactorBase {
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
}

export interface TotpFactor extends FactorBase {
  readonly type: 'totp';
  readonly sealedSeed: string;
  /** The step of the last code that was taken: none at or before it counts again. */
  readonly lastStep: number | null;
}

export interface PasskeyFactor extends FactorBase, PasskeyKey {
  readonly type: 'passkey';
}

export type SecondFactor = TotpFactor | PasskeyFactor;

/** What is kept between two steps of a sign-in or an enrolment. `data` is sealed: it may hold what nobody may read. */
export interface FlowState {
  readonly purpose: FlowPurpose;
  readonly digest: string;
  readonly accountId: string | null;
  readonly sealedData: string;
  readonly wrongCodes: number;
  readonly expiresAt: number;
}

export type FlowPurpose =
  | 'login'
  | 'connect'
  | 'passkey-login'
  | 'totp-enrolment'
  | 'passkey-enrolment'
  | 'single-sign-on';

/** Without the client secret, which is sealed beside it. */
export type SsoSettings = { readonly groupTeams: readonly GroupTeam[] } & (
  | ({ readonly protocol: 'oidc' } & Pick<OidcConnection, 'issuer' | 'clientId' | 'groupsClaim'>)
  | ({ readonly protocol: 'saml' } & Pick<
      SamlConnection,
      'entityId' | 'signOnUrl' | 'certificates' | 'groupsAttribute' | 'emailAttribute'
    >)
);

/** Who is in the provider's group is in the team, and nobody else. */
export interface GroupTeam {
  readonly group: string;
  readonly team: string;
}

/** How an organization's members sign in at its own provider. */
export interface SsoConnection {
  readonly id: string;
  readonly organizationId: string;
  readonly settings: SsoSettings;
  readonly sealedSecret: string | null;
  readonly createdAt: number;
}

/** An account as a provider knows it: by issuer and subject, never by its e-mail address (R26). */
export interface Identity {
  readonly organizationId: string;
  readonly issuer: string;
  readonly subject: string;
  readonly accountId: string;
  readonly createdAt: number;
  readonly provenAt: number;
  /** When the provider last said that the person is there. */
  readonly checkedAt: number;
  readonly sealedRefreshToken: string | null;
}

/** What a directory knows of an account that it provisions for an organization. */
export interface ScimUserState {
  readonly organizationId: string;
  readonly accountId: string;
  /** As the directory spells it. */
  readonly userName: string;
  readonly externalId: string | null;
  readonly createdAt: number;
  /** The account's `disabledAt`, where SCIM set it: no other may be undone (R26). */
  readonly disabledAt: number | null;
  /** Set where the directory deleted the user; the account stays. */
  readonly deletedAt: number | null;
}

export interface ScimUser extends ScimUserState {
  readonly account: Account;
}

/** What a directory knows of a team that it manages. */
export interface ScimGroupState {
  readonly organizationId: string;
  readonly teamId: string;
  /** As the directory spells it; the team keeps the name that it began with. */
  readonly displayName: string;
  readonly externalId: string | null;
  readonly createdAt: number;
}

export interface ScimGroup extends ScimGroupState {
  readonly team: Team;
}

export type RegistryKind = 'distribution' | 'zot';

export interface Registry {
  readonly id: string;
  readonly name: string;
  /** The `service` of challenges and the `aud` of its registry tokens. */
  readonly service: string;
  readonly kind: RegistryKind;
  readonly tokenTtlSeconds: number;
  /** A signing leaf made before this is not used any more: set to rotate at once. */
  readonly leafNotBefore: number;
  readonly createdAt: number;
}

/** `root:<registry id>` and `fixed:<registry id>` sign for one registry, `api` for Lanyard's own HTTP API. */
export interface SigningKey {
  readonly id: string;
  readonly purpose: string;
  readonly algorithm: 'ES256' | 'RS256';
  readonly certificatePem: string | null;
  readonly publicKeyPem: string;
  /** PKCS#8, sealed with the master key. */
  readonly sealedPrivateKey: string;
  readonly createdAt: number;
}

/** One use, as it happened. */
export interface Use {
  readonly tokenId: string;
  readonly at: number;
  readonly registry: string;
  /** Null for a use that names no repository, as `docker login` makes. */
  readonly repository: string | null;
  /** The granted actions, joined by commas; empty where nothing was granted. */
  readonly actions: string;
  readonly address: string;
  readonly client: string;
}

/** Uses of one day, rolled up. */
export interface UsageRow extends Omit<Use, 'at' | 'tokenId'> {
  /** Start of the day in UTC. */
  readonly day: number;
  readonly count: number;
  readonly lastAt: number;
}

/** All uses of one day. */
export interface DayTotal {
  /** Start of the day in UTC. */
  readonly day: number;
  readonly count: number;
}

export interface Page {
  /** From 1. */
  readonly page: number;
  readonly pageSize: number;
}

export interface Paged<Item> {
  readonly total: number;
  readonly items: readonly Item[];
}

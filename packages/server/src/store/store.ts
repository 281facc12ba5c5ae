import type { AuditHead, ChainedAuditEvent } from '@lanyard/core/audit/audit-chain';
import type { AuditAction, AuditEvent } from '@lanyard/core/audit/audit-event';
import type { OrganizationPolicy } from '@lanyard/core/organizations/organization-policy';
import type { RepositoryRight } from '@lanyard/core/repositories/repository-right';
import type { AccessToken, TokenOrigin, TokenStatus } from '@lanyard/core/tokens/access-token';
import type {
  DomainReads,
  DomainRecords,
  ScimGroupReads,
  ScimGroupRecords,
  ScimTokenReads,
  ScimTokenRecords,
  ScimUserReads,
  ScimUserRecords,
} from './directory-store.ts';
import type {
  FlowStateReads,
  FlowStateRecords,
  IdentityReads,
  IdentityRecords,
  SecondFactorReads,
  SecondFactorRecords,
  SsoConnectionReads,
  SsoConnectionRecords,
} from './identity-store.ts';
import type * as records from './records.ts';

/**
 * Reads see what is committed. Writes exist only inside `transaction`, on the records that it hands out;
 * a nested transaction is a programming error and throws at once. The work may run again where another process was in
 * its way: what it does besides must not add up. Once a write in it failed, the whole transaction fails.
 */
export interface Store {
  readonly read: Reads;
  transaction<Result>(work: (records: Records) => Promise<Result>): Promise<Result>;
  /** Throws while the database cannot be reached. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface Reads {
  readonly accounts: AccountReads;
  readonly sessions: SessionReads;
  readonly organizations: OrganizationReads;
  readonly teams: TeamReads;
  readonly repositories: RepositoryReads;
  readonly tokens: TokenReads;
  readonly usage: UsageReads;
  readonly registries: RegistryReads;
  readonly signingKeys: SigningKeyReads;
  readonly setupCodes: SetupCodeReads;
  readonly passwordResets: PasswordResetReads;
  readonly deviceCodes: DeviceCodeReads;
  readonly signIns: SignInReads;
  readonly domains: DomainReads;
  readonly secondFactors: SecondFactorReads;
  readonly flowStates: FlowStateReads;
  readonly ssoConnections: SsoConnectionReads;
  readonly identities: IdentityReads;
  readonly scimTokens: ScimTokenReads;
  readonly scimUsers: ScimUserReads;
  readonly scimGroups: ScimGroupReads;
  readonly audit: AuditReads;
}

export interface Records extends Reads {
  readonly accounts: AccountRecords;
  readonly sessions: SessionRecords;
  readonly organizations: OrganizationRecords;
  readonly teams: TeamRecords;
  readonly repositories: RepositoryRecords;
  readonly tokens: TokenRecords;
  readonly usage: UsageRecords;
  readonly registries: RegistryRecords;
  readonly signingKeys: SigningKeyRecords;
  readonly setupCodes: SetupCodeRecords;
  readonly passwordResets: PasswordResetRecords;
  readonly deviceCodes: DeviceCodeRecords;
  readonly signIns: SignInRecords;
  readonly domains: DomainRecords;
  readonly secondFactors: SecondFactorRecords;
  readonly flowStates: FlowStateRecords;
  readonly ssoConnections: SsoConnectionRecords;
  readonly identities: IdentityRecords;
  readonly scimTokens: ScimTokenRecords;
  readonly scimUsers: ScimUserRecords;
  readonly scimGroups: ScimGroupRecords;
  readonly audit: AuditRecords;
}

export interface AccountReads {
  byId(id: string): Promise<records.Account | undefined>;
  byName(name: string): Promise<records.Account | undefined>;
  byEmail(email: string): Promise<records.Account | undefined>;
  hasAdministrator(): Promise<boolean>;
  list(page: records.Page & { readonly search?: string | undefined }): Promise<records.Paged<records.Account>>;
  /** Names of accounts and organizations share one space. */
  namespaceTaken(name: string): Promise<boolean>;
}

export interface AccountRecords extends AccountReads {
  /** Also takes the namespace. Throws DomainError `conflict` where name or e-mail are taken. */
  insert(account: records.Account): Promise<void>;
  setPasswordHash(id: string, passwordHash: string): Promise<void>;
  setDisabledAt(id: string, disabledAt: number | null): Promise<void>;
  /** Lets no other transaction that locks the account go on before this one ends. */
  lock(id: string): Promise<void>;
}

export interface SessionReads {
  byDigest(digest: string): Promise<{ session: records.Session; account: records.Account } | undefined>;
  byId(id: string): Promise<{ session: records.Session; account: records.Account } | undefined>;
  ofAccount(accountId: string): Promise<readonly records.Session[]>;
}

export interface SessionRecords extends SessionReads {
  insert(session: records.Session, digest: string): Promise<void>;
  touch(id: string, lastSeenAt: number): Promise<void>;
  /** The same session after the account was proven again: under a new secret (R34). */
  renew(session: records.Session, digest: string): Promise<void>;
  /** True for the one who ended it. */
  delete(id: string): Promise<boolean>;
  deleteOfAccount(accountId: string): Promise<void>;
  /** Removes those created before or last seen before the given times, or past their own end. */
  deleteStale(now: number, createdBefore: number, lastSeenBefore: number): Promise<void>;
}

export interface OrganizationReads {
  byId(id: string): Promise<records.Organization | undefined>;
  byName(name: string): Promise<records.Organization | undefined>;
  list(): Promise<readonly records.Organization[]>;
  ofAccount(accountId: string): Promise<readonly records.Membership[]>;
  role(organizationId: string, accountId: string): Promise<records.MemberRole | undefined>;
  /** Undefined for who is no member. */
  signOn(organizationId: string, accountId: string): Promise<records.SignOnStanding | undefined>;
  members(organizationId: string, page: records.Page): Promise<records.Paged<records.Member>>;
  countOwners(organizationId: string): Promise<number>;
}

export interface OrganizationRecords extends OrganizationReads {
  /** Also takes the namespace. Throws DomainError `conflict` where the name is taken. */
  insert(organization: records.Organization): Promise<void>;
  setPolicy(id: string, policy: OrganizationPolicy): Promise<void>;
  /** Adds the member or changes the role. */
  putMember(organizationId: string, accountId: string, role: records.MemberRole, at: number): Promise<void>;
  setSignOn(organizationId: string, accountId: string, standing: records.SignOnStanding): Promise<void>;
  /** Also leaves the organization's teams and drops the account's own rights to its repositories. */
  removeMember(organizationId: string, accountId: string): Promise<void>;
}

export interface TeamReads {
  byName(organizationId: string, name: string): Promise<records.Team | undefined>;
  ofOrganization(organizationId: string): Promise<readonly records.Team[]>;
  members(teamId: string): Promise<readonly { readonly accountId: string; readonly accountName: string }[]>;
  /** Who is in which team of the organization, by the team's name. */
  allMembers(organizationId: string): Promise<readonly { readonly team: records.Team; readonly accountId: string }[]>;
  /** What the team may do, by the name of the repository. */
  rights(teamId: string): Promise<readonly records.TeamRight[]>;
}

export interface TeamRecords extends TeamReads {
  insert(team: records.Team): Promise<void>;
  /** Also drops its members and rights. */
  delete(id: string): Promise<void>;
  addMember(teamId: string, accountId: string): Promise<void>;
  removeMember(teamId: string, accountId: string): Promise<void>;
}

export interface RepositoryReads {
  byName(namespace: string, name: string): Promise<records.Repository | undefined>;
  ofNamespace(namespace: string, page: records.Page): Promise<records.Paged<records.Repository>>;
  rights(repositoryId: string): Promise<readonly records.RightHolder[]>;
  /**
   * Undefined where nobody owns the namespace. `holder` is the account or organization that asks; null for the anonymous.
   * Every call reads the database (decision 4).
   */
  standing(
    holder: { readonly type: 'account' | 'organization'; readonly id: string } | null,
    namespace: string,
    name: string,
  ): Promise<records.RepositoryStanding | undefined>;
}

export interface RepositoryRecords extends RepositoryReads {
  /** False where it exists already (a parallel push made it); true where it was made. */
  insert(repository: records.Repository): Promise<boolean>;
  setVisibility(id: string, visibility: 'public' | 'private'): Promise<void>;
  /** Also drops its rights. */
  delete(id: string): Promise<void>;
  putRight(
    repositoryId: string,
    subjectType: 'team' | 'account',
    subjectId: string,
    right: RepositoryRight,
  ): Promise<void>;
  removeRight(repositoryId: string, subjectType: 'team' | 'account', subjectId: string): Promise<void>;
}

export type TokenSort = 'created' | 'lastUsed' | 'description' | 'expires';

export interface TokenFilter extends records.Page {
  readonly ownerId: string;
  readonly now: number;
  readonly origin?: TokenOrigin | undefined;
  readonly status?: TokenStatus | undefined;
  /** Part of the description, in any case. */
  readonly search?: string | undefined;
  /** `created` where it is left out. */
  readonly sort?: TokenSort | undefined;
  /** `desc` where it is left out. */
  readonly order?: 'asc' | 'desc' | undefined;
}

export interface TokenCounts {
  readonly active: number;
  readonly inactive: number;
  readonly expired: number;
}

/** Fields of a token that may change after it was made. */
export type TokenChanges = Partial<
  Pick<
    AccessToken,
    | 'description'
    | 'grants'
    | 'hubResources'
    | 'hubDescription'
    | 'deactivatedAt'
    | 'deletedAt'
    | 'deletedBecause'
    | 'keptThen'
  >
>;

export interface TokenReads {
  /** By HMAC digest through a unique index; deleted ones too, so that their holder can be told why. */
  findCredential(digest: string): Promise<records.Credential | undefined>;
  /** Never a deleted one. */
  byId(id: string): Promise<AccessToken | undefined>;
  /** Those without the time that is sorted by come last in either order; equals by id. Never deleted ones. */
  list(filter: TokenFilter): Promise<records.Paged<AccessToken>>;
  counts(ownerId: string, now: number): Promise<TokenCounts>;
  /** All auto-generated ones of the owner, deactivated and expired ones too, in no order. */
  auto(ownerId: string): Promise<readonly AccessToken[]>;
}

export interface TokenRecords extends TokenReads {
  insert(token: AccessToken, digest: string): Promise<void>;
  update(id: string, changes: TokenChanges): Promise<void>;
}

export interface UsageReads {
  /** By last use, newest first. */
  ofToken(tokenId: string, page: records.Page): Promise<records.Paged<records.UsageRow>>;
  /** Oldest first, from the given day on; days without a use are left out. */
  byDay(tokenId: string, fromDay: number): Promise<readonly records.DayTotal[]>;
}

export interface UsageRecords extends UsageReads {
  /** Rolls the uses up and moves the tokens' last use forward, never back. */
  record(uses: readonly records.Use[]): Promise<void>;
}

export interface RegistryReads {
  list(): Promise<readonly records.Registry[]>;
  byName(name: string): Promise<records.Registry | undefined>;
}

export interface RegistryRecords extends RegistryReads {
  /** Throws DomainError `conflict` where name or service are taken. */
  insert(registry: records.Registry): Promise<void>;
  setLeafNotBefore(id: string, at: number): Promise<void>;
}

export interface SigningKeyReads {
  list(): Promise<readonly records.SigningKey[]>;
}

export interface SigningKeyRecords extends SigningKeyReads {
  /** False where the purpose has a key already (another node was first); true where it was kept. */
  insert(key: records.SigningKey): Promise<boolean>;
}

export interface SetupCodeReads {
  /** True while an unexpired code is waiting. */
  isOpen(now: number): Promise<boolean>;
}

export interface SetupCodeRecords extends SetupCodeReads {
  /** Replaces any code before. */
  put(digest: string, expiresAt: number): Promise<void>;
  /** True once for the right digest in time, then never again. */
  take(digest: string, now: number): Promise<boolean>;
}

export interface PasswordResetReads {
  /** Whose the unexpired code is. */
  accountIdOf(digest: string, now: number): Promise<string | undefined>;
}

export interface PasswordResetRecords extends PasswordResetReads {
  insert(accountId: string, digest: string, expiresAt: number): Promise<void>;
  /** True once for a code in time, then never again. */
  take(digest: string, now: number): Promise<boolean>;
  deleteOfAccount(accountId: string): Promise<void>;
  deleteExpired(now: number): Promise<void>;
}

export interface DeviceCodeReads {
  byDigest(digest: string): Promise<records.DeviceCode | undefined>;
  byUserCode(userCodeDigest: string): Promise<records.DeviceCode | undefined>;
  countLive(now: number): Promise<number>;
  /** Wrong codes entered after that time, of one account or of all. */
  countGuesses(since: number, accountId?: string): Promise<number>;
}

export interface DeviceCodeRecords extends DeviceCodeReads {
  insert(code: records.DeviceCode, digest: string, userCodeDigest: string): Promise<void>;
  recordPoll(id: string, at: number, intervalSeconds: number): Promise<void>;
  /** True for the one session that opened it first. */
  claim(id: string, sessionId: string, accountId: string): Promise<boolean>;
  /** True once, for the session that claimed it. */
  decide(id: string, sessionId: string, decision: 'approved' | 'refused'): Promise<boolean>;
  /** True for the one who removed it: a code is redeemed once. */
  take(id: string): Promise<boolean>;
  recordGuess(accountId: string, at: number, forgetBefore: number): Promise<void>;
  deleteExpired(now: number): Promise<void>;
  deleteOfAccount(accountId: string): Promise<void>;
}

/** Ended ones are never found. */
export interface SignInReads {
  byId(id: string): Promise<records.SignIn | undefined>;
  ofAccount(accountId: string): Promise<readonly records.SignIn[]>;
  ofToken(tokenId: string): Promise<records.SignIn | undefined>;
  /** Those past their end, or unused for too long, their tokens' uses counted. */
  stale(now: number, limit: number): Promise<readonly records.SignIn[]>;
}

export interface SignInRecords extends SignInReads {
  /** Reads it and lets no other transaction change it before this one ends. */
  lock(id: string): Promise<records.SignIn | undefined>;
  insert(signIn: records.SignIn): Promise<void>;
  advance(
    id: string,
    generations: Pick<records.SignIn, 'generation' | 'previousGeneration'>,
    at: number,
  ): Promise<void>;
  setToken(id: string, tokenId: string): Promise<void>;
  end(id: string, at: number): Promise<void>;
}

/** What is left out is not asked for. */
export interface AuditCriteria {
  readonly namespace?: string | undefined;
  readonly action?: AuditAction | undefined;
  readonly actorName?: string | undefined;
  readonly subjectId?: string | undefined;
  readonly subjectName?: string | undefined;
  readonly from?: number | undefined;
  /** Not itself included. */
  readonly to?: number | undefined;
}

export type AuditFilter = AuditCriteria & records.Page;

export interface AuditReads {
  head(): Promise<AuditHead>;
  /** Newest first. */
  list(filter: AuditFilter): Promise<records.Paged<ChainedAuditEvent>>;
  /** In order of sequence, after the given one. */
  after(sequence: number, limit: number, criteria?: AuditCriteria): Promise<readonly ChainedAuditEvent[]>;
}

export interface AuditRecords extends AuditReads {
  /** Chains the event to the head, which stays locked until the transaction ends. */
  append(event: AuditEvent): Promise<void>;
}

import type { AccountReads, AccountRecords } from './records/accounts.ts';
import type { AuditReads, AuditRecords } from './records/audit.ts';
import type { DeviceCodeReads, DeviceCodeRecords } from './records/device-codes.ts';
import type { DomainReads, DomainRecords } from './records/domains.ts';
import type { FlowStateReads, FlowStateRecords } from './records/flow-states.ts';
import type { IdentityReads, IdentityRecords } from './records/identities.ts';
import type { OrganizationReads, OrganizationRecords } from './records/organizations.ts';
import type { PasswordResetReads, PasswordResetRecords } from './records/password-resets.ts';
import type { RegistryReads, RegistryRecords } from './records/registries.ts';
import type { RepositoryReads, RepositoryRecords } from './records/repositories.ts';
import type { ScimGroupReads, ScimGroupRecords } from './records/scim-groups.ts';
import type { ScimTokenReads, ScimTokenRecords } from './records/scim-tokens.ts';
import type { ScimUserReads, ScimUserRecords } from './records/scim-users.ts';
import type { SecondFactorReads, SecondFactorRecords } from './records/second-factors.ts';
import type { SessionReads, SessionRecords } from './records/sessions.ts';
import type { SetupCodeReads, SetupCodeRecords } from './records/setup-codes.ts';
import type { SignInReads, SignInRecords } from './records/sign-ins.ts';
import type { SigningKeyReads, SigningKeyRecords } from './records/signing-keys.ts';
import type { SsoConnectionReads, SsoConnectionRecords } from './records/sso-connections.ts';
import type { TeamReads, TeamRecords } from './records/teams.ts';
import type { TokenReads, TokenRecords } from './records/tokens.ts';
import type { UsageReads, UsageRecords } from './records/usage.ts';

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

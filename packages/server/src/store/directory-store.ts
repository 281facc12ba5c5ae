import type * as records from './records.ts';

/** Names are canonical. */
export interface DomainReads {
  ofOrganization(organizationId: string): Promise<readonly records.OrganizationDomain[]>;
  byName(organizationId: string, name: string): Promise<records.OrganizationDomain | undefined>;
  /** The id of the one organization that has proven the domain. */
  holder(name: string): Promise<string | undefined>;
}

export interface DomainRecords extends DomainReads {
  insert(domain: records.OrganizationDomain): Promise<void>;
  /** False where the domain was removed, or named anew with another challenge. */
  setVerifiedAt(organizationId: string, name: string, challenge: string, at: number): Promise<boolean>;
  delete(organizationId: string, name: string): Promise<boolean>;
}

export interface ScimTokenReads {
  organizationIdOf(digest: string): Promise<string | undefined>;
  createdAt(organizationId: string): Promise<number | undefined>;
}

export interface ScimTokenRecords extends ScimTokenReads {
  /** Replaces any token before. */
  put(organizationId: string, digest: string, at: number): Promise<void>;
  /** True for the one who removed it. */
  delete(organizationId: string): Promise<boolean>;
}

/** RFC 7644, section 3.4.2.4: an offset and a length, not pages. */
export interface ScimWindow {
  readonly offset: number;
  readonly limit: number;
}

export interface ScimUserFilter extends ScimWindow {
  /** In any case. */
  readonly userName?: string | undefined;
  readonly externalId?: string | undefined;
  readonly email?: string | undefined;
}

/** Deleted ones are found by `ofAccount` alone. */
export interface ScimUserReads {
  byId(organizationId: string, accountId: string): Promise<records.ScimUser | undefined>;
  /** Those of the accounts that the directory provisions and that are members of the organization, in no order. */
  members(organizationId: string, accountIds: readonly string[]): Promise<readonly records.ScimUser[]>;
  ofAccount(accountId: string): Promise<records.ScimUserState | undefined>;
  list(organizationId: string, filter: ScimUserFilter): Promise<records.Paged<records.ScimUser>>;
}

export interface ScimUserRecords extends ScimUserReads {
  /** One row an account; it replaces what was there. Throws DomainError `conflict` where the userName is taken. */
  put(user: records.ScimUserState): Promise<void>;
  /** Whoever disabled the account since was not SCIM: it may not enable it again (R26). */
  forgetDisabling(accountId: string): Promise<boolean>;
}

export interface ScimGroupFilter extends ScimWindow {
  /** In any case. */
  readonly displayName?: string | undefined;
  readonly externalId?: string | undefined;
}

export interface ScimGroupReads {
  byId(organizationId: string, teamId: string): Promise<records.ScimGroup | undefined>;
  /** By displayName. */
  list(organizationId: string, filter: ScimGroupFilter): Promise<records.Paged<records.ScimGroup>>;
  /** Users of the directory alone, by userName. */
  members(
    teamIds: readonly string[],
  ): Promise<readonly { readonly teamId: string; readonly accountId: string; readonly userName: string }[]>;
  /** The groups that these users are in, by displayName. */
  ofAccounts(
    organizationId: string,
    accountIds: readonly string[],
  ): Promise<readonly { readonly teamId: string; readonly accountId: string; readonly displayName: string }[]>;
}

export interface ScimGroupRecords extends ScimGroupReads {
  /** Reads it and lets no other transaction change it before this one ends. */
  lock(organizationId: string, teamId: string): Promise<records.ScimGroup | undefined>;
  /** One row a team; it replaces what was there. Throws DomainError `conflict` where the displayName is taken. */
  put(group: records.ScimGroupState): Promise<void>;
}

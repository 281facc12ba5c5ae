import { type ApprovalAsked, approvalAsked } from '@lanyard/core/access-review/approval';
import type { PendingRules } from '@lanyard/core/lifetimes/announced-rules';
import type { MemberRole } from '@lanyard/core/organizations/member-role';
import type { MemberTerms, TermsNotices } from '@lanyard/core/organizations/member-terms';
import { completePolicy, type OrganizationPolicy } from '@lanyard/core/organizations/organization-policy';
import { REPOSITORY_RIGHTS, type RepositoryName, type RepositoryRight } from '@lanyard/core/repositories/repository';
import type { AccessToken } from '@lanyard/core/tokens/access-token';
import type { Grant } from '@lanyard/core/tokens/grant';
import type { Connection, HotQuery } from '../../schema.ts';
import { readTerms, type SingleSignOnStanding } from '../organizations/members.ts';
import { readPendingRules } from '../organizations/organizations.ts';

/** The owner of a token, as the look-up by digest reads it. */
export interface TokenOwner {
  readonly type: 'account' | 'organization';
  readonly id: string;
  readonly name: string;
  readonly isAdministrator: boolean;
  readonly disabledAt: number | null;
  /** False for an organization. */
  readonly hasSecondFactor: boolean;
}

/** The fields that decide whether a token is valid, and for what. */
export type CredentialToken = Pick<
  AccessToken,
  | 'id'
  | 'description'
  | 'origin'
  | 'grants'
  | 'createdAt'
  | 'commandLineId'
  | 'widenedAt'
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
  /** The standing in the requested repository. Undefined if none was requested, or if nobody owns its namespace. */
  readonly standing: RepositoryStanding | undefined;
}

/** What an account or organization may do with a repository name. The repository need not exist. */
export interface RepositoryStanding {
  readonly namespaceType: 'account' | 'organization';
  /** The account or organization that owns the namespace. */
  readonly namespaceOwnerId: string;
  readonly repositoryId: string | null;
  readonly visibility: 'public' | 'private' | null;
  readonly policy: OrganizationPolicy | null;
  /** Of the policy, what waits for its date; undefined for nothing. */
  readonly pendingRules: PendingRules | undefined;
  readonly role: MemberRole | null;
  readonly memberSince: number | null;
  readonly accountRight: RepositoryRight | null;
  /** The widest right through teams. It counts only for a member of the organization. */
  readonly teamRight: RepositoryRight | null;
  readonly singleSignOn: SingleSignOnStanding;
  /** Whether an owner of the organization decided something about a token of this account there. */
  readonly isRuled: boolean;
  /** Since when its owners approve tokens. Undefined if they do not. */
  readonly approval: ApprovalAsked | undefined;
  /** The rules that a member accepted, and since when there are stricter ones. Null if there are no such rules. */
  readonly terms: { readonly accepted: MemberTerms; readonly notices: TermsNotices } | null;
}

/**
 * Finds who has a secret, and their standing in a repository. Every call reads the database, so a revocation takes
 * effect at once.
 */
export function accessReads({ first }: Connection) {
  return {
    /**
     * Looks up an HMAC digest through a unique index. Also finds deleted tokens, so that the holder learns the reason.
     * With a repository, the same look-up reads the owner's standing in it, which most requests for a registry token
     * need.
     */
    credential: async (digest: string, repository?: RepositoryName): Promise<Credential | undefined> => {
      const row = await (repository === undefined
        ? first<CredentialRow>(CREDENTIAL, [digest])
        : first<CredentialRow>(CREDENTIAL_AT, [repository.namespace, repository.name, digest]));
      return row && credentialOf(row);
    },
    /** The same by id, for a token whose secret was checked before. */
    credentialById: async (id: string, repository?: RepositoryName): Promise<Credential | undefined> => {
      const row = await (repository === undefined
        ? first<CredentialRow>(CREDENTIAL_BY_ID, [id])
        : first<CredentialRow>(CREDENTIAL_BY_ID_AT, [repository.namespace, repository.name, id]));
      return row && credentialOf(row);
    },
    /**
     * Undefined if nobody owns the namespace. `holder` is the account or organization that asks, or null for an
     * anonymous caller.
     */
    standing: async (holder: Holder | null, { namespace, name }: RepositoryName) => {
      // An organization has no rights of its own.
      const accountId = holder?.type === 'account' ? holder.id : '';
      const row = await first<StandingRow>(STANDING, [accountId, accountId, accountId, name, accountId, namespace]);
      return row && standingOf(row);
    },
  };
}

type Holder = Pick<TokenOwner, 'type' | 'id'>;

const CREDENTIAL_COLUMNS = `
  t.id, t.description, t.origin, t.grants, t.created_at, t.expires_at, t.idle_seconds, t.last_used_at, t.deactivated_at,
  t.deleted_at, t.deleted_because, t.kept_then, t.command_line_id, t.widened_at, t.owner_id, coalesce(a.name, h.name) as owner_name, a.id as account_id,
  coalesce(a.is_administrator, 0) as is_administrator, a.disabled_at, coalesce(a.has_second_factor, 0) as has_second_factor`;

const CREDENTIAL_TABLES = `
  access_tokens t left join accounts a on a.id = t.owner_id left join organizations h on h.id = t.owner_id`;

/** `account` is a placeholder or a column. */
const standingColumns = (account: string) => `
  n.owner_type as namespace_type, n.owner_id as namespace_owner_id, r.id as repository_id, r.visibility,
  o.policy, o.pending_rules, o.terms_stricter_since, m.accepted_terms, m.role, m.sso_proven_at, m.sso_ended_at,
  (select rr.rank from repository_rights rr
    where rr.repository_id = r.id and rr.subject_type = 'account' and rr.subject_id = ${account}) as account_rank,
  (select max(rr.rank) from repository_rights rr
    join team_members tm on tm.team_id = rr.subject_id and tm.account_id = ${account}
    where rr.repository_id = r.id and rr.subject_type = 'team') as team_rank,
  case when exists (select 1 from reach_rulings k where k.organization_id = n.owner_id and k.holder_id = ${account})
    then 1 else 0 end as is_ruled, m.created_at as member_since`;

const standingTables = (account: string) => `
  left join repositories r on r.namespace = n.name and r.name = ?
  left join organizations o on o.id = n.owner_id
  left join memberships m on m.organization_id = n.owner_id and m.account_id = ${account}`;

/** Parameter: digest. */
export const CREDENTIAL: HotQuery = {
  name: 'credential',
  text: `select ${CREDENTIAL_COLUMNS} from ${CREDENTIAL_TABLES} where t.digest = ?`,
};

/** Parameter: id. */
const CREDENTIAL_BY_ID: HotQuery = {
  name: 'credential-by-id',
  text: `select ${CREDENTIAL_COLUMNS} from ${CREDENTIAL_TABLES} where t.id = ?`,
};

/** Parameters: namespace, name, id. */
const CREDENTIAL_BY_ID_AT: HotQuery = {
  name: 'credential-by-id-at',
  text: `select ${CREDENTIAL_COLUMNS}, ${standingColumns('a.id')}
    from ${CREDENTIAL_TABLES} left join namespaces n on n.name = ? ${standingTables('a.id')} where t.id = ?`,
};

/** Parameters: namespace, name, digest. */
export const CREDENTIAL_AT: HotQuery = {
  name: 'credential-at',
  text: `select ${CREDENTIAL_COLUMNS}, ${standingColumns('a.id')}
    from ${CREDENTIAL_TABLES} left join namespaces n on n.name = ? ${standingTables('a.id')} where t.digest = ?`,
};

/** Parameters: account, account, account, name, account, namespace. */
export const STANDING: HotQuery = {
  name: 'standing',
  text: `select ${standingColumns('?')} from namespaces n ${standingTables('?')} where n.name = ?`,
};

/**
 * In the order of the columns. Making an object with the names of 30 columns would take longer than the query itself.
 */
type CredentialRow = readonly [
  id: string,
  description: string,
  origin: AccessToken['origin'],
  grants: string,
  createdAt: number,
  expiresAt: number | null,
  idleSeconds: number | null,
  lastUsedAt: number | null,
  deactivatedAt: number | null,
  deletedAt: number | null,
  deletedBecause: AccessToken['deletedBecause'],
  keptThen: number | null,
  commandLineId: string | null,
  widenedAt: number | null,
  ownerId: string,
  /** Null if the owner was deleted. */
  ownerName: string | null,
  /** Null if an organization owns the token. */
  accountId: string | null,
  isAdministrator: number,
  disabledAt: number | null,
  hasSecondFactor: number,
  ...standing: StandingRow | [],
];

type StandingRow = readonly [
  /** Null if nobody owns the namespace, like all columns after it. */
  namespaceType: RepositoryStanding['namespaceType'] | null,
  namespaceOwnerId: string,
  repositoryId: string | null,
  visibility: RepositoryStanding['visibility'],
  policy: string | null,
  pendingRules: string | null,
  termsStricterSince: string | null,
  acceptedTerms: string | null,
  role: MemberRole | null,
  provenAt: number | null,
  endedAt: number | null,
  accountRank: number | null,
  teamRank: number | null,
  isRuled: number,
  memberSince: number | null,
];

function credentialOf([
  id,
  description,
  origin,
  grants,
  createdAt,
  expiresAt,
  idleSeconds,
  lastUsedAt,
  deactivatedAt,
  deletedAt,
  deletedBecause,
  keptThen,
  commandLineId,
  widenedAt,
  ownerId,
  ownerName,
  accountId,
  isAdministrator,
  disabledAt,
  hasSecondFactor,
  ...standing
]: CredentialRow): Credential | undefined {
  // A token of a deleted account belongs to nobody, so it is treated like an unknown one.
  if (ownerName === null) return undefined;
  return {
    token: {
      id,
      description,
      origin,
      grants: JSON.parse(grants) as readonly Grant[],
      createdAt,
      expiresAt,
      idleSeconds,
      lastUsedAt,
      deactivatedAt,
      deletedAt,
      deletedBecause,
      keptThen,
      commandLineId,
      widenedAt,
    },
    owner: {
      type: accountId === null ? 'organization' : 'account',
      id: ownerId,
      name: ownerName,
      isAdministrator: isAdministrator === 1,
      disabledAt,
      hasSecondFactor: hasSecondFactor === 1,
    },
    standing: standing.length === 0 ? undefined : standingOf(standing),
  };
}

function standingOf([
  namespaceType,
  namespaceOwnerId,
  repositoryId,
  visibility,
  policy,
  pendingRules,
  termsStricterSince,
  acceptedTerms,
  role,
  provenAt,
  endedAt,
  accountRank,
  teamRank,
  isRuled,
  memberSince,
]: StandingRow): RepositoryStanding | undefined {
  if (namespaceType === null) return undefined;
  const rules = policy === null ? null : completePolicy(JSON.parse(policy) as Partial<OrganizationPolicy>);
  return {
    namespaceType,
    namespaceOwnerId,
    repositoryId,
    visibility,
    policy: rules,
    pendingRules: pendingRules === null ? undefined : readPendingRules(pendingRules),
    role,
    memberSince,
    accountRight: rightOfRank(accountRank),
    teamRight: rightOfRank(teamRank),
    singleSignOn: { provenAt, endedAt },
    isRuled: isRuled === 1,
    approval: rules?.tokenApproval
      ? approvalAsked(rules, JSON.parse(termsStricterSince ?? '{}') as TermsNotices)
      : undefined,
    terms: termsOf(acceptedTerms, termsStricterSince),
  };
}

/** There is nothing to compare if no rule ever became stricter, or if the member accepted none. */
function termsOf(acceptedTerms: string | null, termsStricterSince: string | null): RepositoryStanding['terms'] {
  const accepted = termsStricterSince === null ? null : readTerms(acceptedTerms);
  return accepted && { accepted, notices: JSON.parse(termsStricterSince ?? '{}') as TermsNotices };
}

export function rightOfRank(rank: number | null): RepositoryRight | null {
  return rank === null ? null : (REPOSITORY_RIGHTS[rank - 1] ?? null);
}

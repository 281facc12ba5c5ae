import type { DeletionCause, TokenOrigin } from '@lanyard/core/tokens/access-token';
import type { Grant } from '@lanyard/core/tokens/grant';
import { policyOf } from './records/organizations.ts';
import { type RepositoryReads, type RepositoryStanding, rightOfRank } from './records/repositories.ts';
import type { Credential, TokenReads } from './records/tokens.ts';

/**
 * The two look-ups of every registry token request, one prepared statement each.
 * The text is one for both databases; each driver puts its own placeholders for `?`.
 */
export interface HotQueries {
  readonly findCredential: TokenReads['findCredential'];
  readonly standing: RepositoryReads['standing'];
}

export const FIND_CREDENTIAL = `
  select t.id, t.origin, t.grants, t.created_at, t.expires_at, t.idle_seconds, t.last_used_at, t.deactivated_at,
    t.deleted_at, t.deleted_because, t.kept_then, t.owner_id,
    coalesce(a.name, o.name) as owner_name, a.id as account_id,
    coalesce(a.is_administrator, 0) as owner_is_administrator, a.disabled_at as owner_disabled_at,
    coalesce(a.has_second_factor, 0) as owner_has_second_factor
  from access_tokens t
  left join accounts a on a.id = t.owner_id
  left join organizations o on o.id = t.owner_id
  where t.digest = ?`;

/** Parameters: account, account, name, account, namespace. */
export const STANDING = `
  select n.owner_type, n.owner_id, r.id as repository_id, r.visibility, o.policy, m.role,
    m.sso_proven_at, m.sso_ended_at,
    (select rr.rank from repository_rights rr
      where rr.repository_id = r.id and rr.subject_type = 'account' and rr.subject_id = ?) as account_rank,
    (select max(rr.rank) from repository_rights rr
      join team_members tm on tm.team_id = rr.subject_id and tm.account_id = ?
      where rr.repository_id = r.id and rr.subject_type = 'team') as team_rank
  from namespaces n
  left join repositories r on r.namespace = n.name and r.name = ?
  left join organizations o on o.id = n.owner_id
  left join memberships m on m.organization_id = n.owner_id and m.account_id = ?
  where n.name = ?`;

/** These are plain statements, whose columns come as they are named in the database. */
export interface CredentialRow {
  id: string;
  origin: TokenOrigin;
  grants: string;
  created_at: number;
  expires_at: number | null;
  idle_seconds: number | null;
  last_used_at: number | null;
  deactivated_at: number | null;
  deleted_at: number | null;
  deleted_because: DeletionCause | null;
  kept_then: number | null;
  owner_id: string;
  owner_name: string;
  account_id: string | null;
  owner_is_administrator: number;
  owner_disabled_at: number | null;
  owner_has_second_factor: number;
}

export interface StandingRow {
  owner_type: 'account' | 'organization';
  owner_id: string;
  repository_id: string | null;
  visibility: 'public' | 'private' | null;
  policy: string | null;
  role: 'owner' | 'member' | null;
  sso_proven_at: number | null;
  sso_ended_at: number | null;
  account_rank: number | null;
  team_rank: number | null;
}

type Holder = Parameters<RepositoryReads['standing']>[0];

/** In the order of the placeholders in `STANDING`; an organization holds no personal rights. */
export function standingParameters(holder: Holder, namespace: string, name: string): readonly string[] {
  const accountId = holder?.type === 'account' ? holder.id : '';
  return [accountId, accountId, name, accountId, namespace];
}

export function credentialOf(row: CredentialRow): Credential {
  return {
    token: {
      id: row.id,
      origin: row.origin,
      grants: JSON.parse(row.grants) as readonly Grant[],
      createdAt: row.created_at,
      expiresAt: row.expires_at,
      idleSeconds: row.idle_seconds,
      lastUsedAt: row.last_used_at,
      deactivatedAt: row.deactivated_at,
      deletedAt: row.deleted_at,
      deletedBecause: row.deleted_because,
      keptThen: row.kept_then,
    },
    owner: {
      type: row.account_id === null ? 'organization' : 'account',
      id: row.owner_id,
      name: row.owner_name,
      isAdministrator: row.owner_is_administrator === 1,
      disabledAt: row.owner_disabled_at,
      hasSecondFactor: row.owner_has_second_factor === 1,
    },
  };
}

export function standingOf(row: StandingRow): RepositoryStanding {
  return {
    namespaceType: row.owner_type,
    namespaceOwnerId: row.owner_id,
    repositoryId: row.repository_id,
    visibility: row.visibility,
    policy: row.policy === null ? null : policyOf(row.policy),
    role: row.role,
    accountRight: rightOfRank(row.account_rank),
    teamRight: rightOfRank(row.team_rank),
    singleSignOn: { provenAt: row.sso_proven_at, endedAt: row.sso_ended_at },
  };
}

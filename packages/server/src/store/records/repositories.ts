import { completePolicy, type OrganizationPolicy } from '@lanyard/core/organizations/organization-policy';
import { REPOSITORY_RIGHTS, type RepositoryRight } from '@lanyard/core/repositories/repository';
import { sql } from 'kysely';
import { type Page, type Paged, paged } from '../paged.ts';
import type { Connection, HotQuery } from '../schema.ts';
import type { MemberRole, SingleSignOnStanding } from './organizations.ts';

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

/** What an account or organization is to a repository name, whether or not a repository of that name exists. */
export interface RepositoryStanding {
  readonly namespaceType: 'account' | 'organization';
  /** The account or organization that owns the namespace. */
  readonly namespaceOwnerId: string;
  readonly repositoryId: string | null;
  readonly visibility: 'public' | 'private' | null;
  readonly policy: OrganizationPolicy | null;
  readonly role: MemberRole | null;
  readonly accountRight: RepositoryRight | null;
  /** The widest right through teams; it counts only with a role in the organization. */
  readonly teamRight: RepositoryRight | null;
  readonly singleSignOn: SingleSignOnStanding;
}

declare module '../schema.ts' {
  interface Schema {
    repositories: Repository;
    /** `rank` is 1 for read, 2 for write, 3 for admin, so that the widest is the largest. */
    repositoryRights: { repositoryId: string; subjectType: 'team' | 'account'; subjectId: string; rank: number };
  }
}

export function repositoryReads({ database, first }: Connection) {
  return {
    byName: (namespace: string, name: string): Promise<Repository | undefined> => {
      const query = database.selectFrom('repositories').selectAll().where('namespace', '=', namespace);
      return query.where('name', '=', name).executeTakeFirst();
    },
    /** By name. */
    ofNamespace: (namespace: string, page: Page): Promise<Paged<Repository>> => {
      const query = database.selectFrom('repositories').where('namespace', '=', namespace);
      return paged(query.selectAll().orderBy('name'), query, page, (repository) => repository);
    },
    rights: async (repositoryId: string): Promise<readonly RightHolder[]> => {
      const rows = await database
        .selectFrom('repositoryRights as r')
        .leftJoin('accounts as a', 'a.id', 'r.subjectId')
        .leftJoin('teams as t', 't.id', 'r.subjectId')
        .select(['r.subjectType', 'r.subjectId', 'r.rank', sql<string>`coalesce(a.name, t.name)`.as('subjectName')])
        .where('repositoryId', '=', repositoryId)
        .orderBy('r.subjectType')
        .orderBy('subjectName')
        .execute();
      return rows.map(({ rank, ...holder }) => ({ ...holder, right: requireRight(rank) }));
    },
    /**
     * Undefined where nobody owns the namespace. `holder` is the account or organization that asks, null for an
     * anonymous caller. Every call reads the database, so that a revoked right is refused at once.
     */
    standing: async (
      holder: { readonly type: 'account' | 'organization'; readonly id: string } | null,
      namespace: string,
      name: string,
    ): Promise<RepositoryStanding | undefined> => {
      // An organization has no rights of its own.
      const accountId = holder?.type === 'account' ? holder.id : '';
      const row = await first<StandingRow>(STANDING, [accountId, accountId, name, accountId, namespace]);
      return row && standingOf(row);
    },
  };
}

export function repositoryRecords(connection: Connection) {
  const { database } = connection;
  return {
    ...repositoryReads(connection),
    /** True where it was made; false where it exists already, as a push at the same time may have made it. */
    insert: async (repository: Repository): Promise<boolean> => {
      const insert = database.insertInto('repositories').values(repository);
      const result = await insert
        .onConflict((conflict) => conflict.columns(['namespace', 'name']).doNothing())
        .execute();
      return result.some(({ numInsertedOrUpdatedRows }) => Number(numInsertedOrUpdatedRows) === 1);
    },
    setVisibility: async (id: string, visibility: Repository['visibility']) => {
      await database.updateTable('repositories').set({ visibility }).where('id', '=', id).execute();
    },
    /** Also drops its rights. */
    delete: async (id: string) => {
      await database.deleteFrom('repositories').where('id', '=', id).execute();
    },
    putRight: async (
      repositoryId: string,
      subjectType: RightHolder['subjectType'],
      subjectId: string,
      right: RepositoryRight,
    ) => {
      const rank = REPOSITORY_RIGHTS.indexOf(right) + 1;
      const insert = database.insertInto('repositoryRights').values({ repositoryId, subjectType, subjectId, rank });
      const key = ['repositoryId', 'subjectType', 'subjectId'] as const;
      await insert.onConflict((conflict) => conflict.columns(key).doUpdateSet({ rank })).execute();
    },
    removeRight: async (repositoryId: string, subjectType: RightHolder['subjectType'], subjectId: string) => {
      const rights = database.deleteFrom('repositoryRights').where('repositoryId', '=', repositoryId);
      await rights.where('subjectType', '=', subjectType).where('subjectId', '=', subjectId).execute();
    },
  };
}

/** Parameters: account, account, name, account, namespace. */
export const STANDING: HotQuery = {
  name: 'standing',
  text: `
    select n.owner_type as "namespaceType", n.owner_id as "namespaceOwnerId", r.id as "repositoryId", r.visibility,
      o.policy, m.role, m.sso_proven_at as "provenAt", m.sso_ended_at as "endedAt",
      (select rr.rank from repository_rights rr
        where rr.repository_id = r.id and rr.subject_type = 'account' and rr.subject_id = ?) as "accountRank",
      (select max(rr.rank) from repository_rights rr
        join team_members tm on tm.team_id = rr.subject_id and tm.account_id = ?
        where rr.repository_id = r.id and rr.subject_type = 'team') as "teamRank"
    from namespaces n
    left join repositories r on r.namespace = n.name and r.name = ?
    left join organizations o on o.id = n.owner_id
    left join memberships m on m.organization_id = n.owner_id and m.account_id = ?
    where n.name = ?`,
};

interface StandingRow
  extends SingleSignOnStanding,
    Pick<RepositoryStanding, 'namespaceType' | 'namespaceOwnerId' | 'repositoryId' | 'visibility' | 'role'> {
  readonly policy: string | null;
  readonly accountRank: number | null;
  readonly teamRank: number | null;
}

/** Field by field: this runs for every registry token, and a spread takes longer than all of it. */
function standingOf(row: StandingRow): RepositoryStanding {
  return {
    namespaceType: row.namespaceType,
    namespaceOwnerId: row.namespaceOwnerId,
    repositoryId: row.repositoryId,
    visibility: row.visibility,
    policy: row.policy === null ? null : completePolicy(JSON.parse(row.policy) as Partial<OrganizationPolicy>),
    role: row.role,
    accountRight: rightOfRank(row.accountRank),
    teamRight: rightOfRank(row.teamRank),
    singleSignOn: { provenAt: row.provenAt, endedAt: row.endedAt },
  };
}

function rightOfRank(rank: number | null): RepositoryRight | null {
  return rank === null ? null : (REPOSITORY_RIGHTS[rank - 1] ?? null);
}

export function requireRight(rank: number): RepositoryRight {
  const right = rightOfRank(rank);
  if (!right) throw new Error(`unknown rank ${rank}`);
  return right;
}

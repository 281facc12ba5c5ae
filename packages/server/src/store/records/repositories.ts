import type { OrganizationPolicy } from '@lanyard/core/organizations/organization-policy';
import { REPOSITORY_RIGHTS, type RepositoryRight } from '@lanyard/core/repositories/repository';
import { sql } from 'kysely';
import type { HotQueries } from '../hot-queries.ts';
import { type Page, type Paged, paged } from '../paged.ts';
import type { Database } from '../schema.ts';
import type { MemberRole, SignOnStanding } from './organizations.ts';

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

declare module '../schema.ts' {
  interface Schema {
    repositories: Repository;
    /** `rank` is 1 for read, 2 for write, 3 for admin, so that the widest is the largest. */
    repositoryRights: { repositoryId: string; subjectType: 'team' | 'account'; subjectId: string; rank: number };
  }
}

export interface RepositoryReads {
  byName(namespace: string, name: string): Promise<Repository | undefined>;
  ofNamespace(namespace: string, page: Page): Promise<Paged<Repository>>;
  rights(repositoryId: string): Promise<readonly RightHolder[]>;
  /**
   * Undefined where nobody owns the namespace. `holder` is the account or organization that asks; null for the anonymous.
   * Every call reads the database, so that what is revoked is refused at once.
   */
  standing(
    holder: { readonly type: 'account' | 'organization'; readonly id: string } | null,
    namespace: string,
    name: string,
  ): Promise<RepositoryStanding | undefined>;
}

export interface RepositoryRecords extends RepositoryReads {
  /** False where it exists already (a parallel push made it); true where it was made. */
  insert(repository: Repository): Promise<boolean>;
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

export function repositoryRecords(database: Database, hot: Pick<HotQueries, 'standing'>): RepositoryRecords {
  return { ...repositoryRows(database), ...rightRows(database), standing: hot.standing };
}

function repositoryRows(
  database: Database,
): Pick<RepositoryRecords, 'byName' | 'ofNamespace' | 'insert' | 'setVisibility' | 'delete'> {
  return {
    byName: (namespace, name) => {
      const query = database.selectFrom('repositories').selectAll().where('namespace', '=', namespace);
      return query.where('name', '=', name).executeTakeFirst();
    },
    ofNamespace: (namespace, page) => {
      const query = database.selectFrom('repositories').where('namespace', '=', namespace);
      return paged(query.selectAll().orderBy('name'), query, page, (repository) => repository);
    },
    insert: async (repository) => {
      const insert = database.insertInto('repositories').values(repository);
      const result = await insert
        .onConflict((conflict) => conflict.columns(['namespace', 'name']).doNothing())
        .execute();
      return result.some(({ numInsertedOrUpdatedRows }) => Number(numInsertedOrUpdatedRows) === 1);
    },
    setVisibility: async (id, visibility) => {
      await database.updateTable('repositories').set({ visibility }).where('id', '=', id).execute();
    },
    delete: async (id) => {
      await database.deleteFrom('repositories').where('id', '=', id).execute();
    },
  };
}

function rightRows(database: Database): Pick<RepositoryRecords, 'rights' | 'putRight' | 'removeRight'> {
  return {
    rights: async (repositoryId) => {
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
    putRight: async (repositoryId, subjectType, subjectId, right) => {
      const rank = rankOf(right);
      const row = { repositoryId, subjectType, subjectId, rank };
      const insert = database.insertInto('repositoryRights').values(row);
      const key = ['repositoryId', 'subjectType', 'subjectId'] as const;
      await insert.onConflict((conflict) => conflict.columns(key).doUpdateSet({ rank })).execute();
    },
    removeRight: async (repositoryId, subjectType, subjectId) => {
      const rights = database.deleteFrom('repositoryRights').where('repositoryId', '=', repositoryId);
      await rights.where('subjectType', '=', subjectType).where('subjectId', '=', subjectId).execute();
    },
  };
}

export function rightOfRank(rank: number | null): RepositoryRight | null {
  return rank === null ? null : (REPOSITORY_RIGHTS[rank - 1] ?? null);
}

export function requireRight(rank: number): RepositoryRight {
  const right = rightOfRank(rank);
  if (!right) throw new Error(`unknown rank ${rank}`);
  return right;
}

function rankOf(right: RepositoryRight): number {
  return REPOSITORY_RIGHTS.indexOf(right) + 1;
}

import type { ImmutableTags } from '@lanyard/core/repositories/immutable-tags';
import { NOBODY, REPOSITORY_RIGHTS, type RepositoryRight } from '@lanyard/core/repositories/repository';
import { type Generated, type SelectQueryBuilder, sql } from 'kysely';
import { columnsOf, jsonOrNull, type RowOf } from '../../columns.ts';
import { countOf, likePattern, type Page, type Paged, paged } from '../../paged.ts';
import type { Connection, Schema } from '../../schema.ts';
import { rightOfRank } from '../access/access.ts';

export interface Repository {
  readonly id: string;
  readonly namespace: string;
  readonly name: string;
  readonly visibility: 'public' | 'private';
  /** Its purpose, in one line and in full. Empty if nobody described it. */
  readonly description: string;
  readonly fullDescription: string;
  /** Null for none. An empty list means all tags. */
  readonly immutableTags: ImmutableTags;
  readonly createdAt: number;
  /** When this record was last changed. Null if never. A push does not change it. */
  readonly changedAt: number | null;
}

type Described = 'description' | 'fullDescription' | 'immutableTags' | 'changedAt';

/** The descriptions are empty if none are given. */
export type NewRepository = Omit<Repository, Described> & Partial<Pick<Repository, Described>>;

export type RepositoryChanges = Partial<
  Pick<Repository, 'visibility' | 'description' | 'fullDescription' | 'immutableTags'>
>;

export interface RepositoryPage extends Page {
  /** A part of the name after the namespace. */
  readonly search?: string | undefined;
  /** Default: sorted by name. */
  readonly order?: { readonly by: 'name' | 'changed'; readonly isDescending: boolean } | undefined;
}

export interface RightHolder {
  readonly subjectType: 'team' | 'account';
  readonly subjectId: string;
  readonly subjectName: string;
  readonly right: RepositoryRight;
}

/** A repository, and the right to it that somebody was given. */
export type HeldRight = Pick<Repository, 'id' | 'namespace' | 'name'> & Pick<RightHolder, 'right'>;

const REPOSITORY = columnsOf<Repository>()({ immutableTags: jsonOrNull<readonly string[]>() });

declare module '../../schema.ts' {
  interface Schema {
    repositories: Omit<RowOf<typeof REPOSITORY>, 'description' | 'fullDescription' | 'immutableTags'> & {
      description: Generated<string>;
      fullDescription: Generated<string>;
      immutableTags: Generated<string | null>;
    };
    /** `rank` is 1 for read, 2 for write and 3 for admin, so that the widest right has the largest number. */
    repositoryRights: { repositoryId: string; subjectType: 'team' | 'account'; subjectId: string; rank: number };
  }
}

const SUBJECT_NAME = sql<string>`coalesce(a.name, t.name, substr(r.subject_id, ${sql.lit(NOBODY.length + 1)}))`;

export function repositoryReads({ database, lists }: Connection) {
  return {
    byName: async (namespace: string, name: string): Promise<Repository | undefined> => {
      const query = database.selectFrom('repositories').selectAll().where('namespace', '=', namespace);
      return REPOSITORY.read(await query.where('name', '=', name).executeTakeFirst());
    },
    byId: async (id: string): Promise<Repository | undefined> =>
      REPOSITORY.read(await database.selectFrom('repositories').selectAll().where('id', '=', id).executeTakeFirst()),
    ofNamespace: (namespace: string, page: RepositoryPage): Promise<Paged<Repository>> =>
      pageOfRepositories(lists.selectFrom('repositories').where('namespace', '=', namespace), page),
    /** Public repositories, and those to which the account, a member, has a right directly or through a team. */
    visibleTo: (accountId: string, namespace: string, page: RepositoryPage): Promise<Paged<Repository>> => {
      const own = lists.selectFrom('repositoryRights').select('repositoryId').where('subjectType', '=', 'account');
      const throughTeams = lists
        .selectFrom('repositoryRights')
        .innerJoin('teamMembers', 'teamMembers.teamId', 'repositoryRights.subjectId')
        .select('repositoryId')
        .where('subjectType', '=', 'team')
        .where('teamMembers.accountId', '=', accountId);
      const query = lists
        .selectFrom('repositories')
        .where('namespace', '=', namespace)
        .where((row) =>
          row.or([
            row('visibility', '=', 'public'),
            row('id', 'in', own.where('subjectId', '=', accountId)),
            row('id', 'in', throughTeams),
          ]),
        );
      return pageOfRepositories(query, page);
    },
    countOfNamespace: (namespace: string): Promise<number> =>
      countOf(lists.selectFrom('repositories').where('namespace', '=', namespace)),
    rights: async (repositoryId: string): Promise<readonly RightHolder[]> => {
      const rows = await lists
        .selectFrom('repositoryRights as r')
        .leftJoin('accounts as a', 'a.id', 'r.subjectId')
        .leftJoin('teams as t', 't.id', 'r.subjectId')
        .select(['r.subjectType', 'r.subjectId', 'r.rank', SUBJECT_NAME.as('subjectName')])
        .where('repositoryId', '=', repositoryId)
        .orderBy('r.subjectType')
        .orderBy('subjectName')
        .execute();
      return rows.map(({ rank, ...holder }) => ({ ...holder, right: requireRight(rank) }));
    },
    /** What was given to this team or account, in every namespace. */
    rightsOf: async (subjectType: RightHolder['subjectType'], subjectId: string): Promise<readonly HeldRight[]> => {
      const query = database
        .selectFrom('repositoryRights as h')
        .innerJoin('repositories as r', 'r.id', 'h.repositoryId')
        .select(['r.id', 'r.namespace', 'r.name', 'h.rank'])
        .where('h.subjectType', '=', subjectType);
      const rows = await query.where('h.subjectId', '=', subjectId).orderBy('r.id').execute();
      return rows.map(({ rank, ...repository }) => ({ ...repository, right: requireRight(rank) }));
    },
  };
}

function pageOfRepositories(
  all: SelectQueryBuilder<Schema, 'repositories', object>,
  { search, order = { by: 'name', isDescending: false }, ...page }: RepositoryPage,
): Promise<Paged<Repository>> {
  const query = search === undefined ? all : all.where(likePattern('name', search));
  const rows = query.selectAll();
  const direction = order.isDescending ? 'desc' : 'asc';
  const ordered = order.by === 'name' ? rows : rows.orderBy(sql`coalesce(changed_at, created_at)`, direction);
  return paged(ordered.orderBy('name', direction), query, page, REPOSITORY.read);
}

export function repositoryRecords(connection: Connection) {
  const { database } = connection;
  return {
    ...repositoryReads(connection),
    /** True if it was created. False if it exists already, for example because of a push at the same time. */
    insert: async (repository: NewRepository): Promise<boolean> => {
      const insert = database.insertInto('repositories').values(REPOSITORY.keep(repository));
      const result = await insert
        .onConflict((conflict) => conflict.columns(['namespace', 'name']).doNothing())
        .execute();
      return result.some(({ numInsertedOrUpdatedRows }) => Number(numInsertedOrUpdatedRows) === 1);
    },
    update: async (id: string, changes: RepositoryChanges, changedAt: number) => {
      await database
        .updateTable('repositories')
        .set({ ...REPOSITORY.keep(changes), changedAt })
        .where('id', '=', id)
        .execute();
    },
    /** Also deletes its rights. */
    delete: async (id: string) => {
      await database.deleteFrom('repositories').where('id', '=', id).execute();
    },
    /** Returns how many. Also deletes their rights. */
    deleteOfNamespace: async (namespace: string): Promise<number> => {
      const deletion = database.deleteFrom('repositories').where('namespace', '=', namespace);
      return Number((await deletion.executeTakeFirstOrThrow()).numDeletedRows);
    },
    /** In every repository. */
    removeRightsOf: async (subjectType: RightHolder['subjectType'], subjectId: string) => {
      const rights = database.deleteFrom('repositoryRights').where('subjectType', '=', subjectType);
      await rights.where('subjectId', '=', subjectId).execute();
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

export function requireRight(rank: number): RepositoryRight {
  const right = rightOfRank(rank);
  if (!right) throw new Error(`unknown rank ${rank}`);
  return right;
}

import { formatRepositoryName, type RepositoryRight } from '@lanyard/core/repositories/repository';
import { type Generated, sql } from 'kysely';
import { countOf, likePattern, type Page, type Paged, paged } from '../../paged.ts';
import type { Connection, Database } from '../../schema.ts';
import { requireRight } from '../repositories/repositories.ts';

export interface Team {
  readonly id: string;
  readonly organizationId: string;
  readonly name: string;
  /** The purpose of the team. Empty if nobody described it. */
  readonly description: string;
  readonly createdAt: number;
}

/** The description is empty if none is given. */
export type NewTeam = Omit<Team, 'description'> & Partial<Pick<Team, 'description'>>;

export interface TeamMember {
  readonly accountId: string;
  readonly accountName: string;
}

/** A repository to which a team has a right. */
export interface TeamRight {
  /** `namespace/name`. */
  readonly repositoryName: string;
  readonly right: RepositoryRight;
}

export interface TeamMemberPage extends Page {
  /** A part of the account's name. */
  readonly search?: string | undefined;
}

declare module '../../schema.ts' {
  interface Schema {
    teams: Omit<Team, 'description'> & { description: Generated<string> };
    teamMembers: { teamId: string; accountId: string };
  }
}

export function teamReads({ database, lists }: Connection) {
  const teamsOf = (organizationId: string) =>
    database.selectFrom('teams').selectAll().where('organizationId', '=', organizationId);
  return {
    byName: (organizationId: string, name: string): Promise<Team | undefined> =>
      teamsOf(organizationId).where('name', '=', name).executeTakeFirst(),
    countOf: (organizationId: string): Promise<number> =>
      countOf(database.selectFrom('teams').where('organizationId', '=', organizationId)),
    ofOrganization: (organizationId: string): Promise<readonly Team[]> =>
      lists.selectFrom('teams').selectAll().where('organizationId', '=', organizationId).orderBy('name').execute(),
    /** Sorted by the name of the account. */
    members: (teamId: string): Promise<readonly TeamMember[]> =>
      membersOf(lists, teamId).select(MEMBER).orderBy('accounts.name').execute(),
    /** Which of these accounts are members, unsorted. */
    membersAmong: async (teamId: string, accountIds: readonly string[]): Promise<readonly TeamMember[]> =>
      accountIds.length === 0
        ? []
        : membersOf(database, teamId).select(MEMBER).where('accounts.id', 'in', accountIds).execute(),
    /** Sorted by the name of the account. */
    memberPage: (teamId: string, { search, ...page }: TeamMemberPage): Promise<Paged<TeamMember>> => {
      const all = membersOf(lists, teamId);
      const query = search === undefined ? all : all.where(likePattern('accounts.name', search));
      return paged(query.select(MEMBER).orderBy('accounts.name'), query, page, (member) => member);
    },
    isMember: async (teamId: string, accountId: string): Promise<boolean> => {
      const query = database.selectFrom('teamMembers').select('accountId').where('teamId', '=', teamId);
      return (await query.where('accountId', '=', accountId).executeTakeFirst()) !== undefined;
    },
    /** The teams of these accounts, sorted by the name of the team. */
    ofMembers: async (
      organizationId: string,
      accountIds: readonly string[],
    ): Promise<readonly { readonly team: Team; readonly accountId: string }[]> => {
      if (accountIds.length === 0) return [];
      const query = lists
        .selectFrom('teamMembers')
        .innerJoin('teams', 'teams.id', 'teamMembers.teamId')
        .selectAll('teams')
        .select('teamMembers.accountId')
        .where('teams.organizationId', '=', organizationId)
        .where('teamMembers.accountId', 'in', accountIds);
      const rows = await query.orderBy('teams.name').orderBy('teamMembers.accountId').execute();
      return rows.map(({ accountId, ...team }) => ({ team, accountId }));
    },
    /** How many members each team of the organization has. A team without members is left out. */
    memberCounts: async (organizationId: string): Promise<ReadonlyMap<string, number>> => {
      const query = lists
        .selectFrom('teamMembers')
        .innerJoin('teams', 'teams.id', 'teamMembers.teamId')
        .select(['teams.id', sql<number>`count(*)`.as('count')])
        .where('teams.organizationId', '=', organizationId);
      const rows = await query.groupBy('teams.id').execute();
      return new Map(rows.map(({ id, count }) => [id, Number(count)]));
    },
    /** Sorted by the name of the repository. */
    rights: (teamId: string, page: Page): Promise<Paged<TeamRight>> => {
      const query = lists
        .selectFrom('repositoryRights')
        .innerJoin('repositories', 'repositories.id', 'repositoryRights.repositoryId')
        .where('subjectType', '=', 'team')
        .where('subjectId', '=', teamId);
      const rows = query.select(['repositories.namespace', 'repositories.name', 'repositoryRights.rank']);
      return paged(rows.orderBy('repositories.name'), query, page, (row) => {
        return { repositoryName: formatRepositoryName(row), right: requireRight(row.rank) };
      });
    },
  };
}

const MEMBER = ['accounts.id as accountId', 'accounts.name as accountName'] as const;

function membersOf(lists: Database, teamId: string) {
  const query = lists.selectFrom('teamMembers').innerJoin('accounts', 'accounts.id', 'teamMembers.accountId');
  return query.where('teamId', '=', teamId);
}

export function teamRecords(connection: Connection) {
  const { database } = connection;
  return {
    ...teamReads(connection),
    insert: async (team: NewTeam) => {
      await database.insertInto('teams').values(team).execute();
    },
    update: async (id: string, changed: Partial<Pick<Team, 'name' | 'description'>>) => {
      await database.updateTable('teams').set(changed).where('id', '=', id).execute();
    },
    /** Also deletes its members and rights. */
    delete: async (id: string) => {
      const rights = database.deleteFrom('repositoryRights').where('subjectType', '=', 'team');
      await rights.where('subjectId', '=', id).execute();
      await database.deleteFrom('teams').where('id', '=', id).execute();
    },
    addMember: async (teamId: string, accountId: string) => {
      const insert = database.insertInto('teamMembers').values({ teamId, accountId });
      await insert.onConflict((conflict) => conflict.doNothing()).execute();
    },
    removeMember: async (teamId: string, accountId: string) => {
      const members = database.deleteFrom('teamMembers').where('teamId', '=', teamId);
      await members.where('accountId', '=', accountId).execute();
    },
  };
}

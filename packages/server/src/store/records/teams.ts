import { formatRepositoryName, type RepositoryRight } from '@lanyard/core/repositories/repository';
import type { Connection } from '../schema.ts';
import { requireRight } from './repositories.ts';

export interface Team {
  readonly id: string;
  readonly organizationId: string;
  readonly name: string;
  readonly createdAt: number;
}

/** What a team has a right to. */
export interface TeamRight {
  /** `namespace/name`. */
  readonly repositoryName: string;
  readonly right: RepositoryRight;
}

declare module '../schema.ts' {
  interface Schema {
    teams: Team;
    teamMembers: { teamId: string; accountId: string };
  }
}

export function teamReads({ database }: Connection) {
  const teamsOf = (organizationId: string) =>
    database.selectFrom('teams').selectAll().where('organizationId', '=', organizationId);
  return {
    byName: (organizationId: string, name: string): Promise<Team | undefined> =>
      teamsOf(organizationId).where('name', '=', name).executeTakeFirst(),
    ofOrganization: (organizationId: string): Promise<readonly Team[]> =>
      teamsOf(organizationId).orderBy('name').execute(),
    /** By the name of the account. */
    members: (teamId: string): Promise<readonly { readonly accountId: string; readonly accountName: string }[]> =>
      database
        .selectFrom('teamMembers')
        .innerJoin('accounts', 'accounts.id', 'teamMembers.accountId')
        .select(['accounts.id as accountId', 'accounts.name as accountName'])
        .where('teamId', '=', teamId)
        .orderBy('accounts.name')
        .execute(),
    /** Every member of every team of the organization, by the name of the team. */
    allMembers: async (
      organizationId: string,
    ): Promise<readonly { readonly team: Team; readonly accountId: string }[]> => {
      const query = database
        .selectFrom('teamMembers')
        .innerJoin('teams', 'teams.id', 'teamMembers.teamId')
        .selectAll('teams')
        .select('teamMembers.accountId')
        .where('teams.organizationId', '=', organizationId);
      const rows = await query.orderBy('teams.name').orderBy('teamMembers.accountId').execute();
      return rows.map(({ accountId, ...team }) => ({ team, accountId }));
    },
    /** By the name of the repository. */
    rights: async (teamId: string): Promise<readonly TeamRight[]> => {
      const query = database
        .selectFrom('repositoryRights')
        .innerJoin('repositories', 'repositories.id', 'repositoryRights.repositoryId')
        .select(['repositories.namespace', 'repositories.name', 'repositoryRights.rank'])
        .where('subjectType', '=', 'team')
        .where('subjectId', '=', teamId);
      const rows = await query.orderBy('repositories.name').execute();
      return rows.map((row) => ({ repositoryName: formatRepositoryName(row), right: requireRight(row.rank) }));
    },
  };
}

export function teamRecords(connection: Connection) {
  const { database } = connection;
  return {
    ...teamReads(connection),
    insert: async (team: Team) => {
      await database.insertInto('teams').values(team).execute();
    },
    /** Also drops its members and rights. */
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

import type { RepositoryRight } from '@lanyard/core/repositories/repository';
import { formatRepositoryName } from '@lanyard/core/repositories/repository';
import type { Database } from '../schema.ts';
import { requireRight } from './repositories.ts';

export interface Team {
  readonly id: string;
  readonly organizationId: string;
  readonly name: string;
  readonly createdAt: number;
}

/** What a team was given a right to. */
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

export interface TeamReads {
  byName(organizationId: string, name: string): Promise<Team | undefined>;
  ofOrganization(organizationId: string): Promise<readonly Team[]>;
  members(teamId: string): Promise<readonly { readonly accountId: string; readonly accountName: string }[]>;
  /** Who is in which team of the organization, by the team's name. */
  allMembers(organizationId: string): Promise<readonly { readonly team: Team; readonly accountId: string }[]>;
  /** What the team may do, by the name of the repository. */
  rights(teamId: string): Promise<readonly TeamRight[]>;
}

export interface TeamRecords extends TeamReads {
  insert(team: Team): Promise<void>;
  /** Also drops its members and rights. */
  delete(id: string): Promise<void>;
  addMember(teamId: string, accountId: string): Promise<void>;
  removeMember(teamId: string, accountId: string): Promise<void>;
}

export function teamRecords(database: Database): TeamRecords {
  return {
    byName: (organizationId, name) => {
      const query = database.selectFrom('teams').selectAll().where('organizationId', '=', organizationId);
      return query.where('name', '=', name).executeTakeFirst();
    },
    ofOrganization: (organizationId) => {
      const query = database.selectFrom('teams').selectAll().where('organizationId', '=', organizationId);
      return query.orderBy('name').execute();
    },
    members: (teamId) =>
      database
        .selectFrom('teamMembers')
        .innerJoin('accounts', 'accounts.id', 'teamMembers.accountId')
        .select(['accounts.id as accountId', 'accounts.name as accountName'])
        .where('teamId', '=', teamId)
        .orderBy('accounts.name')
        .execute(),
    allMembers: async (organizationId) => {
      const query = database
        .selectFrom('teamMembers')
        .innerJoin('teams', 'teams.id', 'teamMembers.teamId')
        .selectAll('teams')
        .select('teamMembers.accountId')
        .where('teams.organizationId', '=', organizationId);
      const rows = await query.orderBy('teams.name').orderBy('teamMembers.accountId').execute();
      return rows.map(({ accountId, ...team }) => ({ team, accountId }));
    },
    rights: async (teamId) => {
      const query = database
        .selectFrom('repositoryRights')
        .innerJoin('repositories', 'repositories.id', 'repositoryRights.repositoryId')
        .select(['repositories.namespace', 'repositories.name', 'repositoryRights.rank'])
        .where('subjectType', '=', 'team')
        .where('subjectId', '=', teamId);
      return (await query.orderBy('repositories.name').execute()).map(teamRightOf);
    },
    insert: async (team) => {
      await database.insertInto('teams').values(team).execute();
    },
    delete: async (id) => {
      const rights = database.deleteFrom('repositoryRights').where('subjectType', '=', 'team');
      await rights.where('subjectId', '=', id).execute();
      await database.deleteFrom('teams').where('id', '=', id).execute();
    },
    addMember: async (teamId, accountId) => {
      const insert = database.insertInto('teamMembers').values({ teamId, accountId });
      await insert.onConflict((conflict) => conflict.doNothing()).execute();
    },
    removeMember: async (teamId, accountId) => {
      const members = database.deleteFrom('teamMembers').where('teamId', '=', teamId);
      await members.where('accountId', '=', accountId).execute();
    },
  };
}

function teamRightOf(row: { namespace: string; name: string; rank: number }): TeamRight {
  return { repositoryName: formatRepositoryName(row), right: requireRight(row.rank) };
}

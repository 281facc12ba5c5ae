import { formatRepositoryName } from '@lanyard/core/repositories/repository-name';
import type { RepositoryRight } from '@lanyard/core/repositories/repository-right';
import type { Selectable } from 'kysely';

import type { Database, Schema } from '../schema.ts';

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
    byName: async (organizationId, name) => {
      const query = database.selectFrom('teams').selectAll().where('organization_id', '=', organizationId);
      const row = await query.where('name', '=', name).executeTakeFirst();
      return row && teamOf(row);
    },
    ofOrganization: async (organizationId) => {
      const query = database.selectFrom('teams').selectAll().where('organization_id', '=', organizationId);
      return (await query.orderBy('name').execute()).map(teamOf);
    },
    members: (teamId) =>
      database
        .selectFrom('team_members')
        .innerJoin('accounts', 'accounts.id', 'team_members.account_id')
        .select(['accounts.id as accountId', 'accounts.name as accountName'])
        .where('team_id', '=', teamId)
        .orderBy('accounts.name')
        .execute(),
    allMembers: async (organizationId) => {
      const query = database
        .selectFrom('team_members')
        .innerJoin('teams', 'teams.id', 'team_members.team_id')
        .selectAll('teams')
        .select('team_members.account_id')
        .where('teams.organization_id', '=', organizationId);
      const rows = await query.orderBy('teams.name').orderBy('team_members.account_id').execute();
      return rows.map(({ account_id, ...team }) => ({ team: teamOf(team), accountId: account_id }));
    },
    rights: async (teamId) => {
      const query = database
        .selectFrom('repository_rights')
        .innerJoin('repositories', 'repositories.id', 'repository_rights.repository_id')
        .select(['repositories.namespace', 'repositories.name', 'repository_rights.rank'])
        .where('subject_type', '=', 'team')
        .where('subject_id', '=', teamId);
      return (await query.orderBy('repositories.name').execute()).map(teamRightOf);
    },
    insert: async ({ id, organizationId, name, createdAt }) => {
      const row = { id, organization_id: organizationId, name, created_at: createdAt };
      await database.insertInto('teams').values(row).execute();
    },
    delete: async (id) => {
      const rights = database.deleteFrom('repository_rights').where('subject_type', '=', 'team');
      await rights.where('subject_id', '=', id).execute();
      await database.deleteFrom('teams').where('id', '=', id).execute();
    },
    addMember: async (teamId, accountId) => {
      const row = { team_id: teamId, account_id: accountId };
      const insert = database.insertInto('team_members').values(row);
      await insert.onConflict((conflict) => conflict.doNothing()).execute();
    },
    removeMember: async (teamId, accountId) => {
      const members = database.deleteFrom('team_members').where('team_id', '=', teamId);
      await members.where('account_id', '=', accountId).execute();
    },
  };
}

function teamRightOf(row: { namespace: string; name: string; rank: number }): TeamRight {
  return { repositoryName: formatRepositoryName(row), right: requireRight(row.rank) };
}

function teamOf(row: Selectable<Schema['teams']>): Team {
  return { id: row.id, organizationId: row.organization_id, name: row.name, createdAt: row.created_at };
}

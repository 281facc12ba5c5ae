import type { Selectable } from 'kysely';
import { displayKey } from '../display-key.ts';
import type { Paged, ScimWindow } from '../paged.ts';
import type { Database, Schema } from '../schema.ts';
import type { Team } from './teams.ts';

/** What a directory knows of a team that it manages. */
export interface ScimGroupState {
  readonly organizationId: string;
  readonly teamId: string;
  /** As the directory spells it; the team keeps the name that it began with. */
  readonly displayName: string;
  readonly externalId: string | null;
  readonly createdAt: number;
}

export interface ScimGroup extends ScimGroupState {
  readonly team: Team;
}

export interface ScimGroupFilter extends ScimWindow {
  /** In any case. */
  readonly displayName?: string | undefined;
  readonly externalId?: string | undefined;
}

export interface ScimGroupReads {
  byId(organizationId: string, teamId: string): Promise<ScimGroup | undefined>;
  /** By displayName. */
  list(organizationId: string, filter: ScimGroupFilter): Promise<Paged<ScimGroup>>;
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
  lock(organizationId: string, teamId: string): Promise<ScimGroup | undefined>;
  /** One row a team; it replaces what was there. Throws DomainError `conflict` where the displayName is taken. */
  put(group: ScimGroupState): Promise<void>;
}

export function scimGroupRecords(database: Database, locksRows: boolean): ScimGroupRecords {
  return {
    byId: (organizationId, teamId) => groupById(database, organizationId, teamId),
    list: async (organizationId, filter) => {
      const found = filtered(database, organizationId, filter);
      const counted = await found.select((row) => row.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
      const rows = found.select(COLUMNS).orderBy('scim_groups.display_name_key').orderBy('scim_groups.team_id');
      const items = await rows.limit(filter.limit).offset(filter.offset).execute();
      return { total: Number(counted.total), items: items.map(groupOf) };
    },
    members: async (teamIds) => {
      if (teamIds.length === 0) return [];
      const query = pairs(database).select([...PAIR, 'scim_users.user_name as userName']);
      const found = query.where('scim_groups.team_id', 'in', [...teamIds]);
      return found.orderBy('scim_users.user_name_key').orderBy('scim_users.account_id').execute();
    },
    ofAccounts: async (organizationId, accountIds) => {
      if (accountIds.length === 0) return [];
      const query = pairs(database).select([...PAIR, 'scim_groups.display_name as displayName']);
      const own = query.where('scim_groups.organization_id', '=', organizationId);
      const found = own.where('scim_users.account_id', 'in', [...accountIds]);
      return found.orderBy('scim_groups.display_name_key').execute();
    },
    lock: async (organizationId, teamId) => {
      const query = database.selectFrom('scim_groups').select('team_id').where('team_id', '=', teamId);
      await (locksRows ? query.forUpdate() : query).execute();
      return groupById(database, organizationId, teamId);
    },
    put: async (group) => {
      const row = rowOf(group);
      const insert = database.insertInto('scim_groups').values(row);
      await insert.onConflict((conflict) => conflict.column('team_id').doUpdateSet(row)).execute();
    },
  };
}

const COLUMNS = [
  'scim_groups.team_id',
  'scim_groups.organization_id',
  'scim_groups.display_name',
  'scim_groups.external_id',
  'scim_groups.created_at',
  'teams.name as team_name',
  'teams.created_at as team_created_at',
] as const;

function groupsOf(database: Database, organizationId: string) {
  return database
    .selectFrom('scim_groups')
    .innerJoin('teams', 'teams.id', 'scim_groups.team_id')
    .where('scim_groups.organization_id', '=', organizationId);
}

async function groupById(database: Database, organizationId: string, teamId: string): Promise<ScimGroup | undefined> {
  const query = groupsOf(database, organizationId).select(COLUMNS).where('scim_groups.team_id', '=', teamId);
  const row = await query.executeTakeFirst();
  return row && groupOf(row);
}

function filtered(database: Database, organizationId: string, { displayName, externalId }: ScimGroupFilter) {
  return groupsOf(database, organizationId)
    .$if(displayName !== undefined, (some) => some.where('display_name_key', '=', displayKey(displayName ?? '')))
    .$if(externalId !== undefined, (some) => some.where('external_id', '=', externalId ?? ''));
}

const PAIR = ['scim_groups.team_id as teamId', 'scim_users.account_id as accountId'] as const;

/** Who is in which group; whom an owner put there, but no directory provisioned, is none of its users. */
function pairs(database: Database) {
  return database
    .selectFrom('scim_groups')
    .innerJoin('team_members', 'team_members.team_id', 'scim_groups.team_id')
    .innerJoin('scim_users', (join) =>
      join
        .onRef('scim_users.account_id', '=', 'team_members.account_id')
        .onRef('scim_users.organization_id', '=', 'scim_groups.organization_id')
        .on('scim_users.deleted_at', 'is', null),
    );
}

type GroupRow = Omit<Selectable<Schema['scim_groups']>, 'display_name_key'> & {
  team_name: string;
  team_created_at: number;
};

function groupOf(row: GroupRow): ScimGroup {
  const { team_id: teamId, organization_id: organizationId } = row;
  return {
    organizationId,
    teamId,
    displayName: row.display_name,
    externalId: row.external_id,
    createdAt: row.created_at,
    team: { id: teamId, organizationId, name: row.team_name, createdAt: row.team_created_at },
  };
}

function rowOf(group: ScimGroupState): Schema['scim_groups'] {
  return {
    team_id: group.teamId,
    organization_id: group.organizationId,
    display_name: group.displayName,
    display_name_key: displayKey(group.displayName),
    external_id: group.externalId,
    created_at: group.createdAt,
  };
}

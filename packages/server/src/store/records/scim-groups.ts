import { columnsOf } from '../columns.ts';
import { displayKey } from '../display-key.ts';
import type { Paged, ScimWindow } from '../paged.ts';
import type { Database } from '../schema.ts';
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

const SCIM_GROUP = columnsOf<ScimGroupState>()({}, ['displayNameKey', 'team']);

declare module '../schema.ts' {
  interface Schema {
    scimGroups: ScimGroupState & { displayNameKey: string };
  }
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
      const rows = found.select(COLUMNS).orderBy('scimGroups.displayNameKey').orderBy('scimGroups.teamId');
      const items = await rows.limit(filter.limit).offset(filter.offset).execute();
      return { total: Number(counted.total), items: items.map(groupOf) };
    },
    members: async (teamIds) => {
      if (teamIds.length === 0) return [];
      const query = pairs(database).select([...PAIR, 'scimUsers.userName as userName']);
      const found = query.where('scimGroups.teamId', 'in', [...teamIds]);
      return found.orderBy('scimUsers.userNameKey').orderBy('scimUsers.accountId').execute();
    },
    ofAccounts: async (organizationId, accountIds) => {
      if (accountIds.length === 0) return [];
      const query = pairs(database).select([...PAIR, 'scimGroups.displayName as displayName']);
      const own = query.where('scimGroups.organizationId', '=', organizationId);
      const found = own.where('scimUsers.accountId', 'in', [...accountIds]);
      return found.orderBy('scimGroups.displayNameKey').execute();
    },
    lock: async (organizationId, teamId) => {
      const query = database.selectFrom('scimGroups').select('teamId').where('teamId', '=', teamId);
      await (locksRows ? query.forUpdate() : query).execute();
      return groupById(database, organizationId, teamId);
    },
    put: async (group) => {
      const row = { ...SCIM_GROUP.keep(group), displayNameKey: displayKey(group.displayName) };
      const insert = database.insertInto('scimGroups').values(row);
      await insert.onConflict((conflict) => conflict.column('teamId').doUpdateSet(row)).execute();
    },
  };
}

const COLUMNS = [
  'scimGroups.teamId',
  'scimGroups.organizationId',
  'scimGroups.displayName',
  'scimGroups.externalId',
  'scimGroups.createdAt',
  'teams.name as teamName',
  'teams.createdAt as teamCreatedAt',
] as const;

function groupsOf(database: Database, organizationId: string) {
  return database
    .selectFrom('scimGroups')
    .innerJoin('teams', 'teams.id', 'scimGroups.teamId')
    .where('scimGroups.organizationId', '=', organizationId);
}

async function groupById(database: Database, organizationId: string, teamId: string): Promise<ScimGroup | undefined> {
  const query = groupsOf(database, organizationId).select(COLUMNS).where('scimGroups.teamId', '=', teamId);
  const row = await query.executeTakeFirst();
  return row && groupOf(row);
}

function filtered(database: Database, organizationId: string, { displayName, externalId }: ScimGroupFilter) {
  return groupsOf(database, organizationId)
    .$if(displayName !== undefined, (some) => some.where('displayNameKey', '=', displayKey(displayName ?? '')))
    .$if(externalId !== undefined, (some) => some.where('externalId', '=', externalId ?? ''));
}

const PAIR = ['scimGroups.teamId as teamId', 'scimUsers.accountId as accountId'] as const;

/** Who is in which group; whom an owner put there, but no directory provisioned, is none of its users. */
function pairs(database: Database) {
  return database
    .selectFrom('scimGroups')
    .innerJoin('teamMembers', 'teamMembers.teamId', 'scimGroups.teamId')
    .innerJoin('scimUsers', (join) =>
      join
        .onRef('scimUsers.accountId', '=', 'teamMembers.accountId')
        .onRef('scimUsers.organizationId', '=', 'scimGroups.organizationId')
        .on('scimUsers.deletedAt', 'is', null),
    );
}

function groupOf({ teamName, teamCreatedAt, ...group }: GroupRow): ScimGroup {
  const { teamId: id, organizationId } = group;
  return { ...group, team: { id, organizationId, name: teamName, createdAt: teamCreatedAt } };
}

type GroupRow = ScimGroupState & { readonly teamName: string; readonly teamCreatedAt: number };

import { columnsOf } from '../../columns.ts';
import { countOf, type Paged, type ScimWindow, searchText } from '../../paged.ts';
import type { Connection, Database } from '../../schema.ts';
import type { Team } from '../organizations/teams.ts';

/** What a directory knows about a team that it manages. */
export interface ScimGroupState {
  readonly organizationId: string;
  readonly teamId: string;
  /** As the directory spells it. The team keeps its first name. */
  readonly displayName: string;
  readonly externalId: string | null;
  readonly createdAt: number;
}

export interface ScimGroup extends ScimGroupState {
  readonly team: Omit<Team, 'description'>;
}

export interface ScimGroupFilter extends ScimWindow {
  /** In any case. */
  readonly displayName?: string | undefined;
  readonly externalId?: string | undefined;
}

const SCIM_GROUP = columnsOf<ScimGroupState>()({}, ['displayNameKey', 'team']);

declare module '../../schema.ts' {
  interface Schema {
    /** `displayNameKey`: for directories, names that differ only in case are equal (RFC 7643, section 4.2). */
    scimGroups: ScimGroupState & { displayNameKey: string };
    /** Users whom the directory added to a group before they are members of the organization. */
    scimWaitingMembers: { teamId: string; accountId: string };
  }
}

interface WaitingMember {
  readonly accountId: string;
  readonly accountName: string;
}

export function scimGroupReads({ database, lists }: Connection) {
  return {
    byId: (organizationId: string, teamId: string) => groupById(database, organizationId, teamId),
    /** Sorted by displayName. */
    list: async (organizationId: string, filter: ScimGroupFilter): Promise<Paged<ScimGroup>> => {
      const found = filtered(lists, organizationId, filter);
      const rows = found.select(COLUMNS).orderBy('scimGroups.displayNameKey').orderBy('scimGroups.teamId');
      const items = await rows.limit(filter.limit).offset(filter.offset).execute();
      return { total: await countOf(found), items: items.map(groupOf) };
    },
    /** Only users of the directory, sorted by userName. Includes those who are not yet members. */
    members: async (
      teamIds: readonly string[],
    ): Promise<readonly { readonly teamId: string; readonly accountId: string; readonly userName: string }[]> => {
      if (teamIds.length === 0) return [];
      const query = usersInGroups(lists).select([...PAIR, 'scimUsers.userName']);
      const found = query.where('scimGroups.teamId', 'in', teamIds);
      return found.orderBy('scimUsers.userNameKey').orderBy('scimUsers.accountId').execute();
    },
    /** Accounts that will join the team once they are members, with their names. */
    waiting: (teamId: string): Promise<readonly WaitingMember[]> => waitingOf(lists, teamId).execute(),
    /** Which of these accounts wait. */
    waitingAmong: async (teamId: string, accountIds: readonly string[]): Promise<readonly WaitingMember[]> =>
      accountIds.length === 0 ? [] : waitingOf(database, teamId).where('accounts.id', 'in', accountIds).execute(),
    /** The organization's teams that the account will join. */
    waitsFor: async (organizationId: string, accountId: string): Promise<readonly Team[]> => {
      const query = database
        .selectFrom('scimWaitingMembers')
        .innerJoin('teams', 'teams.id', 'scimWaitingMembers.teamId')
        .selectAll('teams')
        .where('teams.organizationId', '=', organizationId);
      return query.where('scimWaitingMembers.accountId', '=', accountId).orderBy('teams.name').execute();
    },
    /** The groups of these users, sorted by displayName. */
    ofAccounts: async (
      organizationId: string,
      accountIds: readonly string[],
    ): Promise<readonly { readonly teamId: string; readonly accountId: string; readonly displayName: string }[]> => {
      if (accountIds.length === 0) return [];
      const query = usersInGroups(database).select([...PAIR, 'scimGroups.displayName']);
      const own = query.where('scimGroups.organizationId', '=', organizationId);
      return own.where('scimUsers.accountId', 'in', accountIds).orderBy('scimGroups.displayNameKey').execute();
    },
  };
}

export function scimGroupRecords(connection: Connection) {
  const { database, locksRows } = connection;
  return {
    ...scimGroupReads(connection),
    /** Reads it and locks it until this transaction ends. */
    lock: async (organizationId: string, teamId: string) => {
      const query = database.selectFrom('scimGroups').select('teamId').where('teamId', '=', teamId);
      await (locksRows ? query.forUpdate() : query).execute();
      return groupById(database, organizationId, teamId);
    },
    wait: async (teamId: string, accountId: string) => {
      const insert = database.insertInto('scimWaitingMembers').values({ teamId, accountId });
      await insert.onConflict((conflict) => conflict.doNothing()).execute();
    },
    stopWaiting: async (teamId: string, accountId: string) => {
      const rows = database.deleteFrom('scimWaitingMembers').where('teamId', '=', teamId);
      await rows.where('accountId', '=', accountId).execute();
    },
    /** Replaces the row of the team. Throws DomainError `conflict` if the displayName is taken. */
    put: async (group: ScimGroupState) => {
      const row = { ...SCIM_GROUP.keep(group), displayNameKey: searchText(group.displayName) };
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
    .$if(displayName !== undefined, (some) => some.where('displayNameKey', '=', searchText(displayName ?? '')))
    .$if(externalId !== undefined, (some) => some.where('externalId', '=', externalId ?? ''));
}

function waitingOf(database: Database, teamId: string) {
  return database
    .selectFrom('scimWaitingMembers')
    .innerJoin('accounts', 'accounts.id', 'scimWaitingMembers.accountId')
    .select(['accounts.id as accountId', 'accounts.name as accountName'])
    .where('scimWaitingMembers.teamId', '=', teamId);
}

const PAIR = ['scimGroups.teamId', 'scimUsers.accountId'] as const;

/** Members whom an owner added by hand, and whom no directory provisioned, are not users of the group. */
function usersInGroups(database: Database) {
  const inTeams = database.selectFrom('teamMembers').select(['teamId', 'accountId']);
  const waiting = database.selectFrom('scimWaitingMembers').select(['teamId', 'accountId']);
  return database
    .selectFrom('scimGroups')
    .innerJoin(inTeams.union(waiting).as('listed'), 'listed.teamId', 'scimGroups.teamId')
    .innerJoin('scimUsers', (join) =>
      join
        .onRef('scimUsers.accountId', '=', 'listed.accountId')
        .onRef('scimUsers.organizationId', '=', 'scimGroups.organizationId')
        .on('scimUsers.deletedAt', 'is', null),
    );
}

function groupOf({ teamName, teamCreatedAt, ...group }: GroupRow): ScimGroup {
  const { teamId: id, organizationId } = group;
  return { ...group, team: { id, organizationId, name: teamName, createdAt: teamCreatedAt } };
}

type GroupRow = ScimGroupState & { readonly teamName: string; readonly teamCreatedAt: number };

import { completePolicy, type OrganizationPolicy } from '@lanyard/core/organizations/organization-policy';
import { columnsOf, type RowOf } from '../columns.ts';
import { type Page, type Paged, paged } from '../paged.ts';
import type { Connection } from '../schema.ts';

export interface Organization {
  readonly id: string;
  readonly name: string;
  readonly policy: OrganizationPolicy;
  readonly createdAt: number;
}

export type MemberRole = 'owner' | 'member';

export interface Member {
  readonly organizationId: string;
  readonly accountId: string;
  readonly accountName: string;
  readonly accountEmail: string;
  readonly role: MemberRole;
  readonly createdAt: number;
}

/** An organization that an account belongs to. */
export interface Membership {
  readonly organization: Organization;
  readonly role: MemberRole;
}

/** When a member last signed in at the organization's provider, and since when the provider no longer knows them. */
export interface SingleSignOnStanding {
  readonly provenAt: number | null;
  readonly endedAt: number | null;
}

const ORGANIZATION = columnsOf<Organization>()({
  policy: {
    read: (text: string) => completePolicy(JSON.parse(text) as Partial<OrganizationPolicy>),
    keep: JSON.stringify,
  },
});

declare module '../schema.ts' {
  interface Schema {
    organizations: RowOf<typeof ORGANIZATION>;
    memberships: {
      organizationId: string;
      accountId: string;
      role: MemberRole;
      createdAt: number;
      ssoProvenAt: number | null;
      ssoEndedAt: number | null;
    };
  }
}

export function organizationReads(connection: Connection) {
  const { database } = connection;
  const all = database.selectFrom('organizations').selectAll();
  return {
    ...memberReads(connection),
    byId: async (id: string): Promise<Organization | undefined> =>
      ORGANIZATION.read(await all.where('id', '=', id).executeTakeFirst()),
    byName: async (name: string): Promise<Organization | undefined> =>
      ORGANIZATION.read(await all.where('name', '=', name).executeTakeFirst()),
    list: async (): Promise<readonly Organization[]> => (await all.orderBy('name').execute()).map(ORGANIZATION.read),
  };
}

export function organizationRecords(connection: Connection) {
  const { database, locksRows } = connection;
  return {
    ...organizationReads(connection),
    ...memberWrites(connection),
    /** Reads it. Every other transaction that locks the organization waits until this one ends. */
    lock: async (id: string): Promise<Organization | undefined> => {
      const query = database.selectFrom('organizations').selectAll().where('id', '=', id);
      return ORGANIZATION.read(await (locksRows ? query.forUpdate() : query).executeTakeFirst());
    },
    /** Also takes the namespace. Throws DomainError `conflict` where the name is taken. */
    insert: async (organization: Organization) => {
      const { id: ownerId, name } = organization;
      await database.insertInto('namespaces').values({ name, ownerType: 'organization', ownerId }).execute();
      await database.insertInto('organizations').values(ORGANIZATION.keep(organization)).execute();
    },
    setPolicy: async (id: string, policy: OrganizationPolicy) => {
      await database.updateTable('organizations').set(ORGANIZATION.keep({ policy })).where('id', '=', id).execute();
    },
  };
}

function memberReads({ database }: Connection) {
  return {
    ofAccount: async (accountId: string): Promise<readonly Membership[]> => {
      const rows = await database
        .selectFrom('memberships')
        .innerJoin('organizations', 'organizations.id', 'memberships.organizationId')
        .selectAll('organizations')
        .select('memberships.role')
        .where('memberships.accountId', '=', accountId)
        .orderBy('organizations.name')
        .execute();
      return rows.map(({ role, ...row }) => ({ organization: ORGANIZATION.read(row), role }));
    },
    role: async (organizationId: string, accountId: string): Promise<MemberRole | undefined> => {
      const query = database.selectFrom('memberships').select('role').where('organizationId', '=', organizationId);
      return (await query.where('accountId', '=', accountId).executeTakeFirst())?.role;
    },
    /** Undefined for an account that is not a member. */
    singleSignOn: (organizationId: string, accountId: string): Promise<SingleSignOnStanding | undefined> =>
      database
        .selectFrom('memberships')
        .select(['ssoProvenAt as provenAt', 'ssoEndedAt as endedAt'])
        .where('organizationId', '=', organizationId)
        .where('accountId', '=', accountId)
        .executeTakeFirst(),
    /** By the name of the account. */
    members: (organizationId: string, page: Page): Promise<Paged<Member>> => {
      const query = database
        .selectFrom('memberships as m')
        .innerJoin('accounts as a', 'a.id', 'm.accountId')
        .where('m.organizationId', '=', organizationId);
      const rows = query
        .select(['m.organizationId', 'm.accountId', 'a.name as accountName', 'a.email as accountEmail'])
        .select(['m.role', 'm.createdAt'])
        .orderBy('a.name');
      return paged(rows, query, page, (member) => member);
    },
    countOwners: async (organizationId: string): Promise<number> => {
      const query = database.selectFrom('memberships').select('accountId').where('role', '=', 'owner');
      return (await query.where('organizationId', '=', organizationId).execute()).length;
    },
  };
}

function memberWrites({ database }: Connection) {
  return {
    /** Adds the member or changes the role. */
    putMember: async (organizationId: string, accountId: string, role: MemberRole, at: number) => {
      const insert = database.insertInto('memberships').values({ organizationId, accountId, role, createdAt: at });
      await insert
        .onConflict((conflict) => conflict.columns(['organizationId', 'accountId']).doUpdateSet({ role }))
        .execute();
    },
    setSingleSignOn: async (organizationId: string, accountId: string, { provenAt, endedAt }: SingleSignOnStanding) => {
      const update = database.updateTable('memberships').set({ ssoProvenAt: provenAt, ssoEndedAt: endedAt });
      await update.where('organizationId', '=', organizationId).where('accountId', '=', accountId).execute();
    },
    /** Also takes the account out of the organization's teams, and drops its own rights to the repositories. */
    removeMember: async (organizationId: string, accountId: string) => {
      const teams = database.selectFrom('teams').select('id').where('organizationId', '=', organizationId);
      const inTeams = database.deleteFrom('teamMembers').where('accountId', '=', accountId);
      await inTeams.where('teamId', 'in', teams).execute();
      const repositories = database
        .selectFrom('repositories')
        .innerJoin('organizations', 'organizations.name', 'repositories.namespace')
        .select('repositories.id')
        .where('organizations.id', '=', organizationId);
      const rights = database.deleteFrom('repositoryRights').where('subjectType', '=', 'account');
      await rights.where('subjectId', '=', accountId).where('repositoryId', 'in', repositories).execute();
      const membership = database.deleteFrom('memberships').where('organizationId', '=', organizationId);
      await membership.where('accountId', '=', accountId).execute();
    },
  };
}

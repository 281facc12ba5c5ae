import { DEFAULT_POLICY, type OrganizationPolicy } from '@lanyard/core/organizations/organization-policy';
import { columnsOf, type RowOf } from '../columns.ts';
import { type Page, type Paged, paged } from '../paged.ts';
import type { Database } from '../schema.ts';

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

/** When a member last proved itself at the organization's provider, and since when the provider knows it no more. */
export interface SignOnStanding {
  readonly provenAt: number | null;
  readonly endedAt: number | null;
}

const ORGANIZATION = columnsOf<Organization>()({ policy: { read: policyOf, keep: JSON.stringify } });

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

export interface OrganizationReads {
  byId(id: string): Promise<Organization | undefined>;
  byName(name: string): Promise<Organization | undefined>;
  list(): Promise<readonly Organization[]>;
  ofAccount(accountId: string): Promise<readonly Membership[]>;
  role(organizationId: string, accountId: string): Promise<MemberRole | undefined>;
  /** Undefined for who is no member. */
  signOn(organizationId: string, accountId: string): Promise<SignOnStanding | undefined>;
  members(organizationId: string, page: Page): Promise<Paged<Member>>;
  countOwners(organizationId: string): Promise<number>;
}

export interface OrganizationRecords extends OrganizationReads {
  /** Also takes the namespace. Throws DomainError `conflict` where the name is taken. */
  insert(organization: Organization): Promise<void>;
  /** Reads it, and lets no other transaction that locks it go on before this one ends. */
  lock(id: string): Promise<Organization | undefined>;
  setPolicy(id: string, policy: OrganizationPolicy): Promise<void>;
  /** Adds the member or changes the role. */
  putMember(organizationId: string, accountId: string, role: MemberRole, at: number): Promise<void>;
  setSignOn(organizationId: string, accountId: string, standing: SignOnStanding): Promise<void>;
  /** Also leaves the organization's teams and drops the account's own rights to its repositories. */
  removeMember(organizationId: string, accountId: string): Promise<void>;
}

/** `locksRows`: PostgreSQL has other writers beside this one; SQLite has one writer as it is. */
export function organizationRecords(database: Database, locksRows: boolean): OrganizationRecords {
  return { ...organizationRows(database, locksRows), ...memberRows(database) };
}

type MemberPart =
  | 'ofAccount'
  | 'role'
  | 'signOn'
  | 'setSignOn'
  | 'members'
  | 'countOwners'
  | 'putMember'
  | 'removeMember';

function organizationRows(database: Database, locksRows: boolean): Omit<OrganizationRecords, MemberPart> {
  const all = database.selectFrom('organizations').selectAll();
  return {
    byId: async (id) => ORGANIZATION.read(await all.where('id', '=', id).executeTakeFirst()),
    byName: async (name) => ORGANIZATION.read(await all.where('name', '=', name).executeTakeFirst()),
    list: async () => (await all.orderBy('name').execute()).map(ORGANIZATION.read),
    insert: async (organization) => {
      const { id: ownerId, name } = organization;
      await database.insertInto('namespaces').values({ name, ownerType: 'organization', ownerId }).execute();
      await database.insertInto('organizations').values(ORGANIZATION.keep(organization)).execute();
    },
    lock: async (id) => {
      const query = all.where('id', '=', id);
      return ORGANIZATION.read(await (locksRows ? query.forUpdate() : query).executeTakeFirst());
    },
    setPolicy: async (id, policy) => {
      await database.updateTable('organizations').set(ORGANIZATION.keep({ policy })).where('id', '=', id).execute();
    },
  };
}

function memberRows(database: Database): Pick<OrganizationRecords, MemberPart> {
  return {
    ofAccount: async (accountId) => {
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
    role: async (organizationId, accountId) => {
      const query = database.selectFrom('memberships').select('role').where('organizationId', '=', organizationId);
      return (await query.where('accountId', '=', accountId).executeTakeFirst())?.role;
    },
    signOn: (organizationId, accountId) =>
      database
        .selectFrom('memberships')
        .select(['ssoProvenAt as provenAt', 'ssoEndedAt as endedAt'])
        .where('organizationId', '=', organizationId)
        .where('accountId', '=', accountId)
        .executeTakeFirst(),
    setSignOn: async (organizationId, accountId, { provenAt, endedAt }) => {
      const update = database.updateTable('memberships').set({ ssoProvenAt: provenAt, ssoEndedAt: endedAt });
      await update.where('organizationId', '=', organizationId).where('accountId', '=', accountId).execute();
    },
    members: (organizationId, page) => {
      const query = database
        .selectFrom('memberships')
        .innerJoin('accounts', 'accounts.id', 'memberships.accountId')
        .where('memberships.organizationId', '=', organizationId);
      const rows = query.select([
        'memberships.organizationId',
        'memberships.accountId',
        'accounts.name as accountName',
        'accounts.email as accountEmail',
        'memberships.role',
        'memberships.createdAt',
      ]);
      return paged(rows.orderBy('accounts.name'), query, page, (member) => member);
    },
    countOwners: async (organizationId) => {
      const query = database.selectFrom('memberships').select('accountId').where('role', '=', 'owner');
      return (await query.where('organizationId', '=', organizationId).execute()).length;
    },
    putMember: async (organizationId, accountId, role, at) => {
      const row = { organizationId, accountId, role, createdAt: at };
      await database
        .insertInto('memberships')
        .values(row)
        .onConflict((conflict) => conflict.columns(['organizationId', 'accountId']).doUpdateSet({ role }))
        .execute();
    },
    removeMember: (organizationId, accountId) => removeMember(database, organizationId, accountId),
  };
}

async function removeMember(database: Database, organizationId: string, accountId: string): Promise<void> {
  const teams = database.selectFrom('teams').select('id').where('organizationId', '=', organizationId);
  const repositories = database
    .selectFrom('repositories')
    .innerJoin('organizations', 'organizations.name', 'repositories.namespace')
    .select('repositories.id')
    .where('organizations.id', '=', organizationId);
  await database.deleteFrom('teamMembers').where('accountId', '=', accountId).where('teamId', 'in', teams).execute();
  await database
    .deleteFrom('repositoryRights')
    .where('subjectType', '=', 'account')
    .where('subjectId', '=', accountId)
    .where('repositoryId', 'in', repositories)
    .execute();
  const membership = database.deleteFrom('memberships').where('organizationId', '=', organizationId);
  await membership.where('accountId', '=', accountId).execute();
}

/** Rules that came after a policy was written have their default. */
export function policyOf(text: string): OrganizationPolicy {
  return { ...DEFAULT_POLICY, ...(JSON.parse(text) as Partial<OrganizationPolicy>) };
}

import { DEFAULT_POLICY, type OrganizationPolicy } from '@lanyard/core/organizations/organization-policy';
import type { Selectable } from 'kysely';
import { type Page, type Paged, paged } from '../paged.ts';

import type { Database, Schema } from '../schema.ts';

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
  setPolicy(id: string, policy: OrganizationPolicy): Promise<void>;
  /** Adds the member or changes the role. */
  putMember(organizationId: string, accountId: string, role: MemberRole, at: number): Promise<void>;
  setSignOn(organizationId: string, accountId: string, standing: SignOnStanding): Promise<void>;
  /** Also leaves the organization's teams and drops the account's own rights to its repositories. */
  removeMember(organizationId: string, accountId: string): Promise<void>;
}

export function organizationRecords(database: Database): OrganizationRecords {
  return { ...organizationRows(database), ...memberRows(database) };
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

function organizationRows(database: Database): Omit<OrganizationRecords, MemberPart> {
  const all = database.selectFrom('organizations').selectAll();
  return {
    byId: async (id) => organizationOf(await all.where('id', '=', id).executeTakeFirst()),
    byName: async (name) => organizationOf(await all.where('name', '=', name).executeTakeFirst()),
    list: async () => (await all.orderBy('name').execute()).map(requireOrganization),
    insert: async ({ id, name, policy, createdAt }) => {
      const namespace = { name, owner_type: 'organization', owner_id: id } as const;
      await database.insertInto('namespaces').values(namespace).execute();
      const row = { id, name, policy: JSON.stringify(policy), created_at: createdAt };
      await database.insertInto('organizations').values(row).execute();
    },
    setPolicy: async (id, policy) => {
      const text = JSON.stringify(policy);
      await database.updateTable('organizations').set({ policy: text }).where('id', '=', id).execute();
    },
  };
}

function memberRows(database: Database): Pick<OrganizationRecords, MemberPart> {
  return {
    ofAccount: async (accountId) => {
      const rows = await database
        .selectFrom('memberships')
        .innerJoin('organizations', 'organizations.id', 'memberships.organization_id')
        .selectAll('organizations')
        .select('memberships.role')
        .where('memberships.account_id', '=', accountId)
        .orderBy('organizations.name')
        .execute();
      return rows.map(({ role, ...row }) => ({ organization: requireOrganization(row), role }));
    },
    role: async (organizationId, accountId) => {
      const query = database.selectFrom('memberships').select('role').where('organization_id', '=', organizationId);
      return (await query.where('account_id', '=', accountId).executeTakeFirst())?.role;
    },
    signOn: async (organizationId, accountId) => {
      const query = database.selectFrom('memberships').selectAll().where('organization_id', '=', organizationId);
      const row = await query.where('account_id', '=', accountId).executeTakeFirst();
      return row && { provenAt: row.sso_proven_at, endedAt: row.sso_ended_at };
    },
    setSignOn: async (organizationId, accountId, { provenAt, endedAt }) => {
      const update = database.updateTable('memberships').set({ sso_proven_at: provenAt, sso_ended_at: endedAt });
      await update.where('organization_id', '=', organizationId).where('account_id', '=', accountId).execute();
    },
    members: (organizationId, page) => {
      const query = database
        .selectFrom('memberships')
        .innerJoin('accounts', 'accounts.id', 'memberships.account_id')
        .where('memberships.organization_id', '=', organizationId);
      const rows = query.selectAll('memberships').select(['accounts.name', 'accounts.email']).orderBy('accounts.name');
      return paged(rows, query, page, memberOf);
    },
    countOwners: async (organizationId) => {
      const query = database.selectFrom('memberships').select('account_id').where('role', '=', 'owner');
      return (await query.where('organization_id', '=', organizationId).execute()).length;
    },
    putMember: async (organizationId, accountId, role, at) => {
      const signOn = { sso_proven_at: null, sso_ended_at: null };
      const row = { organization_id: organizationId, account_id: accountId, role, created_at: at, ...signOn };
      await database
        .insertInto('memberships')
        .values(row)
        .onConflict((conflict) => conflict.columns(['organization_id', 'account_id']).doUpdateSet({ role }))
        .execute();
    },
    removeMember: (organizationId, accountId) => removeMember(database, organizationId, accountId),
  };
}

async function removeMember(database: Database, organizationId: string, accountId: string): Promise<void> {
  const teams = database.selectFrom('teams').select('id').where('organization_id', '=', organizationId);
  const repositories = database
    .selectFrom('repositories')
    .innerJoin('organizations', 'organizations.name', 'repositories.namespace')
    .select('repositories.id')
    .where('organizations.id', '=', organizationId);
  await database.deleteFrom('team_members').where('account_id', '=', accountId).where('team_id', 'in', teams).execute();
  await database
    .deleteFrom('repository_rights')
    .where('subject_type', '=', 'account')
    .where('subject_id', '=', accountId)
    .where('repository_id', 'in', repositories)
    .execute();
  const membership = database.deleteFrom('memberships').where('organization_id', '=', organizationId);
  await membership.where('account_id', '=', accountId).execute();
}

/** Rules that came after a policy was written have their default. */
export function policyOf(text: string): OrganizationPolicy {
  return { ...DEFAULT_POLICY, ...(JSON.parse(text) as Partial<OrganizationPolicy>) };
}

function requireOrganization(row: Selectable<Schema['organizations']>): Organization {
  return { id: row.id, name: row.name, policy: policyOf(row.policy), createdAt: row.created_at };
}

function organizationOf(row: Selectable<Schema['organizations']> | undefined): Organization | undefined {
  return row && requireOrganization(row);
}

function memberOf(row: Selectable<Schema['memberships']> & { name: string; email: string }): Member {
  return {
    organizationId: row.organization_id,
    accountId: row.account_id,
    accountName: row.name,
    accountEmail: row.email,
    role: row.role,
    createdAt: row.created_at,
  };
}

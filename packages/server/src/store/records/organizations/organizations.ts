import { completeTerms, type MemberTerms, type TermsNotices } from '@lanyard/core/organizations/member-terms';
import { completePolicy, type OrganizationPolicy } from '@lanyard/core/organizations/organization-policy';
import { sql } from 'kysely';
import { columnsOf, type RowOf } from '../../columns.ts';
import { likePattern, type Page, type Paged, paged } from '../../paged.ts';
import type { Connection } from '../../schema.ts';
import { ACCOUNT, type Account } from '../accounts/accounts.ts';

export interface Organization {
  readonly id: string;
  readonly name: string;
  readonly policy: OrganizationPolicy;
  /** When each account-wide rule last became stricter. */
  readonly termsStricterSince: TermsNotices;
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
  /** The account-wide rules that the member accepted; null for none. */
  readonly acceptedTerms: MemberTerms | null;
}

/** Members who accepted the same account-wide rules. */
export interface TermsAccepted {
  readonly acceptedTerms: MemberTerms;
  /** As the column holds them. */
  readonly stored: string;
  readonly members: number;
}

export interface MemberPage extends Page {
  /** A part of the account's name. */
  readonly search?: string | undefined;
  readonly role?: MemberRole | undefined;
  /** Only those who accepted one of these, as `termsAccepted` has them. */
  readonly accepted?: readonly string[] | undefined;
}

/** An organization that an account belongs to. */
export interface Membership {
  readonly organization: Organization;
  readonly role: MemberRole;
  /** The account-wide rules that the member accepted; null for none. */
  readonly acceptedTerms: MemberTerms | null;
}

export interface MemberWithTerms extends Pick<Member, 'accountId' | 'accountName' | 'accountEmail'> {
  readonly acceptedTerms: MemberTerms;
}

/** When a member last signed in at the organization's provider, and since when the provider no longer knows them. */
export interface SingleSignOnStanding {
  readonly provenAt: number | null;
  readonly endedAt: number | null;
}

/** How an organization stands, in numbers. */
export interface OrganizationSummary extends Pick<Organization, 'id' | 'name' | 'createdAt'> {
  readonly members: number;
  /** Who are not disabled. */
  readonly activeOwners: number;
  readonly repositories: number;
  /** Of its own, not deleted. */
  readonly tokens: number;
  readonly waitingInvitations: number;
  /** Webhooks to which events do not arrive. */
  readonly failingWebhooks: number;
}

export interface OrganizationSummaryFilter extends Page {
  readonly now: number;
  /** Part of the name. */
  readonly search?: string | undefined;
  /** Those that the account owns. */
  readonly ownerId?: string | undefined;
}

const ORGANIZATION = columnsOf<Organization>()({
  policy: {
    read: (text: string) => completePolicy(JSON.parse(text) as Partial<OrganizationPolicy>),
    keep: JSON.stringify,
  },
  termsStricterSince: {
    read: (text: string | null) => (text === null ? {} : (JSON.parse(text) as TermsNotices)),
    keep: (notices: TermsNotices): string | null =>
      Object.keys(notices).length === 0 ? null : JSON.stringify(notices),
  },
});

/** As the column holds them. */
export function readTerms(text: string | null): MemberTerms | null {
  return text === null ? null : completeTerms(JSON.parse(text) as Partial<MemberTerms>);
}

declare module '../../schema.ts' {
  interface Schema {
    organizations: RowOf<typeof ORGANIZATION>;
    memberships: {
      organizationId: string;
      accountId: string;
      role: MemberRole;
      createdAt: number;
      ssoProvenAt: number | null;
      ssoEndedAt: number | null;
      acceptedTerms: string | null;
    };
  }
}

/** Each through an index, for the rows of one page. */
const SUMMARY_COUNTS = (now: number) =>
  [
    sql<number>`(select count(*) from memberships m where m.organization_id = organizations.id)`.as('members'),
    sql<number>`(select count(*) from memberships m join accounts a on a.id = m.account_id
      where m.organization_id = organizations.id and m.role = 'owner' and a.disabled_at is null)`.as('activeOwners'),
    sql<number>`(select count(*) from repositories r where r.namespace = organizations.name)`.as('repositories'),
    sql<number>`(select count(*) from access_tokens t where t.owner_id = organizations.id and t.deleted_at is null)`.as(
      'tokens',
    ),
    sql<number>`(select count(*) from invitations i where i.organization_id = organizations.id and i.answer is null
      and i.expires_at > ${now})`.as('waitingInvitations'),
    sql<number>`(select count(*) from webhooks w where w.organization_id = organizations.id
      and w.state in ('failing', 'gone'))`.as('failingWebhooks'),
  ] as const;

export function organizationReads(connection: Connection) {
  const { database, lists } = connection;
  const all = database.selectFrom('organizations').selectAll();
  return {
    ...memberReads(connection),
    byId: async (id: string): Promise<Organization | undefined> =>
      ORGANIZATION.read(await all.where('id', '=', id).executeTakeFirst()),
    byName: async (name: string): Promise<Organization | undefined> =>
      ORGANIZATION.read(await all.where('name', '=', name).executeTakeFirst()),
    /** By name. */
    summaries: async ({
      now,
      search,
      ownerId,
      ...page
    }: OrganizationSummaryFilter): Promise<Paged<OrganizationSummary>> => {
      const query = lists
        .selectFrom('organizations')
        .$if(search !== undefined, (some) => some.where(likePattern('name', search ?? '')))
        .$if(ownerId !== undefined, (some) =>
          some.where('id', 'in', (one) =>
            one
              .selectFrom('memberships')
              .select('organizationId')
              .where('accountId', '=', ownerId ?? '')
              .where('role', '=', 'owner'),
          ),
        );
      const counted = query.select(['id', 'name', 'createdAt', ...SUMMARY_COUNTS(now)]).orderBy('name');
      return paged(counted, query, page, (row) => ({
        ...row,
        members: Number(row.members),
        activeOwners: Number(row.activeOwners),
        repositories: Number(row.repositories),
        tokens: Number(row.tokens),
        waitingInvitations: Number(row.waitingInvitations),
        failingWebhooks: Number(row.failingWebhooks),
      }));
    },
    list: async (): Promise<readonly Organization[]> => {
      const query = connection.lists.selectFrom('organizations').selectAll();
      return (await query.orderBy('name').execute()).map(ORGANIZATION.read);
    },
  };
}

export function organizationRecords(connection: Connection) {
  const { database, locksRows } = connection;
  return {
    ...organizationReads(connection),
    ...memberWrites(connection),
    /**
     * Reads it. Every other transaction that locks the organization waits until this one ends; one that only refers to
     * it does not.
     */
    lock: async (id: string): Promise<Organization | undefined> => {
      const query = database.selectFrom('organizations').selectAll().where('id', '=', id);
      return ORGANIZATION.read(await (locksRows ? query.forNoKeyUpdate() : query).executeTakeFirst());
    },
    /** Also takes the namespace. Throws DomainError `conflict` where the name is taken. */
    insert: async (organization: Organization) => {
      const { id: ownerId, name } = organization;
      await database.insertInto('namespaces').values({ name, ownerType: 'organization', ownerId }).execute();
      await database.insertInto('organizations').values(ORGANIZATION.keep(organization)).execute();
    },
    setPolicy: async (id: string, changed: Pick<Organization, 'policy' | 'termsStricterSince'>) => {
      await database.updateTable('organizations').set(ORGANIZATION.keep(changed)).where('id', '=', id).execute();
    },
  };
}

function memberReads({ database, lists }: Connection) {
  return {
    ofAccount: async (accountId: string): Promise<readonly (Membership & { readonly memberSince: number })[]> => {
      const rows = await database
        .selectFrom('memberships')
        .innerJoin('organizations', 'organizations.id', 'memberships.organizationId')
        .selectAll('organizations')
        .select(['memberships.role', 'memberships.acceptedTerms', 'memberships.createdAt as memberSince'])
        .where('memberships.accountId', '=', accountId)
        .orderBy('organizations.name')
        .execute();
      return rows.map(({ role, acceptedTerms, memberSince, ...row }) => {
        return { organization: ORGANIZATION.read(row), role, memberSince, acceptedTerms: readTerms(acceptedTerms) };
      });
    },
    membership: async (
      organizationId: string,
      accountId: string,
    ): Promise<Omit<Membership, 'organization'> | undefined> => {
      const query = database.selectFrom('memberships').select(['role', 'acceptedTerms']);
      const row = await query
        .where('organizationId', '=', organizationId)
        .where('accountId', '=', accountId)
        .executeTakeFirst();
      return row && { role: row.role, acceptedTerms: readTerms(row.acceptedTerms) };
    },
    /** Those who accepted the account-wide rules that there were, by name; not the disabled. */
    membersWithTerms: async (organizationId: string): Promise<readonly MemberWithTerms[]> => {
      const rows = await database
        .selectFrom('memberships as m')
        .innerJoin('accounts as a', 'a.id', 'm.accountId')
        .select(['a.id as accountId', 'a.name as accountName', 'a.email as accountEmail', 'm.acceptedTerms'])
        .where('m.organizationId', '=', organizationId)
        .where('m.acceptedTerms', 'is not', null)
        .where('a.disabledAt', 'is', null)
        .orderBy('a.name')
        .execute();
      return rows.flatMap(({ acceptedTerms, ...member }) => {
        const accepted = readTerms(acceptedTerms);
        return accepted ? [{ ...member, acceptedTerms: accepted }] : [];
      });
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
    members: (organizationId: string, { search, role, accepted, ...page }: MemberPage): Promise<Paged<Member>> => {
      const all = lists
        .selectFrom('memberships as m')
        .innerJoin('accounts as a', 'a.id', 'm.accountId')
        .where('m.organizationId', '=', organizationId);
      const agreed = accepted ? all.where('m.acceptedTerms', 'in', accepted) : all;
      const ofRole = role === undefined ? agreed : agreed.where('m.role', '=', role);
      const query = search === undefined ? ofRole : ofRole.where(likePattern('a.name', search));
      const rows = query
        .select(['m.organizationId', 'm.accountId', 'a.name as accountName', 'a.email as accountEmail'])
        .select(['m.role', 'm.createdAt', 'm.acceptedTerms'])
        .orderBy('a.name');
      return paged(rows, query, page, ({ acceptedTerms, ...member }) => {
        return { ...member, acceptedTerms: readTerms(acceptedTerms) };
      });
    },
    /** What members accepted of the account-wide rules, and how many; those who accepted none are not among them. */
    termsAccepted: async (organizationId: string): Promise<readonly TermsAccepted[]> => {
      const rows = await lists
        .selectFrom('memberships')
        .select(['acceptedTerms as stored', sql<number>`count(*)`.as('members')])
        .where('organizationId', '=', organizationId)
        .groupBy('acceptedTerms')
        .execute();
      return rows.flatMap(({ stored, members }) => {
        const acceptedTerms = readTerms(stored);
        return stored !== null && acceptedTerms ? [{ acceptedTerms, stored, members: Number(members) }] : [];
      });
    },
    /** The accounts of its owners that are not disabled. */
    owners: async (organizationId: string): Promise<readonly Account[]> => {
      const rows = await database
        .selectFrom('memberships')
        .innerJoin('accounts', 'accounts.id', 'memberships.accountId')
        .selectAll('accounts')
        .where('memberships.organizationId', '=', organizationId)
        .where('memberships.role', '=', 'owner')
        .where('accounts.disabledAt', 'is', null)
        .execute();
      return rows.map(ACCOUNT.read);
    },
    countOwners: async (organizationId: string): Promise<number> => {
      const query = database.selectFrom('memberships').select('accountId').where('role', '=', 'owner');
      return (await query.where('organizationId', '=', organizationId).execute()).length;
    },
  };
}

function memberWrites({ database }: Connection) {
  return {
    /** Adds the member, who has accepted nothing yet, or changes the role. */
    putMember: async (organizationId: string, accountId: string, role: MemberRole, at: number) => {
      const insert = database.insertInto('memberships').values({ organizationId, accountId, role, createdAt: at });
      await insert
        .onConflict((conflict) => conflict.columns(['organizationId', 'accountId']).doUpdateSet({ role }))
        .execute();
    },
    /** Of a member alone: one who was removed meanwhile does not come back by it. */
    setRole: async (organizationId: string, accountId: string, role: MemberRole): Promise<boolean> => {
      const update = database.updateTable('memberships').set({ role }).where('organizationId', '=', organizationId);
      const { numUpdatedRows } = await update.where('accountId', '=', accountId).executeTakeFirstOrThrow();
      return Number(numUpdatedRows) === 1;
    },
    setAcceptedTerms: async (organizationId: string, accountId: string, terms: MemberTerms) => {
      const update = database.updateTable('memberships').set({ acceptedTerms: JSON.stringify(terms) });
      await update.where('organizationId', '=', organizationId).where('accountId', '=', accountId).execute();
    },
    setSingleSignOn: async (organizationId: string, accountId: string, { provenAt, endedAt }: SingleSignOnStanding) => {
      const update = database.updateTable('memberships').set({ ssoProvenAt: provenAt, ssoEndedAt: endedAt });
      await update.where('organizationId', '=', organizationId).where('accountId', '=', accountId).execute();
    },
    /**
     * Also takes the account out of the organization's teams, drops its own rights to the repositories, and forgets who it
     * is at the organization's provider, with the sessions that began there (attack 42).
     */
    removeMember: async (organizationId: string, accountId: string) => {
      for (const table of ['identities', 'sessions'] as const) {
        const rows = database.deleteFrom(table).where('organizationId', '=', organizationId);
        await rows.where('accountId', '=', accountId).execute();
      }
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

import type { PendingRules } from '@lanyard/core/lifetimes/announced-rules';
import type { TermsNotices } from '@lanyard/core/organizations/member-terms';
import { completePolicy, type OrganizationPolicy } from '@lanyard/core/organizations/organization-policy';
import { sql } from 'kysely';
import { columnsOf, type RowOf } from '../../columns.ts';
import { likePattern, type Page, type Paged, paged } from '../../paged.ts';
import type { Connection } from '../../schema.ts';
import { type MemberStanding, memberReads, memberWrites, readTerms } from './members.ts';

export interface Organization {
  readonly id: string;
  readonly name: string;
  readonly policy: OrganizationPolicy;
  /** When each account-wide rule last became stricter. */
  readonly termsStricterSince: TermsNotices;
  /** Stricter values that wait for their date. One whose date has come binds, whether or not `policy` has it yet. */
  readonly pendingRules: PendingRules;
  readonly createdAt: number;
}

/** An organization that an account belongs to. */
export interface Membership extends MemberStanding {
  readonly organization: Organization;
}

/** The state of an organization in numbers. */
export interface OrganizationSummary extends Pick<Organization, 'id' | 'name' | 'createdAt'> {
  readonly members: number;
  /** Owners whose account is not disabled. */
  readonly activeOwners: number;
  readonly repositories: number;
  /** Its own tokens that are not deleted. */
  readonly tokens: number;
  readonly waitingInvitations: number;
  /** Webhooks whose deliveries fail. */
  readonly failingWebhooks: number;
}

export interface OrganizationSummaryFilter extends Page {
  readonly now: number;
  /** A part of the name. */
  readonly search?: string | undefined;
  /** Organizations that the account owns. */
  readonly ownerId?: string | undefined;
}

/** As the column holds them. */
export function readPendingRules(text: string | null): PendingRules {
  return text === null ? {} : (JSON.parse(text) as PendingRules);
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
  pendingRules: {
    read: readPendingRules,
    keep: (pending: PendingRules): string | null =>
      Object.keys(pending).length === 0 ? null : JSON.stringify(pending),
  },
});

declare module '../../schema.ts' {
  interface Schema {
    organizations: RowOf<typeof ORGANIZATION>;
  }
}

/** Each count uses an index, for the rows of one page. */
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
    /** Sorted by name. */
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
    /** Those where a rule waits for its date, or tokens stop by themselves: in no order. */
    withStops: async (): Promise<readonly Organization[]> => {
      const query = lists.selectFrom('organizations').selectAll();
      // The policy is JSON that only this server writes, and no other of its values has these names.
      const isStopping = sql<boolean>`(pending_rules is not null
        or (policy like '%"tokenUnusedSeconds":%' and policy not like '%"tokenUnusedSeconds":null%')
        or (policy like '%"maximumTokenLifetimeSeconds":%' and policy not like '%"maximumTokenLifetimeSeconds":null%')
        or exists (select 1 from rule_exemptions e where e.organization_id = organizations.id))`;
      return (await query.where(isStopping).execute()).map(ORGANIZATION.read);
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
     * Reads and locks it. Other transactions that lock the organization wait until this one ends. A transaction that
     * only refers to it does not wait.
     */
    lock: async (id: string): Promise<Organization | undefined> => {
      const query = database.selectFrom('organizations').selectAll().where('id', '=', id);
      return ORGANIZATION.read(await (locksRows ? query.forNoKeyUpdate() : query).executeTakeFirst());
    },
    /** Also reserves the namespace. Throws DomainError `conflict` if the name is taken. */
    insert: async (organization: Organization) => {
      const { id: ownerId, name } = organization;
      await database.insertInto('namespaces').values({ name, ownerType: 'organization', ownerId }).execute();
      await database.insertInto('organizations').values(ORGANIZATION.keep(organization)).execute();
    },
    setPolicy: async (id: string, changed: Pick<Organization, 'policy' | 'termsStricterSince' | 'pendingRules'>) => {
      await database.updateTable('organizations').set(ORGANIZATION.keep(changed)).where('id', '=', id).execute();
    },
  };
}

import type { MemberRole } from '@lanyard/core/organizations/member-role';
import { completeTerms, type MemberTerms } from '@lanyard/core/organizations/member-terms';
import { sql } from 'kysely';
import { likePattern, type Page, type Paged, paged } from '../../paged.ts';
import type { Connection } from '../../schema.ts';
import { ACCOUNT, type Account } from '../accounts/accounts.ts';

export interface Member {
  readonly organizationId: string;
  readonly accountId: string;
  readonly accountName: string;
  readonly accountEmail: string;
  readonly role: MemberRole;
  readonly createdAt: number;
  /** The account-wide rules that the member accepted. Null for none. */
  readonly acceptedTerms: MemberTerms | null;
}

/** Members who accepted the same account-wide rules. */
export interface TermsAccepted {
  readonly acceptedTerms: MemberTerms;
  /** In the form of the column. */
  readonly stored: string;
  readonly members: number;
}

export interface MemberPage extends Page {
  /** A part of the account's name. */
  readonly search?: string | undefined;
  readonly role?: MemberRole | undefined;
  /** Only members who accepted one of these, in the form of `termsAccepted`. */
  readonly accepted?: readonly string[] | undefined;
}

/** An account's role and accepted rules in an organization. */
export interface MemberStanding {
  readonly role: MemberRole;
  /** The account-wide rules that the member accepted. Null for none. */
  readonly acceptedTerms: MemberTerms | null;
}

export interface MemberWithTerms extends Pick<Member, 'accountId' | 'accountName' | 'accountEmail'> {
  readonly acceptedTerms: MemberTerms;
}

/** When a member last signed in at the organization's provider, and since when the provider no longer confirms them. */
export interface SingleSignOnStanding {
  readonly provenAt: number | null;
  readonly endedAt: number | null;
}

/** Reads the form of the column. */
export function readTerms(text: string | null): MemberTerms | null {
  return text === null ? null : completeTerms(JSON.parse(text) as Partial<MemberTerms>);
}

declare module '../../schema.ts' {
  interface Schema {
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

export function memberReads({ database, lists }: Connection) {
  return {
    membership: async (organizationId: string, accountId: string): Promise<MemberStanding | undefined> => {
      const query = database.selectFrom('memberships').select(['role', 'acceptedTerms']);
      const row = await query
        .where('organizationId', '=', organizationId)
        .where('accountId', '=', accountId)
        .executeTakeFirst();
      return row && { role: row.role, acceptedTerms: readTerms(row.acceptedTerms) };
    },
    /** Members who accepted account-wide rules, sorted by name. Disabled accounts are left out. */
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
    /** Sorted by the name of the account. */
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
    /** Which account-wide rules members accepted, and how many members. Members who accepted none are left out. */
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

export function memberWrites({ database }: Connection) {
  return {
    /** Adds the member, who has accepted nothing yet, or changes the role. */
    putMember: async (organizationId: string, accountId: string, role: MemberRole, at: number) => {
      const insert = database.insertInto('memberships').values({ organizationId, accountId, role, createdAt: at });
      await insert
        .onConflict((conflict) => conflict.columns(['organizationId', 'accountId']).doUpdateSet({ role }))
        .execute();
    },
    /** Only for a member. A member who was removed in the meantime does not come back. */
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
     * Also removes the account from the organization's teams, deletes its own rights to the repositories, and deletes
     * its identity at the organization's provider, with the sessions that began there (attack 42).
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

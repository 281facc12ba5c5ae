import type { MemberRole } from '@lanyard/core/organizations/member-role';
import type { ExpressionBuilder, Kysely } from 'kysely';
import { columnsOf, flag, type RowOf } from '../../columns.ts';
import { countOf } from '../../paged.ts';
import type { Connection, Schema, Transaction } from '../../schema.ts';

/** A person is asked to become a member of an organization, or to create an account on the server. */
export interface Invitation {
  readonly id: string;
  /** Null for an invitation to the server. */
  readonly organizationId: string | null;
  /** The text that the inviter gave: an account's name, or a canonical e-mail address. */
  readonly invited: string;
  /** The account that had this name then. Null for an e-mail address, and for a name without an account. */
  readonly accountId: string | null;
  readonly email: string | null;
  /** The role in the organization. */
  readonly role: MemberRole | null;
  /** Whether its link can create a new account. */
  readonly makesAccount: boolean;
  /** Null for the operator. */
  readonly inviterId: string | null;
  readonly inviterName: string;
  readonly createdAt: number;
  readonly sentAt: number;
  readonly timesSent: number;
  readonly expiresAt: number;
  /** Null while it waits. */
  readonly answer: 'accepted' | 'declined' | 'withdrawn' | null;
  readonly answeredAt: number | null;
}

const INVITATION = columnsOf<Invitation>()({ makesAccount: flag }, ['codeDigest']);

declare module '../../schema.ts' {
  interface Schema {
    /** The digest is removed with the answer, so that a link works once. */
    invitations: RowOf<typeof INVITATION> & { codeDigest: string | null };
  }
}

/** Far more than anybody reads. */
const LISTED = 500;

export function invitationReads({ database }: Connection) {
  const all = database.selectFrom('invitations').selectAll();
  return {
    byId: async (id: string): Promise<Invitation | undefined> =>
      INVITATION.read(await all.where('id', '=', id).executeTakeFirst()),
    byDigest: async (digest: string): Promise<Invitation | undefined> =>
      INVITATION.read(await all.where('codeDigest', '=', digest).executeTakeFirst()),
    /** The newest one for this name or address. Null means those of the server. */
    last: async (organizationId: string | null, invited: string): Promise<Invitation | undefined> => {
      const query = all.where(ofOrganization(organizationId)).where('invited', '=', invited);
      return INVITATION.read(await query.orderBy('createdAt', 'desc').orderBy('id').executeTakeFirst());
    },
    /** Invitations that wait, expired or were declined, newest first. */
    ofOrganization: async (organizationId: string | null): Promise<readonly Invitation[]> => {
      const query = all
        .where(ofOrganization(organizationId))
        .where((row) => row.or([row('answer', 'is', null), row('answer', '=', 'declined')]));
      const rows = await query.orderBy('createdAt', 'desc').orderBy('id').limit(LISTED).execute();
      return rows.map(INVITATION.read);
    },
    /** The invitations that wait for this account, newest first. */
    waitingFor: async (account: Invited, now: number): Promise<readonly Invitation[]> => {
      const rows = await waiting(database, now)
        .selectAll()
        .where((row) => row.or([row('accountId', '=', account.id), row('email', '=', account.email)]))
        .orderBy('createdAt', 'desc')
        .orderBy('id')
        .limit(LISTED)
        .execute();
      return rows.map(INVITATION.read);
    },
    countWaiting: (organizationId: string | null, now: number): Promise<number> =>
      countOf(waiting(database, now).where(ofOrganization(organizationId))),
    /** Counts over all organizations for this name or address, from everybody or from one inviter. */
    countWaitingFor: (invited: string, now: number, inviterId?: string): Promise<number> => {
      const all = waiting(database, now).where('invited', '=', invited);
      return countOf(inviterId === undefined ? all : all.where('inviterId', '=', inviterId));
    },
    /** How many invitations this account has sent since then. Each sending counts. */
    countSent: async (inviterId: string, since: number): Promise<number> => {
      const query = database.selectFrom('invitations').where('inviterId', '=', inviterId).where('sentAt', '>', since);
      const row = await query.select(({ fn }) => fn.sum<number | null>('timesSent').as('sent')).executeTakeFirst();
      return Number(row?.sent ?? 0);
    },
  };
}

type Invited = { readonly id: string; readonly email: string };

export function invitationRecords(connection: Transaction) {
  const { database, bookkeeping } = connection;
  return {
    ...invitationReads(connection),
    insert: async (invitation: Invitation, codeDigest: string | null) => {
      await database
        .insertInto('invitations')
        .values({ ...INVITATION.keep(invitation), codeDigest })
        .execute();
    },
    /**
     * Sets a new link, which replaces the previous one. Null until its mail is sent. False if it was answered in the
     * meantime.
     */
    update: async (id: string, changed: Partial<Invitation>, codeDigest: string | null): Promise<boolean> => {
      const update = database.updateTable('invitations').set({ ...INVITATION.keep(changed), codeDigest });
      const { numUpdatedRows } = await update
        .where('id', '=', id)
        .where('answer', 'is', null)
        .executeTakeFirstOrThrow();
      return Number(numUpdatedRows) === 1;
    },
    /**
     * Sets the link of the mail that is about to be sent. The invitation itself has its event. False if it was answered
     * in the meantime.
     */
    setDigest: async (id: string, codeDigest: string): Promise<boolean> => {
      const update = bookkeeping.updateTable('invitations').set({ codeDigest });
      const { numUpdatedRows } = await update
        .where('id', '=', id)
        .where('answer', 'is', null)
        .executeTakeFirstOrThrow();
      return Number(numUpdatedRows) === 1;
    },
    /** True only once, for an invitation that waited. */
    answer: async (id: string, answer: NonNullable<Invitation['answer']>, answeredAt: number): Promise<boolean> => {
      const update = database.updateTable('invitations').set({ answer, answeredAt, codeDigest: null });
      const { numUpdatedRows } = await update
        .where('id', '=', id)
        .where('answer', 'is', null)
        .where('expiresAt', '>', answeredAt)
        .executeTakeFirstOrThrow();
      return Number(numUpdatedRows) === 1;
    },
    /** False if it was answered in the meantime. */
    withdraw: async (id: string, answeredAt: number): Promise<boolean> => {
      const update = database.updateTable('invitations').set({ answer: 'withdrawn', answeredAt, codeDigest: null });
      const { numUpdatedRows } = await update
        .where('id', '=', id)
        .where('answer', 'is', null)
        .executeTakeFirstOrThrow();
      return Number(numUpdatedRows) === 1;
    },
    /** Also answers all other invitations to this organization, because a member needs no second one. */
    acceptOthers: async (organizationId: string, account: Invited, answeredAt: number) => {
      const update = database.updateTable('invitations').set({ answer: 'accepted', answeredAt, codeDigest: null });
      await update
        .where('organizationId', '=', organizationId)
        .where('answer', 'is', null)
        .where((row) => row.or([row('accountId', '=', account.id), row('email', '=', account.email)]))
        .execute();
    },
    /**
     * Deletes at most `limit` invitations that expired before this time. Returns how many. The events stay. Only
     * housekeeping calls it.
     */
    deleteExpired: async (before: number, limit: number): Promise<number> => {
      const expired = bookkeeping.selectFrom('invitations').select('id').where('expiresAt', '<=', before).limit(limit);
      const deletion = bookkeeping.deleteFrom('invitations').where('id', 'in', expired);
      return Number((await deletion.executeTakeFirstOrThrow()).numDeletedRows);
    },
  };
}

function ofOrganization(id: string | null) {
  return (row: ExpressionBuilder<Schema, 'invitations'>) =>
    id === null ? row('organizationId', 'is', null) : row('organizationId', '=', id);
}

function waiting(database: Kysely<Schema>, now: number) {
  return database.selectFrom('invitations').where('answer', 'is', null).where('expiresAt', '>', now);
}

import type { RecheckFailure } from '@lanyard/core/single-sign-on/recheck-failure';
import { columnsOf, jsonOrNull, type RowOf } from '../../columns.ts';
import type { Connection, Transaction } from '../../schema.ts';

/** An account as a provider knows it: by issuer and subject, never by its e-mail address (R26). */
export interface Identity {
  readonly organizationId: string;
  readonly issuer: string;
  readonly subject: string;
  readonly accountId: string;
  /** When the account last proved that it belongs to this person at the provider. */
  readonly createdAt: number;
  readonly provenAt: number;
  /** When the provider last confirmed the person. */
  readonly checkedAt: number;
  readonly sealedRefreshToken: string | null;
  /**
   * From then on it opens nothing, until the account proves it again. The row stays, as a sign that there was a link.
   */
  readonly voidedAt: number | null;
  /** Null while the provider confirms the person. */
  readonly failure: RecheckFailure | null;
}

export interface FailingIdentity {
  /** The name of the account. */
  readonly name: string;
  readonly failure: RecheckFailure;
}

const FAILURE = jsonOrNull<RecheckFailure>();
const IDENTITY = columnsOf<Identity>()({ failure: FAILURE });

declare module '../../schema.ts' {
  interface Schema {
    identities: RowOf<typeof IDENTITY>;
  }
}

export function identityReads({ database }: Connection) {
  const of = (organizationId: string) =>
    database.selectFrom('identities').selectAll().where('organizationId', '=', organizationId);
  const askable = (organizationId: string) =>
    of(organizationId).where('voidedAt', 'is', null).where('sealedRefreshToken', 'is not', null);
  return {
    bySubject: async (organizationId: string, issuer: string, subject: string): Promise<Identity | undefined> => {
      const query = of(organizationId).where('issuer', '=', issuer).where('subject', '=', subject);
      return IDENTITY.read(await query.executeTakeFirst());
    },
    ofAccount: async (organizationId: string, accountId: string): Promise<Identity | undefined> =>
      IDENTITY.read(await of(organizationId).where('accountId', '=', accountId).executeTakeFirst()),
    /** Identities that are not void. */
    countOfOrganization: async (organizationId: string, issuer: string): Promise<number> =>
      (await of(organizationId).where('issuer', '=', issuer).where('voidedAt', 'is', null).execute()).length,
    /** The accounts whose identity is not void. */
    accountIds: async (organizationId: string): Promise<readonly string[]> => {
      const found = await of(organizationId).where('voidedAt', 'is', null).execute();
      return found.map(({ accountId }) => accountId);
    },
    /**
     * Identities about which the provider can be asked and whose last check was before this time. The oldest check
     * comes first.
     */
    toCheck: async (organizationId: string, checkedBefore: number, limit: number): Promise<readonly Identity[]> => {
      const due = askable(organizationId).where('checkedAt', '<', checkedBefore);
      return (await due.orderBy('checkedAt').limit(limit).execute()).map((row) => IDENTITY.read(row));
    },
    /** The most recently confirmed identities without a later failure. */
    confirmedLast: async (organizationId: string, limit: number): Promise<readonly Identity[]> => {
      const confirmed = askable(organizationId).where('failure', 'is', null);
      return (await confirmed.orderBy('checkedAt', 'desc').limit(limit).execute()).map((row) => IDENTITY.read(row));
    },
    /** People whom the provider does not confirm, with the names of their accounts. */
    failing: async (organizationId: string, limit: number): Promise<readonly FailingIdentity[]> => {
      const query = database
        .selectFrom('identities')
        .innerJoin('accounts', 'accounts.id', 'identities.accountId')
        .select(['accounts.name', 'identities.failure'])
        .where('organizationId', '=', organizationId)
        .where('voidedAt', 'is', null)
        .where('failure', 'is not', null);
      const rows = await query.orderBy('accounts.name').limit(limit).execute();
      return rows.flatMap(({ name, failure }) => {
        const read = FAILURE.read(failure);
        return read ? [{ name, failure: read }] : [];
      });
    },
  };
}

export function identityRecords(transaction: Transaction) {
  const { database, bookkeeping } = transaction;
  return {
    ...identityReads(transaction),
    /** Replaces the identity with the same subject. Throws DomainError `conflict` if the account has another one. */
    put: async (identity: Identity) => {
      const insert = database.insertInto('identities').values(IDENTITY.keep(identity));
      const key = ['organizationId', 'issuer', 'subject'] as const;
      await insert.onConflict((conflict) => conflict.columns(key).doUpdateSet(IDENTITY.keep(identity))).execute();
    },
    /** For one account, or for everybody. Returns the accounts whose identity was not void before. */
    void: async (organizationId: string, at: number, accountId?: string): Promise<readonly string[]> => {
      const update = database.updateTable('identities').set({ voidedAt: at, sealedRefreshToken: null, failure: null });
      const rows = await update
        .where('organizationId', '=', organizationId)
        .where('voidedAt', 'is', null)
        .$if(accountId !== undefined, (some) => some.where('accountId', '=', accountId ?? ''))
        .returning('accountId')
        .execute();
      return rows.map((row) => row.accountId);
    },
    /**
     * Sets `checkedAt` to `at`. True only for the call that did it. Bookkeeping, because the provider's answer has its
     * own event.
     */
    claimCheck: async ({ organizationId, accountId, checkedAt }: Identity, at: number): Promise<boolean> => {
      const { numUpdatedRows } = await bookkeeping
        .updateTable('identities')
        .set({ checkedAt: at })
        .where('organizationId', '=', organizationId)
        .where('accountId', '=', accountId)
        .where('checkedAt', '=', checkedAt)
        .executeTakeFirstOrThrow();
      return Number(numUpdatedRows) === 1;
    },
    /**
     * Bookkeeping, because the consequences have their own events. Does nothing if the person signed in again in the
     * meantime.
     */
    setFailure: async ({ organizationId, accountId, sealedRefreshToken }: Identity, failure: RecheckFailure) => {
      await bookkeeping
        .updateTable('identities')
        .set(IDENTITY.keep({ failure }))
        .where('organizationId', '=', organizationId)
        .where('accountId', '=', accountId)
        .where('sealedRefreshToken', '=', sealedRefreshToken)
        .execute();
    },
    /**
     * Clears the failure. False if the identity was removed or became void in the meantime. Bookkeeping: providers send
     * a new refresh token at every check, and the end of an identity has its own event.
     */
    setRefreshToken: async (
      { organizationId, issuer, subject }: Identity,
      sealedRefreshToken: string | null,
    ): Promise<boolean> => {
      const { numUpdatedRows } = await bookkeeping
        .updateTable('identities')
        .set({ sealedRefreshToken, failure: null })
        .where('organizationId', '=', organizationId)
        .where('issuer', '=', issuer)
        .where('subject', '=', subject)
        .where('voidedAt', 'is', null)
        .executeTakeFirstOrThrow();
      return Number(numUpdatedRows) === 1;
    },
    /** Keeps the failure. False if the person signed in again in the meantime. Bookkeeping, as above. */
    replaceRefreshToken: async (
      { organizationId, accountId, sealedRefreshToken: before }: Identity,
      sealedRefreshToken: string,
    ): Promise<boolean> => {
      const { numUpdatedRows } = await bookkeeping
        .updateTable('identities')
        .set({ sealedRefreshToken })
        .where('organizationId', '=', organizationId)
        .where('accountId', '=', accountId)
        .where('sealedRefreshToken', '=', before)
        .executeTakeFirstOrThrow();
      return Number(numUpdatedRows) === 1;
    },
    /** True only for the call that removed it. */
    delete: async (organizationId: string, accountId: string): Promise<boolean> => {
      const deletion = database.deleteFrom('identities').where('organizationId', '=', organizationId);
      const { numDeletedRows } = await deletion.where('accountId', '=', accountId).executeTakeFirstOrThrow();
      return Number(numDeletedRows) === 1;
    },
  };
}

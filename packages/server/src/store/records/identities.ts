import type { Connection, Transaction } from '../schema.ts';

/** An account as a provider knows it: by issuer and subject, never by its e-mail address (R26). */
export interface Identity {
  readonly organizationId: string;
  readonly issuer: string;
  readonly subject: string;
  readonly accountId: string;
  readonly createdAt: number;
  readonly provenAt: number;
  /** When the provider last said that the person is there. */
  readonly checkedAt: number;
  readonly sealedRefreshToken: string | null;
}

declare module '../schema.ts' {
  interface Schema {
    identities: Identity;
  }
}

export function identityReads({ database }: Connection) {
  const of = (organizationId: string) =>
    database.selectFrom('identities').selectAll().where('organizationId', '=', organizationId);
  return {
    bySubject: (organizationId: string, issuer: string, subject: string): Promise<Identity | undefined> =>
      of(organizationId).where('issuer', '=', issuer).where('subject', '=', subject).executeTakeFirst(),
    ofAccount: (organizationId: string, accountId: string): Promise<Identity | undefined> =>
      of(organizationId).where('accountId', '=', accountId).executeTakeFirst(),
    countOfOrganization: async (organizationId: string, issuer: string): Promise<number> =>
      (await of(organizationId).where('issuer', '=', issuer).execute()).length,
    /** Identities that the provider can be asked about and that were checked before that time, longest ago first. */
    toCheck: (organizationId: string, checkedBefore: number, limit: number): Promise<readonly Identity[]> => {
      const due = of(organizationId).where('sealedRefreshToken', 'is not', null).where('checkedAt', '<', checkedBefore);
      return due.orderBy('checkedAt').limit(limit).execute();
    },
  };
}

export function identityRecords(transaction: Transaction) {
  const { database, bookkeeping } = transaction;
  return {
    ...identityReads(transaction),
    /** Replaces the identity of the same subject. Throws DomainError `conflict` where the account has another one. */
    put: async (identity: Identity) => {
      const insert = database.insertInto('identities').values(identity);
      const key = ['organizationId', 'issuer', 'subject'] as const;
      await insert.onConflict((conflict) => conflict.columns(key).doUpdateSet(identity)).execute();
    },
    /** Moves `checkedAt` on to `at`. True for the one call that did. Bookkeeping: what the provider answers has its event. */
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
     * False where it was removed meanwhile. Bookkeeping: providers give a new refresh token at every check, and the end
     * of an identity has its event.
     */
    setRefreshToken: async (
      { organizationId, issuer, subject }: Identity,
      sealedRefreshToken: string | null,
    ): Promise<boolean> => {
      const { numUpdatedRows } = await bookkeeping
        .updateTable('identities')
        .set({ sealedRefreshToken })
        .where('organizationId', '=', organizationId)
        .where('issuer', '=', issuer)
        .where('subject', '=', subject)
        .executeTakeFirstOrThrow();
      return Number(numUpdatedRows) === 1;
    },
    /** True for the one call that removed it. */
    delete: async (organizationId: string, accountId: string): Promise<boolean> => {
      const deletion = database.deleteFrom('identities').where('organizationId', '=', organizationId);
      const { numDeletedRows } = await deletion.where('accountId', '=', accountId).executeTakeFirstOrThrow();
      return Number(numDeletedRows) === 1;
    },
  };
}

import type { Database } from '../schema.ts';

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

export interface IdentityReads {
  bySubject(organizationId: string, issuer: string, subject: string): Promise<Identity | undefined>;
  ofAccount(organizationId: string, accountId: string): Promise<Identity | undefined>;
  countOfOrganization(organizationId: string, issuer: string): Promise<number>;
  /** Those that the provider can be asked about, checked before that time, longest ago first. */
  toCheck(organizationId: string, checkedBefore: number, limit: number): Promise<readonly Identity[]>;
}

export interface IdentityRecords extends IdentityReads {
  /** Throws DomainError `conflict` where the account has another subject. */
  put(identity: Identity): Promise<void>;
  /** True for the one who moved `checkedAt` on from what it was. */
  claimCheck(identity: Identity, at: number): Promise<boolean>;
  delete(organizationId: string, accountId: string): Promise<boolean>;
}

export function identityRecords(database: Database): IdentityRecords {
  const of = (organizationId: string) =>
    database.selectFrom('identities').selectAll().where('organizationId', '=', organizationId);
  return {
    bySubject: (organizationId, issuer, subject) =>
      of(organizationId).where('issuer', '=', issuer).where('subject', '=', subject).executeTakeFirst(),
    ofAccount: (organizationId, accountId) => of(organizationId).where('accountId', '=', accountId).executeTakeFirst(),
    countOfOrganization: async (organizationId, issuer) =>
      (await of(organizationId).where('issuer', '=', issuer).execute()).length,
    toCheck: (organizationId, checkedBefore, limit) => {
      const due = of(organizationId).where('sealedRefreshToken', 'is not', null).where('checkedAt', '<', checkedBefore);
      return due.orderBy('checkedAt').limit(limit).execute();
    },
    put: async (identity) => {
      await database
        .insertInto('identities')
        .values(identity)
        .onConflict((conflict) => conflict.columns(['organizationId', 'issuer', 'subject']).doUpdateSet(identity))
        .execute();
    },
    claimCheck: async ({ organizationId, accountId, checkedAt }, at) => {
      const update = database.updateTable('identities').set({ checkedAt: at });
      const { numUpdatedRows } = await update
        .where('organizationId', '=', organizationId)
        .where('accountId', '=', accountId)
        .where('checkedAt', '=', checkedAt)
        .executeTakeFirstOrThrow();
      return Number(numUpdatedRows) === 1;
    },
    delete: async (organizationId, accountId) => {
      const deletion = database.deleteFrom('identities').where('organizationId', '=', organizationId);
      const { numDeletedRows } = await deletion.where('accountId', '=', accountId).executeTakeFirstOrThrow();
      return Number(numDeletedRows) === 1;
    },
  };
}

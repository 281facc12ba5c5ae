import type { Selectable } from 'kysely';

import type { Database, Schema } from '../schema.ts';

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
    database.selectFrom('identities').selectAll().where('organization_id', '=', organizationId);
  return {
    bySubject: async (organizationId, issuer, subject) =>
      identityOf(
        await of(organizationId).where('issuer', '=', issuer).where('subject', '=', subject).executeTakeFirst(),
      ),
    ofAccount: async (organizationId, accountId) =>
      identityOf(await of(organizationId).where('account_id', '=', accountId).executeTakeFirst()),
    countOfOrganization: async (organizationId, issuer) =>
      (await of(organizationId).where('issuer', '=', issuer).execute()).length,
    toCheck: async (organizationId, checkedBefore, limit) => {
      const due = of(organizationId)
        .where('sealed_refresh_token', 'is not', null)
        .where('checked_at', '<', checkedBefore);
      return (await due.orderBy('checked_at').limit(limit).execute()).map(requireIdentity);
    },
    put: async (identity) => {
      const row = rowOf(identity);
      await database
        .insertInto('identities')
        .values(row)
        .onConflict((conflict) => conflict.columns(['organization_id', 'issuer', 'subject']).doUpdateSet(row))
        .execute();
    },
    claimCheck: async ({ organizationId, accountId, checkedAt }, at) => {
      const update = database.updateTable('identities').set({ checked_at: at });
      const { numUpdatedRows } = await update
        .where('organization_id', '=', organizationId)
        .where('account_id', '=', accountId)
        .where('checked_at', '=', checkedAt)
        .executeTakeFirstOrThrow();
      return Number(numUpdatedRows) === 1;
    },
    delete: async (organizationId, accountId) => {
      const deletion = database.deleteFrom('identities').where('organization_id', '=', organizationId);
      const { numDeletedRows } = await deletion.where('account_id', '=', accountId).executeTakeFirstOrThrow();
      return Number(numDeletedRows) === 1;
    },
  };
}

function requireIdentity(row: Selectable<Schema['identities']>): Identity {
  return {
    organizationId: row.organization_id,
    issuer: row.issuer,
    subject: row.subject,
    accountId: row.account_id,
    createdAt: row.created_at,
    provenAt: row.proven_at,
    checkedAt: row.checked_at,
    sealedRefreshToken: row.sealed_refresh_token,
  };
}

function identityOf(row: Selectable<Schema['identities']> | undefined): Identity | undefined {
  return row && requireIdentity(row);
}

function rowOf(identity: Identity): Schema['identities'] {
  return {
    organization_id: identity.organizationId,
    issuer: identity.issuer,
    subject: identity.subject,
    account_id: identity.accountId,
    created_at: identity.createdAt,
    proven_at: identity.provenAt,
    checked_at: identity.checkedAt,
    sealed_refresh_token: identity.sealedRefreshToken,
  };
}

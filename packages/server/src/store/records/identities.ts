import type { Selectable } from 'kysely';
import type { IdentityRecords } from '../identity-store.ts';
import type { Identity } from '../records.ts';
import type { Database, Schema } from '../schema.ts';

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

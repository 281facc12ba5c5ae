import type { Database } from '../schema.ts';

export interface ScimTokenReads {
  organizationIdOf(digest: string): Promise<string | undefined>;
  createdAt(organizationId: string): Promise<number | undefined>;
}

export interface ScimTokenRecords extends ScimTokenReads {
  /** Replaces any token before. */
  put(organizationId: string, digest: string, at: number): Promise<void>;
  /** True for the one who removed it. */
  delete(organizationId: string): Promise<boolean>;
}

export function scimTokenRecords(database: Database): ScimTokenRecords {
  return {
    organizationIdOf: async (digest) => {
      const query = database.selectFrom('scim_tokens').select('organization_id').where('digest', '=', digest);
      return (await query.executeTakeFirst())?.organization_id;
    },
    createdAt: async (organizationId) => {
      const query = database.selectFrom('scim_tokens').select('created_at');
      return (await query.where('organization_id', '=', organizationId).executeTakeFirst())?.created_at;
    },
    put: async (organizationId, digest, at) => {
      const row = { organization_id: organizationId, digest, created_at: at };
      const insert = database.insertInto('scim_tokens').values(row);
      await insert
        .onConflict((conflict) => conflict.column('organization_id').doUpdateSet({ digest, created_at: at }))
        .execute();
    },
    delete: async (organizationId) => {
      const rows = database.deleteFrom('scim_tokens').where('organization_id', '=', organizationId);
      return Number((await rows.executeTakeFirstOrThrow()).numDeletedRows) === 1;
    },
  };
}

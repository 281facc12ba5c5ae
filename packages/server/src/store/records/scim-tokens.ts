import type { ScimTokenRecords } from '../directory-store.ts';
import type { Database } from '../schema.ts';

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

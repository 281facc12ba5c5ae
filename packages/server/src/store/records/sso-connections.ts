import type { SsoConnectionRecords } from '../identity-store.ts';
import type { SsoConnection, SsoSettings } from '../records.ts';
import type { Database } from '../schema.ts';

export function ssoConnectionRecords(database: Database): SsoConnectionRecords {
  return {
    ofOrganization: async (organizationId) => {
      const query = database.selectFrom('sso_connections').selectAll().where('organization_id', '=', organizationId);
      const row = await query.executeTakeFirst();
      if (!row) return undefined;
      const settings = JSON.parse(row.settings) as SsoSettings;
      const { id, sealed_secret: sealedSecret, created_at: createdAt } = row;
      return { id, organizationId, settings, sealedSecret, createdAt };
    },
    put: async ({ id, organizationId, settings, sealedSecret, createdAt }: SsoConnection) => {
      const row = { id, settings: JSON.stringify(settings), sealed_secret: sealedSecret, created_at: createdAt };
      await database
        .insertInto('sso_connections')
        .values({ organization_id: organizationId, ...row })
        .onConflict((conflict) => conflict.column('organization_id').doUpdateSet(row))
        .execute();
    },
    delete: async (organizationId) => {
      const deletion = database.deleteFrom('sso_connections').where('organization_id', '=', organizationId);
      return Number((await deletion.executeTakeFirstOrThrow()).numDeletedRows) === 1;
    },
  };
}

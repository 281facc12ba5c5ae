import type { Database } from '../schema.ts';

declare module '../schema.ts' {
  interface Schema {
    scimTokens: { organizationId: string; digest: string; createdAt: number };
  }
}

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
      const query = database.selectFrom('scimTokens').select('organizationId').where('digest', '=', digest);
      return (await query.executeTakeFirst())?.organizationId;
    },
    createdAt: async (organizationId) => {
      const query = database.selectFrom('scimTokens').select('createdAt');
      return (await query.where('organizationId', '=', organizationId).executeTakeFirst())?.createdAt;
    },
    put: async (organizationId, digest, at) => {
      const token = { digest, createdAt: at };
      const insert = database.insertInto('scimTokens').values({ organizationId, ...token });
      await insert.onConflict((conflict) => conflict.column('organizationId').doUpdateSet(token)).execute();
    },
    delete: async (organizationId) => {
      const rows = database.deleteFrom('scimTokens').where('organizationId', '=', organizationId);
      return Number((await rows.executeTakeFirstOrThrow()).numDeletedRows) === 1;
    },
  };
}

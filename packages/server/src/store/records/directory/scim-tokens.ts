import type { Connection } from '../../schema.ts';

declare module '../../schema.ts' {
  interface Schema {
    /** The credential of a directory. Each organization has at most one. */
    scimTokens: { organizationId: string; digest: string; createdAt: number };
  }
}

export function scimTokenReads({ database }: Connection) {
  return {
    organizationIdOf: async (digest: string): Promise<string | undefined> => {
      const query = database.selectFrom('scimTokens').select('organizationId').where('digest', '=', digest);
      return (await query.executeTakeFirst())?.organizationId;
    },
    createdAt: async (organizationId: string): Promise<number | undefined> => {
      const query = database.selectFrom('scimTokens').select('createdAt');
      return (await query.where('organizationId', '=', organizationId).executeTakeFirst())?.createdAt;
    },
  };
}

export function scimTokenRecords(connection: Connection) {
  const { database } = connection;
  return {
    ...scimTokenReads(connection),
    /** Replaces the previous token. */
    put: async (organizationId: string, digest: string, at: number) => {
      const token = { digest, createdAt: at };
      const insert = database.insertInto('scimTokens').values({ organizationId, ...token });
      await insert.onConflict((conflict) => conflict.column('organizationId').doUpdateSet(token)).execute();
    },
    /** True only for the call that removed it. */
    delete: async (organizationId: string): Promise<boolean> => {
      const rows = database.deleteFrom('scimTokens').where('organizationId', '=', organizationId);
      return Number((await rows.executeTakeFirstOrThrow()).numDeletedRows) === 1;
    },
  };
}

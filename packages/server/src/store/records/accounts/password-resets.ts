import type { Connection } from '../../schema.ts';

declare module '../../schema.ts' {
  interface Schema {
    /** Codes that were mailed. Several can be valid for one account. */
    passwordResets: { digest: string; accountId: string; expiresAt: number };
  }
}

export function passwordResetReads({ database }: Connection) {
  return {
    /** The account of a code that has not expired. */
    accountIdOf: async (digest: string, now: number): Promise<string | undefined> => {
      const query = database.selectFrom('passwordResets').select('accountId').where('digest', '=', digest);
      return (await query.where('expiresAt', '>', now).executeTakeFirst())?.accountId;
    },
  };
}

export function passwordResetRecords(connection: Connection) {
  const { database } = connection;
  return {
    ...passwordResetReads(connection),
    insert: async (accountId: string, digest: string, expiresAt: number) => {
      await database.insertInto('passwordResets').values({ accountId, digest, expiresAt }).execute();
    },
    /** True only once, for a code that has not expired. */
    take: async (digest: string, now: number): Promise<boolean> => {
      const deletion = database.deleteFrom('passwordResets').where('digest', '=', digest);
      return Number((await deletion.where('expiresAt', '>', now).executeTakeFirstOrThrow()).numDeletedRows) === 1;
    },
    deleteOfAccount: async (accountId: string) => {
      await database.deleteFrom('passwordResets').where('accountId', '=', accountId).execute();
    },
    /** Deletes at most `limit` rows. Returns how many. */
    deleteExpired: async (now: number, limit: number): Promise<number> => {
      const expired = database.selectFrom('passwordResets').select('digest').where('expiresAt', '<=', now);
      const deletion = database.deleteFrom('passwordResets').where('digest', 'in', expired.limit(limit));
      return Number((await deletion.executeTakeFirstOrThrow()).numDeletedRows);
    },
  };
}

import type { Connection } from '../../schema.ts';

declare module '../../schema.ts' {
  interface Schema {
    /** Codes that were mailed. Several may be open for one account. */
    passwordResets: { digest: string; accountId: string; expiresAt: number };
  }
}

export function passwordResetReads({ database }: Connection) {
  return {
    /** The account that an unexpired code belongs to. */
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
    /** True once for a code in time, then never again. */
    take: async (digest: string, now: number): Promise<boolean> => {
      const deletion = database.deleteFrom('passwordResets').where('digest', '=', digest);
      return Number((await deletion.where('expiresAt', '>', now).executeTakeFirstOrThrow()).numDeletedRows) === 1;
    },
    deleteOfAccount: async (accountId: string) => {
      await database.deleteFrom('passwordResets').where('accountId', '=', accountId).execute();
    },
    /** At most so many; gives how many. */
    deleteExpired: async (now: number, limit: number): Promise<number> => {
      const expired = database.selectFrom('passwordResets').select('digest').where('expiresAt', '<=', now);
      const deletion = database.deleteFrom('passwordResets').where('digest', 'in', expired.limit(limit));
      return Number((await deletion.executeTakeFirstOrThrow()).numDeletedRows);
    },
  };
}

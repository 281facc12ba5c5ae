import type { Connection } from '../../schema.ts';

declare module '../../schema.ts' {
  interface Schema {
    /** At most one row. */
    setupCodes: { id: number; digest: string; expiresAt: number };
  }
}

export function setupCodeReads({ database }: Connection) {
  return {
    /** Whether there is a code that has not expired. */
    isOpen: async (now: number): Promise<boolean> => {
      const query = database.selectFrom('setupCodes').select('digest').where('expiresAt', '>', now);
      return (await query.executeTakeFirst()) !== undefined;
    },
  };
}

export function setupCodeRecords(connection: Connection) {
  const { database } = connection;
  return {
    ...setupCodeReads(connection),
    /** Replaces the previous code. */
    put: async (digest: string, expiresAt: number) => {
      const code = { digest, expiresAt };
      const insert = database.insertInto('setupCodes').values({ id: 1, ...code });
      await insert.onConflict((conflict) => conflict.column('id').doUpdateSet(code)).execute();
    },
    /** True only once, for the right digest before its expiry. */
    take: async (digest: string, now: number): Promise<boolean> => {
      const codes = database.deleteFrom('setupCodes').where('digest', '=', digest);
      return Number((await codes.where('expiresAt', '>', now).executeTakeFirstOrThrow()).numDeletedRows) === 1;
    },
  };
}

import type { Connection } from '../../schema.ts';

declare module '../../schema.ts' {
  interface Schema {
    /** One row at most. */
    setupCodes: { id: number; digest: string; expiresAt: number };
  }
}

export function setupCodeReads({ database }: Connection) {
  return {
    /** Whether there is an unexpired code. */
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
    /** Replaces the code before. */
    put: async (digest: string, expiresAt: number) => {
      const code = { digest, expiresAt };
      const insert = database.insertInto('setupCodes').values({ id: 1, ...code });
      await insert.onConflict((conflict) => conflict.column('id').doUpdateSet(code)).execute();
    },
    /** True once for the right digest in time, then never again. */
    take: async (digest: string, now: number): Promise<boolean> => {
      const codes = database.deleteFrom('setupCodes').where('digest', '=', digest);
      return Number((await codes.where('expiresAt', '>', now).executeTakeFirstOrThrow()).numDeletedRows) === 1;
    },
  };
}

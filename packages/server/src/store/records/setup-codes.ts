import type { Database } from '../schema.ts';

declare module '../schema.ts' {
  interface Schema {
    /** One row at most. */
    setupCodes: { id: number; digest: string; expiresAt: number };
  }
}

export interface SetupCodeReads {
  /** True while an unexpired code is waiting. */
  isOpen(now: number): Promise<boolean>;
}

export interface SetupCodeRecords extends SetupCodeReads {
  /** Replaces any code before. */
  put(digest: string, expiresAt: number): Promise<void>;
  /** True once for the right digest in time, then never again. */
  take(digest: string, now: number): Promise<boolean>;
}

export function setupCodeRecords(database: Database): SetupCodeRecords {
  return {
    isOpen: async (now) => {
      const query = database.selectFrom('setupCodes').select('digest').where('expiresAt', '>', now);
      return (await query.executeTakeFirst()) !== undefined;
    },
    put: async (digest, expiresAt) => {
      const code = { digest, expiresAt };
      const insert = database.insertInto('setupCodes').values({ id: 1, ...code });
      await insert.onConflict((conflict) => conflict.column('id').doUpdateSet(code)).execute();
    },
    take: async (digest, now) => {
      const codes = database.deleteFrom('setupCodes').where('digest', '=', digest);
      const { numDeletedRows } = await codes.where('expiresAt', '>', now).executeTakeFirstOrThrow();
      return Number(numDeletedRows) === 1;
    },
  };
}

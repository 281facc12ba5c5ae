import type { Database } from '../schema.ts';

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
      const query = database.selectFrom('setup_codes').select('digest').where('expires_at', '>', now);
      return (await query.executeTakeFirst()) !== undefined;
    },
    put: async (digest, expiresAt) => {
      const code = { digest, expires_at: expiresAt };
      const insert = database.insertInto('setup_codes').values({ id: 1, ...code });
      await insert.onConflict((conflict) => conflict.column('id').doUpdateSet(code)).execute();
    },
    take: async (digest, now) => {
      const codes = database.deleteFrom('setup_codes').where('digest', '=', digest);
      const { numDeletedRows } = await codes.where('expires_at', '>', now).executeTakeFirstOrThrow();
      return Number(numDeletedRows) === 1;
    },
  };
}

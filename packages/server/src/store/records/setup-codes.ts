import type { Database } from '../schema.ts';
import type { SetupCodeRecords } from '../store.ts';

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

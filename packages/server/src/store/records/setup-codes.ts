import type { SetupCodeRecords } from '../../ports/store.ts';
import type { Database } from '../schema.ts';

export function setupCodeRecords(database: Database): SetupCodeRecords {
  return {
    isOpen: async (now) => {
      const query = database.selectFrom('setup_codes').select('digest').where('expires_at', '>', now);
      return (await query.executeTakeFirst()) !== undefined;
    },
    put: async (digest, expiresAt) => {
      await database.deleteFrom('setup_codes').execute();
      await database.insertInto('setup_codes').values({ digest, expires_at: expiresAt }).execute();
    },
    take: async (digest, now) => {
      const codes = database.deleteFrom('setup_codes').where('digest', '=', digest);
      const { numDeletedRows } = await codes.where('expires_at', '>', now).executeTakeFirstOrThrow();
      return Number(numDeletedRows) === 1;
    },
  };
}

import type { Database } from '../schema.ts';

export interface PasswordResetReads {
  /** Whose the unexpired code is. */
  accountIdOf(digest: string, now: number): Promise<string | undefined>;
}

export interface PasswordResetRecords extends PasswordResetReads {
  insert(accountId: string, digest: string, expiresAt: number): Promise<void>;
  /** True once for a code in time, then never again. */
  take(digest: string, now: number): Promise<boolean>;
  deleteOfAccount(accountId: string): Promise<void>;
  deleteExpired(now: number): Promise<void>;
}

export function passwordResetRecords(database: Database): PasswordResetRecords {
  return {
    accountIdOf: async (digest, now) => {
      const query = database.selectFrom('password_resets').select('account_id').where('digest', '=', digest);
      return (await query.where('expires_at', '>', now).executeTakeFirst())?.account_id;
    },
    insert: async (accountId, digest, expiresAt) => {
      const row = { account_id: accountId, digest, expires_at: expiresAt };
      await database.insertInto('password_resets').values(row).execute();
    },
    take: async (digest, now) => {
      const deletion = database.deleteFrom('password_resets').where('digest', '=', digest);
      return Number((await deletion.where('expires_at', '>', now).executeTakeFirstOrThrow()).numDeletedRows) === 1;
    },
    deleteOfAccount: async (accountId) => {
      await database.deleteFrom('password_resets').where('account_id', '=', accountId).execute();
    },
    deleteExpired: async (now) => {
      await database.deleteFrom('password_resets').where('expires_at', '<=', now).execute();
    },
  };
}

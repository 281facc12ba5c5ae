import type { Database } from '../schema.ts';

declare module '../schema.ts' {
  interface Schema {
    passwordResets: { digest: string; accountId: string; expiresAt: number };
  }
}

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
      const query = database.selectFrom('passwordResets').select('accountId').where('digest', '=', digest);
      return (await query.where('expiresAt', '>', now).executeTakeFirst())?.accountId;
    },
    insert: async (accountId, digest, expiresAt) => {
      await database.insertInto('passwordResets').values({ accountId, digest, expiresAt }).execute();
    },
    take: async (digest, now) => {
      const deletion = database.deleteFrom('passwordResets').where('digest', '=', digest);
      return Number((await deletion.where('expiresAt', '>', now).executeTakeFirstOrThrow()).numDeletedRows) === 1;
    },
    deleteOfAccount: async (accountId) => {
      await database.deleteFrom('passwordResets').where('accountId', '=', accountId).execute();
    },
    deleteExpired: async (now) => {
      await database.deleteFrom('passwordResets').where('expiresAt', '<=', now).execute();
    },
  };
}

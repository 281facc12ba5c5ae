import type { SecondFactorRecords } from '../identity-store.ts';
import type { Database } from '../schema.ts';

type RecoveryPart = 'countRecoveryCodes' | 'putRecoveryCodes' | 'useRecoveryCode';

export function recoveryCodeRecords(database: Database): Pick<SecondFactorRecords, RecoveryPart> {
  return {
    countRecoveryCodes: async (accountId) => {
      const query = database.selectFrom('recovery_codes').select('digest').where('account_id', '=', accountId);
      return (await query.where('used_at', 'is', null).execute()).length;
    },
    putRecoveryCodes: async (accountId, digests) => {
      await database.deleteFrom('recovery_codes').where('account_id', '=', accountId).execute();
      const rows = digests.map((digest) => ({ account_id: accountId, digest, used_at: null }));
      await database.insertInto('recovery_codes').values(rows).execute();
    },
    useRecoveryCode: async (accountId, digest, at) => {
      const update = database.updateTable('recovery_codes').set({ used_at: at }).where('account_id', '=', accountId);
      const { numUpdatedRows } = await update
        .where('digest', '=', digest)
        .where('used_at', 'is', null)
        .executeTakeFirstOrThrow();
      return Number(numUpdatedRows) === 1;
    },
  };
}

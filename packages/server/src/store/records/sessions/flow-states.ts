import type { Connection } from '../../schema.ts';

/** Data between two steps of a sign-in or an enrolment. It is sealed, because it can contain secrets. */
export interface FlowState {
  readonly purpose: FlowPurpose;
  readonly digest: string;
  readonly accountId: string | null;
  readonly sealedData: string;
  readonly wrongCodes: number;
  readonly expiresAt: number;
}

export type FlowPurpose =
  | 'login'
  | 'connect'
  | 'connect-by-mail'
  | 'passkey-login'
  | 'totp-enrolment'
  | 'passkey-enrolment'
  | 'single-sign-on'
  | 'provider-session'
  | 'provider-sign-out'
  | 'logout-request';

declare module '../../schema.ts' {
  interface Schema {
    flowStates: FlowState;
  }
}

export function flowStateReads({ database }: Connection) {
  return {
    /** Only a state that has not expired. */
    find: (purpose: FlowPurpose, digest: string, now: number): Promise<FlowState | undefined> =>
      database
        .selectFrom('flowStates')
        .selectAll()
        .where('purpose', '=', purpose)
        .where('digest', '=', digest)
        .where('expiresAt', '>', now)
        .executeTakeFirst(),
  };
}

export function flowStateRecords(connection: Connection) {
  const { database } = connection;
  const reads = flowStateReads(connection);
  return {
    ...reads,
    /** Replaces the state of the same purpose and digest. */
    put: async (state: FlowState) => {
      const insert = database.insertInto('flowStates').values(state);
      await insert.onConflict((conflict) => conflict.columns(['purpose', 'digest']).doUpdateSet(state)).execute();
    },
    /** False if there is one with the same purpose and digest. */
    putOnce: async (state: FlowState): Promise<boolean> => {
      const insert = database.insertInto('flowStates').values(state);
      const once = insert.onConflict((conflict) => conflict.columns(['purpose', 'digest']).doNothing());
      return Number((await once.executeTakeFirstOrThrow()).numInsertedOrUpdatedRows) === 1;
    },
    /** Changes the data, but not the expiry and the count of wrong codes. */
    setData: async (purpose: FlowPurpose, digest: string, sealedData: string) => {
      const update = database.updateTable('flowStates').set({ sealedData });
      await update.where('purpose', '=', purpose).where('digest', '=', digest).execute();
    },
    /** Returns the state only to the call that removed it. */
    take: async (purpose: FlowPurpose, digest: string, now: number): Promise<FlowState | undefined> => {
      const found = await reads.find(purpose, digest, now);
      const deletion = database.deleteFrom('flowStates').where('purpose', '=', purpose).where('digest', '=', digest);
      const { numDeletedRows } = await deletion.executeTakeFirstOrThrow();
      return Number(numDeletedRows) === 1 ? found : undefined;
    },
    /** The number of wrong codes, including this one. */
    countWrongCode: async (purpose: FlowPurpose, digest: string): Promise<number> => {
      const update = database
        .updateTable('flowStates')
        .set((row) => ({ wrongCodes: row('wrongCodes', '+', 1) }))
        .where('purpose', '=', purpose)
        .where('digest', '=', digest);
      return (await update.returning('wrongCodes').executeTakeFirst())?.wrongCodes ?? 0;
    },
    deleteOfAccount: async (accountId: string) => {
      await database.deleteFrom('flowStates').where('accountId', '=', accountId).execute();
    },
    /** Deletes at most `limit` rows. Returns how many. */
    deleteExpired: async (now: number, limit: number): Promise<number> => {
      const expired = database.selectFrom('flowStates').select('digest').where('expiresAt', '<=', now).limit(limit);
      const deletion = database.deleteFrom('flowStates').where('expiresAt', '<=', now).where('digest', 'in', expired);
      return Number((await deletion.executeTakeFirstOrThrow()).numDeletedRows);
    },
  };
}

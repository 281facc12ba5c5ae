import type { Database } from '../schema.ts';

/** What is kept between two steps of a sign-in or an enrolment. `data` is sealed: it may hold what nobody may read. */
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
  | 'passkey-login'
  | 'totp-enrolment'
  | 'passkey-enrolment'
  | 'single-sign-on';

declare module '../schema.ts' {
  interface Schema {
    flowStates: FlowState;
  }
}

export interface FlowStateReads {
  find(purpose: FlowPurpose, digest: string, now: number): Promise<FlowState | undefined>;
}

export interface FlowStateRecords extends FlowStateReads {
  /** Replaces what was there under the same digest. */
  put(state: FlowState): Promise<void>;
  /** Changes the data alone: neither the time nor the wrong codes so far. */
  setData(purpose: FlowPurpose, digest: string, sealedData: string): Promise<void>;
  /** The state for the one who removed it, then never again. */
  take(purpose: FlowPurpose, digest: string, now: number): Promise<FlowState | undefined>;
  /** How many codes have been wrong now, this one too. */
  countWrongCode(purpose: FlowPurpose, digest: string): Promise<number>;
  deleteOfAccount(accountId: string): Promise<void>;
  deleteExpired(now: number): Promise<void>;
}

export function flowStateRecords(database: Database): FlowStateRecords {
  const live = (purpose: FlowPurpose, digest: string, now: number) =>
    database
      .selectFrom('flowStates')
      .selectAll()
      .where('purpose', '=', purpose)
      .where('digest', '=', digest)
      .where('expiresAt', '>', now);
  return {
    find: (purpose, digest, now) => live(purpose, digest, now).executeTakeFirst(),
    put: async (state) => {
      const insert = database.insertInto('flowStates').values(state);
      await insert.onConflict((conflict) => conflict.columns(['purpose', 'digest']).doUpdateSet(state)).execute();
    },
    setData: async (purpose, digest, sealedData) => {
      const update = database.updateTable('flowStates').set({ sealedData });
      await update.where('purpose', '=', purpose).where('digest', '=', digest).execute();
    },
    take: async (purpose, digest, now) => {
      const found = await live(purpose, digest, now).executeTakeFirst();
      const deletion = database.deleteFrom('flowStates').where('purpose', '=', purpose).where('digest', '=', digest);
      const { numDeletedRows } = await deletion.executeTakeFirstOrThrow();
      return Number(numDeletedRows) === 1 ? found : undefined;
    },
    countWrongCode: async (purpose, digest) => {
      const update = database
        .updateTable('flowStates')
        .set((row) => ({ wrongCodes: row('wrongCodes', '+', 1) }))
        .where('purpose', '=', purpose)
        .where('digest', '=', digest);
      return (await update.returning('wrongCodes').executeTakeFirst())?.wrongCodes ?? 0;
    },
    deleteOfAccount: async (accountId) => {
      await database.deleteFrom('flowStates').where('accountId', '=', accountId).execute();
    },
    deleteExpired: async (now) => {
      await database.deleteFrom('flowStates').where('expiresAt', '<=', now).execute();
    },
  };
}

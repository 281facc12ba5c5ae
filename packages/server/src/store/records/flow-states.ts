import type { Selectable } from 'kysely';

import type { Database, Schema } from '../schema.ts';

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
  const live = (purpose: FlowState['purpose'], digest: string, now: number) =>
    database
      .selectFrom('flow_states')
      .selectAll()
      .where('purpose', '=', purpose)
      .where('digest', '=', digest)
      .where('expires_at', '>', now);
  return {
    find: async (purpose, digest, now) => stateOf(await live(purpose, digest, now).executeTakeFirst()),
    put: async (state) => {
      const { purpose, digest, ...rest } = rowOf(state);
      await database
        .insertInto('flow_states')
        .values({ purpose, digest, ...rest })
        .onConflict((conflict) => conflict.columns(['purpose', 'digest']).doUpdateSet(rest))
        .execute();
    },
    setData: async (purpose, digest, sealedData) => {
      const update = database.updateTable('flow_states').set({ sealed_data: sealedData });
      await update.where('purpose', '=', purpose).where('digest', '=', digest).execute();
    },
    take: async (purpose, digest, now) => {
      const found = stateOf(await live(purpose, digest, now).executeTakeFirst());
      const deletion = database.deleteFrom('flow_states').where('purpose', '=', purpose).where('digest', '=', digest);
      const { numDeletedRows } = await deletion.executeTakeFirstOrThrow();
      return Number(numDeletedRows) === 1 ? found : undefined;
    },
    countWrongCode: async (purpose, digest) => {
      const update = database
        .updateTable('flow_states')
        .set((row) => ({ wrong_codes: row('wrong_codes', '+', 1) }))
        .where('purpose', '=', purpose)
        .where('digest', '=', digest);
      return (await update.returning('wrong_codes').executeTakeFirst())?.wrong_codes ?? 0;
    },
    deleteOfAccount: async (accountId) => {
      await database.deleteFrom('flow_states').where('account_id', '=', accountId).execute();
    },
    deleteExpired: async (now) => {
      await database.deleteFrom('flow_states').where('expires_at', '<=', now).execute();
    },
  };
}

function stateOf(row: Selectable<Schema['flow_states']> | undefined): FlowState | undefined {
  if (!row) return undefined;
  return {
    purpose: row.purpose as FlowState['purpose'],
    digest: row.digest,
    accountId: row.account_id,
    sealedData: row.sealed_data,
    wrongCodes: row.wrong_codes,
    expiresAt: row.expires_at,
  };
}

function rowOf(state: FlowState): Schema['flow_states'] {
  return {
    purpose: state.purpose,
    digest: state.digest,
    account_id: state.accountId,
    sealed_data: state.sealedData,
    wrong_codes: state.wrongCodes,
    expires_at: state.expiresAt,
  };
}

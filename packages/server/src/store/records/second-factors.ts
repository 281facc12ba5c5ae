import type { Selectable } from 'kysely';
import type { PasskeyKey } from '../../identity/passkey-key.ts';

import type { Database, Schema } from '../schema.ts';

interface FactorBase {
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
}

export interface TotpFactor extends FactorBase {
  readonly type: 'totp';
  readonly sealedSeed: string;
  /** The step of the last code that was taken: none at or before it counts again. */
  readonly lastStep: number | null;
}

export interface PasskeyFactor extends FactorBase, PasskeyKey {
  readonly type: 'passkey';
}

export type SecondFactor = TotpFactor | PasskeyFactor;

export interface SecondFactorReads {
  /** Oldest first. */
  ofAccount(accountId: string): Promise<readonly SecondFactor[]>;
  byCredentialId(credentialId: string): Promise<PasskeyFactor | undefined>;
  countRecoveryCodes(accountId: string): Promise<number>;
}

/** The account's `hasSecondFactor` follows in the same transaction. */
export interface SecondFactorRecords extends SecondFactorReads {
  /** Throws DomainError `conflict` where the passkey is known already. */
  insert(factor: SecondFactor): Promise<void>;
  rename(id: string, name: string): Promise<void>;
  /** Also drops the recovery codes with the last one. */
  delete(factor: SecondFactor): Promise<boolean>;
  deleteOfAccount(accountId: string): Promise<number>;
  /** True for the first to use a code of this step or a later one. */
  useStep(id: string, step: number, at: number): Promise<boolean>;
  /** True where nobody else moved the counter since. */
  useCounter(id: string, before: number, after: number, at: number): Promise<boolean>;
  /** Replaces all. */
  putRecoveryCodes(accountId: string, digests: readonly string[]): Promise<void>;
  /** True once for each code. */
  useRecoveryCode(accountId: string, digest: string, at: number): Promise<boolean>;
}

type Row = Selectable<Schema['second_factors']>;

export function secondFactorRecords(database: Database): SecondFactorRecords {
  return { ...factorRows(database), ...usedFactors(database), ...recoveryCodeRecords(database) };
}

type FactorPart = 'ofAccount' | 'byCredentialId' | 'insert' | 'rename' | 'delete' | 'deleteOfAccount';

function factorRows(database: Database): Pick<SecondFactorRecords, FactorPart> {
  const all = database.selectFrom('second_factors').selectAll();
  return {
    ofAccount: async (accountId) =>
      (await all.where('account_id', '=', accountId).orderBy('created_at').orderBy('id').execute()).map(factorOf),
    byCredentialId: async (credentialId) => {
      const row = await all.where('credential_id', '=', credentialId).executeTakeFirst();
      return row && passkeyOf(row);
    },
    insert: async (factor) => {
      await database.insertInto('second_factors').values(rowOf(factor)).execute();
      await follow(database, factor.accountId);
    },
    rename: async (id, name) => {
      await database.updateTable('second_factors').set({ name }).where('id', '=', id).execute();
    },
    delete: async ({ id, accountId }) => {
      const deletion = database.deleteFrom('second_factors').where('id', '=', id);
      const isOurs = Number((await deletion.executeTakeFirstOrThrow()).numDeletedRows) === 1;
      await follow(database, accountId);
      return isOurs;
    },
    deleteOfAccount: async (accountId) => {
      const deletion = database.deleteFrom('second_factors').where('account_id', '=', accountId);
      const { numDeletedRows } = await deletion.executeTakeFirstOrThrow();
      await follow(database, accountId);
      return Number(numDeletedRows);
    },
  };
}

function usedFactors(database: Database): Pick<SecondFactorRecords, 'useStep' | 'useCounter'> {
  return {
    useStep: async (id, step, at) => {
      const update = database
        .updateTable('second_factors')
        .set({ last_step: step, last_used_at: at })
        .where('id', '=', id)
        .where((row) => row.or([row('last_step', 'is', null), row('last_step', '<', step)]));
      return Number((await update.executeTakeFirstOrThrow()).numUpdatedRows) === 1;
    },
    useCounter: async (id, before, after, at) => {
      const update = database.updateTable('second_factors').set({ counter: after, last_used_at: at });
      const { numUpdatedRows } = await update
        .where('id', '=', id)
        .where('counter', '=', before)
        .executeTakeFirstOrThrow();
      return Number(numUpdatedRows) === 1;
    },
  };
}

/** The account's own column follows its factors; recovery codes stand in for a factor, and go with the last. */
async function follow(database: Database, accountId: string): Promise<void> {
  const factors = database.selectFrom('second_factors').select('id').where('account_id', '=', accountId).limit(1);
  const hasFactor = (await factors.executeTakeFirst()) !== undefined;
  const update = database.updateTable('accounts').set({ has_second_factor: hasFactor ? 1 : 0 });
  await update.where('id', '=', accountId).execute();
  if (!hasFactor) await database.deleteFrom('recovery_codes').where('account_id', '=', accountId).execute();
}

function factorOf(row: Row): SecondFactor {
  if (row.type === 'passkey') return passkeyOf(row);
  return { ...baseOf(row), type: 'totp', sealedSeed: row.sealed_seed ?? '', lastStep: row.last_step };
}

function passkeyOf(row: Row): PasskeyFactor {
  return {
    ...baseOf(row),
    type: 'passkey',
    credentialId: row.credential_id ?? '',
    publicKey: row.public_key ?? '',
    counter: row.counter ?? 0,
    transports: JSON.parse(row.transports ?? '[]') as readonly string[],
  };
}

function baseOf(row: Row) {
  const { id, account_id: accountId, name, created_at: createdAt, last_used_at: lastUsedAt } = row;
  return { id, accountId, name, createdAt, lastUsedAt };
}

function rowOf(factor: SecondFactor): Schema['second_factors'] {
  const isPasskey = factor.type === 'passkey';
  return {
    id: factor.id,
    account_id: factor.accountId,
    type: factor.type,
    name: factor.name,
    created_at: factor.createdAt,
    last_used_at: factor.lastUsedAt,
    sealed_seed: isPasskey ? null : factor.sealedSeed,
    last_step: isPasskey ? null : factor.lastStep,
    credential_id: isPasskey ? factor.credentialId : null,
    public_key: isPasskey ? factor.publicKey : null,
    counter: isPasskey ? factor.counter : null,
    transports: isPasskey ? JSON.stringify(factor.transports) : null,
  };
}

type RecoveryPart = 'countRecoveryCodes' | 'putRecoveryCodes' | 'useRecoveryCode';

function recoveryCodeRecords(database: Database): Pick<SecondFactorRecords, RecoveryPart> {
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

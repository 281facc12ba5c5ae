import type { PasskeyKey } from '../../identity/passkey-key.ts';
import { columnsOf, json, type RowOf } from '../columns.ts';
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

/** One table for both: each hides the columns of the other, which are null. */
const TOTP = columnsOf<TotpFactor>()({}, ['credentialId', 'publicKey', 'counter', 'transports']);
const PASSKEY = columnsOf<PasskeyFactor>()({ transports: json() }, ['sealedSeed', 'lastStep']);

type OrNull<Fields> = { readonly [Name in keyof Fields]: Fields[Name] | null };

declare module '../schema.ts' {
  interface Schema {
    secondFactors: FactorBase & { readonly type: SecondFactor['type'] } & OrNull<
        Pick<TotpFactor, 'sealedSeed' | 'lastStep'> & Pick<RowOf<typeof PASSKEY>, keyof PasskeyKey>
      >;
    recoveryCodes: { accountId: string; digest: string; usedAt: number | null };
  }
}

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

export function secondFactorRecords(database: Database): SecondFactorRecords {
  return { ...factorRows(database), ...usedFactors(database), ...recoveryCodeRecords(database) };
}

type FactorPart = 'ofAccount' | 'byCredentialId' | 'insert' | 'rename' | 'delete' | 'deleteOfAccount';

function factorRows(database: Database): Pick<SecondFactorRecords, FactorPart> {
  const all = database.selectFrom('secondFactors').selectAll();
  return {
    ofAccount: async (accountId) =>
      (await all.where('accountId', '=', accountId).orderBy('createdAt').orderBy('id').execute()).map(factorOf),
    byCredentialId: async (credentialId) => {
      const row = await all.where('credentialId', '=', credentialId).executeTakeFirst();
      return row && PASSKEY.read(row as RowOf<typeof PASSKEY>);
    },
    insert: async (factor) => {
      const row = factor.type === 'passkey' ? PASSKEY.keep(factor) : factor;
      await database.insertInto('secondFactors').values(row).execute();
      await follow(database, factor.accountId);
    },
    rename: async (id, name) => {
      await database.updateTable('secondFactors').set({ name }).where('id', '=', id).execute();
    },
    delete: async ({ id, accountId }) => {
      const deletion = database.deleteFrom('secondFactors').where('id', '=', id);
      const isOurs = Number((await deletion.executeTakeFirstOrThrow()).numDeletedRows) === 1;
      await follow(database, accountId);
      return isOurs;
    },
    deleteOfAccount: async (accountId) => {
      const deletion = database.deleteFrom('secondFactors').where('accountId', '=', accountId);
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
        .updateTable('secondFactors')
        .set({ lastStep: step, lastUsedAt: at })
        .where('id', '=', id)
        .where((row) => row.or([row('lastStep', 'is', null), row('lastStep', '<', step)]));
      return Number((await update.executeTakeFirstOrThrow()).numUpdatedRows) === 1;
    },
    useCounter: async (id, before, after, at) => {
      const update = database.updateTable('secondFactors').set({ counter: after, lastUsedAt: at });
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
  const factors = database.selectFrom('secondFactors').select('id').where('accountId', '=', accountId).limit(1);
  const hasFactor = (await factors.executeTakeFirst()) !== undefined;
  const update = database.updateTable('accounts').set({ hasSecondFactor: hasFactor ? 1 : 0 });
  await update.where('id', '=', accountId).execute();
  if (!hasFactor) await database.deleteFrom('recoveryCodes').where('accountId', '=', accountId).execute();
}

function factorOf(row: Schema['secondFactors']): SecondFactor {
  const isPasskey = row.type === 'passkey';
  return isPasskey ? PASSKEY.read(row as RowOf<typeof PASSKEY>) : TOTP.read(row as RowOf<typeof TOTP>);
}

type RecoveryPart = 'countRecoveryCodes' | 'putRecoveryCodes' | 'useRecoveryCode';

function recoveryCodeRecords(database: Database): Pick<SecondFactorRecords, RecoveryPart> {
  return {
    countRecoveryCodes: async (accountId) => {
      const query = database.selectFrom('recoveryCodes').select('digest').where('accountId', '=', accountId);
      return (await query.where('usedAt', 'is', null).execute()).length;
    },
    putRecoveryCodes: async (accountId, digests) => {
      await database.deleteFrom('recoveryCodes').where('accountId', '=', accountId).execute();
      const rows = digests.map((digest) => ({ accountId, digest, usedAt: null }));
      await database.insertInto('recoveryCodes').values(rows).execute();
    },
    useRecoveryCode: async (accountId, digest, at) => {
      const update = database.updateTable('recoveryCodes').set({ usedAt: at }).where('accountId', '=', accountId);
      const { numUpdatedRows } = await update
        .where('digest', '=', digest)
        .where('usedAt', 'is', null)
        .executeTakeFirstOrThrow();
      return Number(numUpdatedRows) === 1;
    },
  };
}

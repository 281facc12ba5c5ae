import type { PasskeyKey } from '../../../identity/passkey-key.ts';
import { columnsOf, json, type RowOf } from '../../columns.ts';
import { countOf } from '../../paged.ts';
import type { Connection, Database } from '../../schema.ts';

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
  /** The step of the last accepted code. Codes of this step or an earlier one are refused. */
  readonly lastStep: number | null;
}

export interface PasskeyFactor extends FactorBase, PasskeyKey {
  readonly type: 'passkey';
}

export type SecondFactor = TotpFactor | PasskeyFactor;

/** Both types are in one table. In a row of one type, the columns of the other are null. */
const TOTP = columnsOf<TotpFactor>()({}, ['credentialId', 'publicKey', 'counter', 'transports']);
const PASSKEY = columnsOf<PasskeyFactor>()({ transports: json() }, ['sealedSeed', 'lastStep']);

type OrNull<Fields> = { readonly [Name in keyof Fields]: Fields[Name] | null };

declare module '../../schema.ts' {
  interface Schema {
    secondFactors: FactorBase & { readonly type: SecondFactor['type'] } & OrNull<
        Pick<TotpFactor, 'sealedSeed' | 'lastStep'> & Pick<RowOf<typeof PASSKEY>, keyof PasskeyKey>
      >;
    recoveryCodes: { accountId: string; digest: string; usedAt: number | null };
  }
}

export function secondFactorReads({ database }: Connection) {
  const all = database.selectFrom('secondFactors').selectAll();
  return {
    /** Oldest first. */
    ofAccount: async (accountId: string): Promise<readonly SecondFactor[]> => {
      const rows = await all.where('accountId', '=', accountId).orderBy('createdAt').orderBy('id').execute();
      return rows.map((row) =>
        row.type === 'passkey' ? PASSKEY.read(row as RowOf<typeof PASSKEY>) : TOTP.read(row as RowOf<typeof TOTP>),
      );
    },
    accountIdOf: async (id: string): Promise<string | undefined> =>
      (await all.where('id', '=', id).executeTakeFirst())?.accountId,
    byCredentialId: async (credentialId: string): Promise<PasskeyFactor | undefined> => {
      const row = await all.where('credentialId', '=', credentialId).executeTakeFirst();
      return PASSKEY.read(row as RowOf<typeof PASSKEY> | undefined);
    },
    /** Recovery codes that were not used. */
    countRecoveryCodes: (accountId: string): Promise<number> =>
      countOf(database.selectFrom('recoveryCodes').where('accountId', '=', accountId).where('usedAt', 'is', null)),
  };
}

/** The account's `hasSecondFactor` is updated in the same transaction. */
export function secondFactorRecords(connection: Connection) {
  const { database } = connection;
  return {
    ...secondFactorReads(connection),
    ...factorUses(connection),
    /** Throws DomainError `conflict` if the passkey is registered already. */
    insert: async (factor: SecondFactor) => {
      const row = factor.type === 'passkey' ? PASSKEY.keep(factor) : factor;
      await database.insertInto('secondFactors').values(row).execute();
      await follow(database, factor.accountId);
    },
    rename: async (id: string, name: string) => {
      await database.updateTable('secondFactors').set({ name }).where('id', '=', id).execute();
    },
    /** With the last factor, also deletes the recovery codes. True only for the call that removed it. */
    delete: async ({ id, accountId }: SecondFactor): Promise<boolean> => {
      const deletion = database.deleteFrom('secondFactors').where('id', '=', id);
      const isOurs = Number((await deletion.executeTakeFirstOrThrow()).numDeletedRows) === 1;
      await follow(database, accountId);
      return isOurs;
    },
    /** Returns how many there were. */
    deleteOfAccount: async (accountId: string): Promise<number> => {
      const deletion = database.deleteFrom('secondFactors').where('accountId', '=', accountId);
      const { numDeletedRows } = await deletion.executeTakeFirstOrThrow();
      await follow(database, accountId);
      return Number(numDeletedRows);
    },
    /** Replaces all codes. */
    putRecoveryCodes: async (accountId: string, digests: readonly string[]) => {
      await database.deleteFrom('recoveryCodes').where('accountId', '=', accountId).execute();
      const rows = digests.map((digest) => ({ accountId, digest, usedAt: null }));
      await database.insertInto('recoveryCodes').values(rows).execute();
    },
  };
}

/** Each of these returns true to only one call, whatever else runs at the same time. */
function factorUses({ database }: Connection) {
  return {
    /** True for the first use of a code of this step or a later one. */
    useStep: async (id: string, step: number, at: number): Promise<boolean> => {
      const update = database
        .updateTable('secondFactors')
        .set({ lastStep: step, lastUsedAt: at })
        .where('id', '=', id)
        .where((row) => row.or([row('lastStep', 'is', null), row('lastStep', '<', step)]));
      return Number((await update.executeTakeFirstOrThrow()).numUpdatedRows) === 1;
    },
    /** True if the counter has not changed in the meantime. */
    useCounter: async (id: string, before: number, after: number, at: number): Promise<boolean> => {
      const update = database.updateTable('secondFactors').set({ counter: after, lastUsedAt: at });
      const unused = update.where('id', '=', id).where('counter', '=', before);
      return Number((await unused.executeTakeFirstOrThrow()).numUpdatedRows) === 1;
    },
    useRecoveryCode: async (accountId: string, digest: string, at: number): Promise<boolean> => {
      const update = database.updateTable('recoveryCodes').set({ usedAt: at }).where('accountId', '=', accountId);
      const unused = update.where('digest', '=', digest).where('usedAt', 'is', null);
      return Number((await unused.executeTakeFirstOrThrow()).numUpdatedRows) === 1;
    },
  };
}

/** Recovery codes replace a lost factor, so they are deleted with the last one. */
async function follow(database: Database, accountId: string): Promise<void> {
  const factors = database.selectFrom('secondFactors').select('id').where('accountId', '=', accountId).limit(1);
  const hasFactor = (await factors.executeTakeFirst()) !== undefined;
  const hasSecondFactor = hasFactor ? 1 : 0;
  const update = database.updateTable('accounts').set({ hasSecondFactor }).where('id', '=', accountId);
  await update.where('hasSecondFactor', '!=', hasSecondFactor).execute();
  if (!hasFactor) await database.deleteFrom('recoveryCodes').where('accountId', '=', accountId).execute();
}

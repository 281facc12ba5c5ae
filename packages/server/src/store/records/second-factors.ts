import type { Selectable } from 'kysely';
import type { SecondFactorRecords } from '../identity-store.ts';
import type { PasskeyFactor, SecondFactor } from '../records.ts';
import type { Database, Schema } from '../schema.ts';
import { recoveryCodeRecords } from './recovery-codes.ts';

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

import { sql } from 'kysely';
import type { Connection, Database, Transaction } from '../../schema.ts';
import type { Organization } from '../organizations/organizations.ts';

/** That the password of an account got something in a namespace; only the last time is kept. */
export interface PasswordUse {
  readonly namespace: string;
  readonly accountId: string;
  readonly lastAt: number;
}

/** Who used a password in an organization, and when. */
export interface PasswordUser {
  readonly id: string;
  readonly name: string;
  readonly lastAt: number;
}

declare module '../../schema.ts' {
  interface Schema {
    passwordUses: PasswordUse;
  }
}

export function passwordUseReads({ lists }: Connection) {
  return {
    /** All people of the organization, because each has to be told; not the disabled. Who used it last is first. */
    since: async ({ id, name }: Pick<Organization, 'id' | 'name'>, from: number): Promise<readonly PasswordUser[]> =>
      lists
        .selectFrom('passwordUses as p')
        .innerJoin('accounts as a', 'a.id', 'p.accountId')
        .innerJoin('memberships as m', (join) =>
          join.onRef('m.accountId', '=', 'p.accountId').on('m.organizationId', '=', id),
        )
        .select(['a.id', 'a.name', 'p.lastAt'])
        .where('p.namespace', '=', name)
        .where('p.lastAt', '>=', from)
        .where('a.disabledAt', 'is', null)
        .orderBy('p.lastAt', 'desc')
        .orderBy('a.id')
        .execute(),
  };
}

export function passwordUseRecords(transaction: Transaction) {
  const { database } = transaction;
  return {
    ...passwordUseReads(transaction),
    /** Moves last uses forward, never back. An account that is gone has none. */
    record: async (uses: readonly PasswordUse[]) => {
      for (const use of uses) await recordUse(database, use);
    },
    /** Removes at most `limit` of before this time; gives how many. */
    deleteBefore: async (before: number, limit: number): Promise<number> => {
      const old = sql`(select namespace, account_id from password_uses where last_at < ${before} limit ${limit})`;
      const deletion = database.deleteFrom('passwordUses').where(sql<boolean>`(namespace, account_id) in ${old}`);
      return Number((await deletion.executeTakeFirstOrThrow()).numDeletedRows);
    },
  };
}

async function recordUse(database: Database, { namespace, accountId, lastAt }: PasswordUse): Promise<void> {
  await database
    .insertInto('passwordUses')
    .columns(['namespace', 'accountId', 'lastAt'])
    .expression((build) =>
      build
        .selectFrom('accounts')
        .select([sql.val(namespace).as('namespace'), 'id as accountId', sql.val(lastAt).as('lastAt')])
        .where('id', '=', accountId),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['namespace', 'accountId'])
        .doUpdateSet(({ ref }) => ({ lastAt: ref('excluded.lastAt') }))
        .where(sql<boolean>`excluded.last_at > password_uses.last_at`),
    )
    .execute();
}

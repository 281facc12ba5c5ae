import type { Connection, Transaction } from '../../schema.ts';

declare module '../../schema.ts' {
  interface Schema {
    /** One row: expiry warnings were sent up to this time. */
    toldExpiries: { id: 'tokens'; until: number };
  }
}

export function toldExpiryReads(_: Connection) {
  return {};
}

export function toldExpiryRecords({ database, locksRows }: Transaction) {
  return {
    /**
     * The time up to which expiry warnings were sent. Undefined the first time. Locked until this transaction ends, so
     * nobody else sends them.
     */
    lock: async (): Promise<number | undefined> => {
      let query = database.selectFrom('toldExpiries').select('until').where('id', '=', 'tokens');
      if (locksRows) query = query.forUpdate();
      return (await query.executeTakeFirst())?.until;
    },
    put: async (until: number) => {
      const insert = database.insertInto('toldExpiries').values({ id: 'tokens', until });
      await insert.onConflict((one) => one.column('id').doUpdateSet({ until })).execute();
    },
  };
}

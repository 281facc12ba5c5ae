import { columnsOf } from '../columns.ts';
import type { Connection, Transaction } from '../schema.ts';
import { ACCOUNT, type Account } from './accounts.ts';

export interface Session {
  readonly id: string;
  readonly accountId: string;
  readonly createdAt: number;
  /** When the account was last proven in this session, with all its factors. */
  readonly authenticatedAt: number;
  readonly lastSeenAt: number;
  readonly address: string;
  readonly client: string;
  /** It ends then at the latest. Null where only the usual limits apply. */
  readonly endsAt: number | null;
  /** The organization through whose provider it began. */
  readonly organizationId: string | null;
}

const SESSION = columnsOf<Session>()({}, ['digest']);

declare module '../schema.ts' {
  interface Schema {
    sessions: Session & { digest: string };
  }
}

export function sessionReads({ database }: Connection) {
  const withAccount = async (
    column: 'digest' | 'id',
    value: string,
  ): Promise<{ session: Session; account: Account } | undefined> => {
    const row = await database.selectFrom('sessions').selectAll().where(column, '=', value).executeTakeFirst();
    if (!row) return undefined;
    const query = database.selectFrom('accounts').selectAll().where('id', '=', row.accountId);
    return { session: SESSION.read(row), account: ACCOUNT.read(await query.executeTakeFirstOrThrow()) };
  };
  return {
    byDigest: (digest: string) => withAccount('digest', digest),
    byId: (id: string) => withAccount('id', id),
    /** Last seen first. */
    ofAccount: async (accountId: string): Promise<readonly Session[]> => {
      const query = database.selectFrom('sessions').selectAll().where('accountId', '=', accountId);
      return (await query.orderBy('lastSeenAt', 'desc').orderBy('id').execute()).map(SESSION.read);
    },
  };
}

export function sessionRecords(transaction: Transaction) {
  const { database, bookkeeping } = transaction;
  return {
    ...sessionReads(transaction),
    insert: async (session: Session, digest: string) => {
      await database
        .insertInto('sessions')
        .values({ ...session, digest })
        .execute();
    },
    /** Bookkeeping: seen again is no change of the session. */
    touch: async (id: string, lastSeenAt: number) => {
      const update = bookkeeping.updateTable('sessions').set({ lastSeenAt }).where('id', '=', id);
      await update.where('lastSeenAt', '<', lastSeenAt).execute();
    },
    /** The same session under a new secret, after the account was proven again (R34). */
    renew: async (session: Session, digest: string) => {
      const update = database.updateTable('sessions').set({ ...session, digest });
      await update.where('id', '=', session.id).execute();
    },
    /** True for the one call that ended it. */
    delete: async (id: string): Promise<boolean> => {
      const deletion = database.deleteFrom('sessions').where('id', '=', id);
      return Number((await deletion.executeTakeFirstOrThrow()).numDeletedRows) === 1;
    },
    deleteOfAccount: async (accountId: string) => {
      await database.deleteFrom('sessions').where('accountId', '=', accountId).execute();
    },
    /** Removes sessions that were created before or last seen before the given times, or that are past their own end. Bookkeeping:
     * they are refused since then. */
    deleteStale: async (now: number, createdBefore: number, lastSeenBefore: number) => {
      await bookkeeping
        .deleteFrom('sessions')
        .where((row) =>
          row.or([
            row('createdAt', '<', createdBefore),
            row('lastSeenAt', '<', lastSeenBefore),
            row('endsAt', '<=', now),
          ]),
        )
        .execute();
    },
  };
}

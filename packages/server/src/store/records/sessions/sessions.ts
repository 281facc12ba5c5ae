import { columnsOf } from '../../columns.ts';
import type { Connection, Transaction } from '../../schema.ts';
import { ACCOUNT, type Account } from '../accounts/accounts.ts';

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

declare module '../../schema.ts' {
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

interface StaleSessions {
  readonly now: number;
  readonly createdBefore: number;
  readonly lastSeenBefore: number;
  readonly limit: number;
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
    /** Those of the account that began through the organization's provider. How many. */
    deleteOfProvider: async (organizationId: string, accountId: string): Promise<number> => {
      const deletion = database.deleteFrom('sessions').where('organizationId', '=', organizationId);
      return Number((await deletion.where('accountId', '=', accountId).executeTakeFirstOrThrow()).numDeletedRows);
    },
    /** Those that began through the organization's provider, of accounts whose e-mail address is in the domain. */
    deleteOfDomain: async (organizationId: string, domain: string) => {
      // A domain's name has no letter that a pattern would read in another way.
      const inDomain = database.selectFrom('accounts').select('id').where('email', 'like', `%@${domain}`);
      const deletion = database.deleteFrom('sessions').where('organizationId', '=', organizationId);
      await deletion.where('accountId', 'in', inDomain).execute();
    },
    /** For all sessions that began through the organization's provider: they end at that time at the latest. */
    endOfProvider: async (organizationId: string, at: number) => {
      const update = database.updateTable('sessions').set({ endsAt: at }).where('organizationId', '=', organizationId);
      await update.where((row) => row.or([row('endsAt', 'is', null), row('endsAt', '>', at)])).execute();
    },
    deleteOfAccount: async (accountId: string) => {
      await database.deleteFrom('sessions').where('accountId', '=', accountId).execute();
    },
    /**
     * Removes at most `limit` sessions that were created before or last seen before the given times, or that are past
     * their own end; gives how many. Bookkeeping: they are refused since then.
     */
    deleteStale: async ({ now, createdBefore, lastSeenBefore, limit }: StaleSessions): Promise<number> => {
      const stale = bookkeeping
        .selectFrom('sessions')
        .select('id')
        .where((row) =>
          row.or([
            row('createdAt', '<', createdBefore),
            row('lastSeenAt', '<', lastSeenBefore),
            row('endsAt', '<=', now),
          ]),
        );
      const deletion = bookkeeping.deleteFrom('sessions').where('id', 'in', stale.limit(limit));
      return Number((await deletion.executeTakeFirstOrThrow()).numDeletedRows);
    },
  };
}

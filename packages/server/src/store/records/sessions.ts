import { columnsOf } from '../columns.ts';
import type { Database } from '../schema.ts';
import { ACCOUNT, type Account } from './accounts.ts';

export interface Session {
  readonly id: string;
  readonly accountId: string;
  readonly createdAt: number;
  /** When the account was last proven in this session, by all that it asks for. */
  readonly authenticatedAt: number;
  readonly lastSeenAt: number;
  readonly address: string;
  readonly client: string;
  /** It ends then at the latest; null where the usual limits alone count. */
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

export interface SessionReads {
  byDigest(digest: string): Promise<{ session: Session; account: Account } | undefined>;
  byId(id: string): Promise<{ session: Session; account: Account } | undefined>;
  ofAccount(accountId: string): Promise<readonly Session[]>;
}

export interface SessionRecords extends SessionReads {
  insert(session: Session, digest: string): Promise<void>;
  touch(id: string, lastSeenAt: number): Promise<void>;
  /** The same session after the account was proven again: under a new secret (R34). */
  renew(session: Session, digest: string): Promise<void>;
  /** True for the one who ended it. */
  delete(id: string): Promise<boolean>;
  deleteOfAccount(accountId: string): Promise<void>;
  /** Removes those created before or last seen before the given times, or past their own end. */
  deleteStale(now: number, createdBefore: number, lastSeenBefore: number): Promise<void>;
}

export function sessionRecords(database: Database): SessionRecords {
  return {
    byDigest: (digest) => withAccount(database, 'digest', digest),
    byId: (id) => withAccount(database, 'id', id),
    ofAccount: async (accountId) => {
      const query = database.selectFrom('sessions').selectAll().where('accountId', '=', accountId);
      return (await query.orderBy('lastSeenAt', 'desc').orderBy('id').execute()).map(SESSION.read);
    },
    insert: async (session, digest) => {
      await database
        .insertInto('sessions')
        .values({ ...session, digest })
        .execute();
    },
    touch: async (id, lastSeenAt) => {
      await database
        .updateTable('sessions')
        .set({ lastSeenAt })
        .where('id', '=', id)
        .where('lastSeenAt', '<', lastSeenAt)
        .execute();
    },
    renew: async (session, digest) => {
      await database
        .updateTable('sessions')
        .set({ ...session, digest })
        .where('id', '=', session.id)
        .execute();
    },
    delete: async (id) => {
      const deletion = database.deleteFrom('sessions').where('id', '=', id);
      return Number((await deletion.executeTakeFirstOrThrow()).numDeletedRows) === 1;
    },
    deleteOfAccount: async (accountId) => {
      await database.deleteFrom('sessions').where('accountId', '=', accountId).execute();
    },
    deleteStale: async (now, createdBefore, lastSeenBefore) => {
      await database
        .deleteFrom('sessions')
        .where((or) =>
          or.or([or('createdAt', '<', createdBefore), or('lastSeenAt', '<', lastSeenBefore), or('endsAt', '<=', now)]),
        )
        .execute();
    },
  };
}

async function withAccount(database: Database, column: 'digest' | 'id', value: string) {
  const row = await database.selectFrom('sessions').selectAll().where(column, '=', value).executeTakeFirst();
  if (!row) return undefined;
  const account = await database
    .selectFrom('accounts')
    .selectAll()
    .where('id', '=', row.accountId)
    .executeTakeFirstOrThrow();
  return { session: SESSION.read(row), account: ACCOUNT.read(account) };
}

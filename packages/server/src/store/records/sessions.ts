import type { Selectable } from 'kysely';
import type { Database, Schema } from '../schema.ts';
import { type Account, requireAccount } from './accounts.ts';

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
      const query = database.selectFrom('sessions').selectAll().where('account_id', '=', accountId);
      return (await query.orderBy('last_seen_at', 'desc').orderBy('id').execute()).map(sessionOf);
    },
    insert: async (session, digest) => {
      await database.insertInto('sessions').values(rowOf(session, digest)).execute();
    },
    touch: async (id, lastSeenAt) => {
      await database
        .updateTable('sessions')
        .set({ last_seen_at: lastSeenAt })
        .where('id', '=', id)
        .where('last_seen_at', '<', lastSeenAt)
        .execute();
    },
    renew: async (session, digest) => {
      await database.updateTable('sessions').set(rowOf(session, digest)).where('id', '=', session.id).execute();
    },
    delete: async (id) => {
      const deletion = database.deleteFrom('sessions').where('id', '=', id);
      return Number((await deletion.executeTakeFirstOrThrow()).numDeletedRows) === 1;
    },
    deleteOfAccount: async (accountId) => {
      await database.deleteFrom('sessions').where('account_id', '=', accountId).execute();
    },
    deleteStale: async (now, createdBefore, lastSeenBefore) => {
      await database
        .deleteFrom('sessions')
        .where((or) =>
          or.or([
            or('created_at', '<', createdBefore),
            or('last_seen_at', '<', lastSeenBefore),
            or('ends_at', '<=', now),
          ]),
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
    .where('id', '=', row.account_id)
    .executeTakeFirstOrThrow();
  return { session: sessionOf(row), account: requireAccount(account) };
}

function sessionOf(row: Selectable<Schema['sessions']>): Session {
  return {
    id: row.id,
    accountId: row.account_id,
    createdAt: row.created_at,
    authenticatedAt: row.authenticated_at,
    lastSeenAt: row.last_seen_at,
    address: row.address,
    client: row.client,
    endsAt: row.ends_at,
    organizationId: row.organization_id,
  };
}

function rowOf(session: Session, digest: string): Schema['sessions'] {
  return {
    id: session.id,
    digest,
    account_id: session.accountId,
    created_at: session.createdAt,
    authenticated_at: session.authenticatedAt,
    last_seen_at: session.lastSeenAt,
    address: session.address,
    client: session.client,
    ends_at: session.endsAt,
    organization_id: session.organizationId,
  };
}

import type { ProviderSession } from '../../../identity/identity-provider.ts';
import { columnsOf, jsonOrNull, type RowOf } from '../../columns.ts';
import type { Connection, Transaction } from '../../schema.ts';
import { ACCOUNT, type Account } from '../accounts/accounts.ts';

export interface Session {
  readonly id: string;
  readonly accountId: string;
  readonly createdAt: number;
  /** When the account last proved itself in this session, with all its factors. */
  readonly authenticatedAt: number;
  readonly lastSeenAt: number;
  readonly address: string;
  readonly client: string;
  /** It ends at this time at the latest. Null if only the usual limits apply. */
  readonly endsAt: number | null;
  /** The organization whose provider began it. */
  readonly organizationId: string | null;
  /** Its name at a SAML provider. Null if there is none, and for sessions of earlier versions. */
  readonly providerSession: SessionAtProvider | null;
}

export interface SessionAtProvider extends ProviderSession {
  /** The provider's entity id. */
  readonly issuer: string;
}

const SESSION = columnsOf<Session>()({ providerSession: jsonOrNull() }, ['digest']);

declare module '../../schema.ts' {
  interface Schema {
    sessions: RowOf<typeof SESSION> & { digest: string };
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
    /** The most recently seen first. */
    ofAccount: async (accountId: string): Promise<readonly Session[]> => {
      const query = database.selectFrom('sessions').selectAll().where('accountId', '=', accountId);
      return (await query.orderBy('lastSeenAt', 'desc').orderBy('id').execute()).map((row) => SESSION.read(row));
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
        .values({ ...SESSION.keep(session), digest })
        .execute();
    },
    /** Bookkeeping, because a new time is not a change of the session. */
    touch: async (id: string, lastSeenAt: number) => {
      const update = bookkeeping.updateTable('sessions').set({ lastSeenAt }).where('id', '=', id);
      await update.where('lastSeenAt', '<', lastSeenAt).execute();
    },
    /** The same session with a new secret, after the account proved itself again (R34). */
    renew: async (session: Session, digest: string) => {
      const update = database.updateTable('sessions').set({ ...SESSION.keep(session), digest });
      await update.where('id', '=', session.id).execute();
    },
    /** True only for the call that ended it. */
    delete: async (id: string): Promise<boolean> => {
      const deletion = database.deleteFrom('sessions').where('id', '=', id);
      return Number((await deletion.executeTakeFirstOrThrow()).numDeletedRows) === 1;
    },
    /** Deletes the account's sessions that began through the organization's provider. Returns how many. */
    deleteOfProvider: async (organizationId: string, accountId: string): Promise<number> => {
      const deletion = database.deleteFrom('sessions').where('organizationId', '=', organizationId);
      return Number((await deletion.where('accountId', '=', accountId).executeTakeFirstOrThrow()).numDeletedRows);
    },
    /**
     * Deletes the sessions that began through the organization's provider, of accounts whose e-mail address is in the
     * domain.
     */
    deleteOfDomain: async (organizationId: string, domain: string) => {
      // A domain's name contains no wildcard of a pattern.
      const inDomain = database.selectFrom('accounts').select('id').where('email', 'like', `%@${domain}`);
      const deletion = database.deleteFrom('sessions').where('organizationId', '=', organizationId);
      await deletion.where('accountId', 'in', inDomain).execute();
    },
    /** All sessions that began through the organization's provider end at this time at the latest. */
    endOfProvider: async (organizationId: string, at: number) => {
      const update = database.updateTable('sessions').set({ endsAt: at }).where('organizationId', '=', organizationId);
      await update.where((row) => row.or([row('endsAt', 'is', null), row('endsAt', '>', at)])).execute();
    },
    deleteOfAccount: async (accountId: string) => {
      await database.deleteFrom('sessions').where('accountId', '=', accountId).execute();
    },
    /**
     * Removes at most `limit` sessions that were created or last seen before the given times, or that have reached
     * their own end. Returns how many. Bookkeeping, because they are already refused.
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

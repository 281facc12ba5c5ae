import { columnsOf, flag, type RowOf } from '../../columns.ts';
import { likePattern, type Page, type Paged, paged } from '../../paged.ts';
import type { Connection } from '../../schema.ts';

export interface Account {
  readonly id: string;
  /** The canonical name in lower case, which is also the namespace. */
  readonly name: string;
  /** Canonical: trimmed, in lower case. */
  readonly email: string;
  readonly passwordHash: string | null;
  readonly isAdministrator: boolean;
  readonly disabledAt: number | null;
  readonly createdAt: number;
  /** Whether it has an authenticator app or a passkey. The records of second factors update it. */
  readonly hasSecondFactor: boolean;
}

export interface AccountFilter extends Page {
  /** A part of the name or the e-mail address, in any case. */
  readonly search?: string | undefined;
  readonly show?: 'active' | 'disabled' | 'administrators' | undefined;
}

export const ACCOUNT = columnsOf<Account>()({ isAdministrator: flag, hasSecondFactor: flag });

declare module '../../schema.ts' {
  interface Schema {
    accounts: RowOf<typeof ACCOUNT>;
    /** The names of accounts and organizations share one space. */
    namespaces: { name: string; ownerType: 'account' | 'organization'; ownerId: string };
  }
}

export function accountReads({ database, lists }: Connection) {
  const find = async (column: 'id' | 'name' | 'email', value: string): Promise<Account | undefined> =>
    ACCOUNT.read(await database.selectFrom('accounts').selectAll().where(column, '=', value).executeTakeFirst());
  return {
    byId: (id: string) => find('id', id),
    byName: (name: string) => find('name', name),
    byEmail: (email: string) => find('email', email),
    hasAdministrator: async (): Promise<boolean> => {
      const query = database.selectFrom('accounts').select('id').where('isAdministrator', '=', 1).limit(1);
      return (await query.executeTakeFirst()) !== undefined;
    },
    /** Accounts that are not disabled, sorted by name. */
    administrators: async (): Promise<readonly Account[]> => {
      const query = database.selectFrom('accounts').selectAll().where('isAdministrator', '=', 1);
      return (await query.where('disabledAt', 'is', null).orderBy('name').execute()).map(ACCOUNT.read);
    },
    /** Sorted by name. */
    list: async ({ search, show, ...page }: AccountFilter): Promise<Paged<Account>> => {
      const query = lists
        .selectFrom('accounts')
        .$if(search !== undefined, (some) =>
          some.where((row) => row.or(['name', 'email'].map((column) => likePattern(column, search ?? '')))),
        )
        .$if(show === 'active', (some) => some.where('disabledAt', 'is', null))
        .$if(show === 'disabled', (some) => some.where('disabledAt', 'is not', null))
        .$if(show === 'administrators', (some) => some.where('isAdministrator', '=', 1));
      return paged(query.selectAll().orderBy('name'), query, page, ACCOUNT.read);
    },
    /** Whether an account or an organization has the name. */
    namespaceTaken: async (name: string): Promise<boolean> => {
      const query = database.selectFrom('namespaces').select('name').where('name', '=', name);
      return (await query.executeTakeFirst()) !== undefined;
    },
  };
}

export function accountRecords(connection: Connection) {
  const { database, locksRows } = connection;
  return {
    ...accountReads(connection),
    /** Also reserves the namespace. Throws DomainError `conflict` if the name or the e-mail address is taken. */
    insert: async (account: Account) => {
      const { id: ownerId, name } = account;
      await database.insertInto('namespaces').values({ name, ownerType: 'account', ownerId }).execute();
      await database.insertInto('accounts').values(ACCOUNT.keep(account)).execute();
    },
    setPasswordHash: async (id: string, passwordHash: string) => {
      await database.updateTable('accounts').set({ passwordHash }).where('id', '=', id).execute();
    },
    setDisabledAt: async (id: string, disabledAt: number | null) => {
      await database.updateTable('accounts').set({ disabledAt }).where('id', '=', id).execute();
    },
    setAdministrator: async (id: string, isAdministrator: boolean) => {
      await database.updateTable('accounts').set(ACCOUNT.keep({ isAdministrator })).where('id', '=', id).execute();
    },
    /** Throws DomainError `conflict` if the address is taken. */
    setEmail: async (id: string, email: string) => {
      await database.updateTable('accounts').set({ email }).where('id', '=', id).execute();
    },
    /**
     * Deletes the account with everything that refers to it. Its namespace stays reserved (decision 38), and the rows
     * of its deleted tokens stay.
     */
    delete: async (id: string) => {
      await database.deleteFrom('accounts').where('id', '=', id).execute();
    },
    /** Locks everyone who is an administrator now, in a fixed order. */
    lockAdministrators: async () => {
      if (!locksRows) return;
      const all = database.selectFrom('accounts').select('id').where('isAdministrator', '=', 1);
      await all.orderBy('id').forUpdate().execute();
    },
    /**
     * Every other transaction that locks the account waits until this one ends. False if the account no longer exists.
     */
    lock: async (id: string): Promise<boolean> => {
      const query = database.selectFrom('accounts').select('id').where('id', '=', id);
      return (await (locksRows ? query.forUpdate() : query).executeTakeFirst()) !== undefined;
    },
  };
}

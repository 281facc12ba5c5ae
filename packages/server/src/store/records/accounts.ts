import { columnsOf, flag, type RowOf } from '../columns.ts';
import { likePattern } from '../like-pattern.ts';
import { type Page, type Paged, paged } from '../paged.ts';
import type { Database } from '../schema.ts';

/** What the store holds. All times are milliseconds since the epoch, all ids UUIDs. */

export interface Account {
  readonly id: string;
  /** The canonical name, lower-case: also the namespace. */
  readonly name: string;
  /** Canonical: trimmed, lower-case. */
  readonly email: string;
  readonly passwordHash: string | null;
  readonly isAdministrator: boolean;
  readonly disabledAt: number | null;
  readonly createdAt: number;
  /** Whether a TOTP or a passkey stands ready; it follows the factors. */
  readonly hasSecondFactor: boolean;
}

export const ACCOUNT = columnsOf<Account>()({ isAdministrator: flag, hasSecondFactor: flag });

declare module '../schema.ts' {
  interface Schema {
    accounts: RowOf<typeof ACCOUNT>;
    namespaces: { name: string; ownerType: 'account' | 'organization'; ownerId: string };
  }
}

export interface AccountReads {
  byId(id: string): Promise<Account | undefined>;
  byName(name: string): Promise<Account | undefined>;
  byEmail(email: string): Promise<Account | undefined>;
  hasAdministrator(): Promise<boolean>;
  list(page: Page & { readonly search?: string | undefined }): Promise<Paged<Account>>;
  /** Names of accounts and organizations share one space. */
  namespaceTaken(name: string): Promise<boolean>;
}

export interface AccountRecords extends AccountReads {
  /** Also takes the namespace. Throws DomainError `conflict` where name or e-mail are taken. */
  insert(account: Account): Promise<void>;
  setPasswordHash(id: string, passwordHash: string): Promise<void>;
  setDisabledAt(id: string, disabledAt: number | null): Promise<void>;
  /** Lets no other transaction that locks the account go on before this one ends. */
  lock(id: string): Promise<void>;
}

export function accountRecords(database: Database, locksRows: boolean): AccountRecords {
  return {
    lock: async (id) => {
      if (!locksRows) return;
      await database.selectFrom('accounts').select('id').where('id', '=', id).forUpdate().executeTakeFirst();
    },
    byId: (id) => find(database, 'id', id),
    byName: (name) => find(database, 'name', name),
    byEmail: (email) => find(database, 'email', email),
    hasAdministrator: async () => {
      const query = database.selectFrom('accounts').select('id').where('isAdministrator', '=', 1).limit(1);
      return (await query.executeTakeFirst()) !== undefined;
    },
    list: async ({ search, ...page }) => {
      const query = database
        .selectFrom('accounts')
        .$if(search !== undefined, (some) =>
          some.where((row) => row.or(['name', 'email'].map((column) => likePattern(column, search ?? '')))),
        );
      return paged(query.selectAll().orderBy('name'), query, page, ACCOUNT.read);
    },
    namespaceTaken: async (name) => {
      const query = database.selectFrom('namespaces').select('name').where('name', '=', name);
      return (await query.executeTakeFirst()) !== undefined;
    },
    insert: async (account) => {
      const namespace = { name: account.name, ownerType: 'account', ownerId: account.id } as const;
      await database.insertInto('namespaces').values(namespace).execute();
      await database.insertInto('accounts').values(ACCOUNT.keep(account)).execute();
    },
    setPasswordHash: async (id, passwordHash) => {
      await database.updateTable('accounts').set({ passwordHash: passwordHash }).where('id', '=', id).execute();
    },
    setDisabledAt: async (id, disabledAt) => {
      await database.updateTable('accounts').set({ disabledAt: disabledAt }).where('id', '=', id).execute();
    },
  };
}

async function find(database: Database, column: 'id' | 'name' | 'email', value: string) {
  return ACCOUNT.read(await database.selectFrom('accounts').selectAll().where(column, '=', value).executeTakeFirst());
}

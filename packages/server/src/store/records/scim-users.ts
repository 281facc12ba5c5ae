import { columnsOf } from '../columns.ts';
import { displayKey } from '../display-key.ts';
import type { Paged, ScimWindow } from '../paged.ts';
import type { Database, Schema } from '../schema.ts';
import { ACCOUNT, type Account } from './accounts.ts';

/** What a directory knows of an account that it provisions for an organization. */
export interface ScimUserState {
  readonly organizationId: string;
  readonly accountId: string;
  /** As the directory spells it. */
  readonly userName: string;
  readonly externalId: string | null;
  readonly createdAt: number;
  /** The account's `disabledAt`, where SCIM set it: no other may be undone (R26). */
  readonly disabledAt: number | null;
  /** Set where the directory deleted the user; the account stays. */
  readonly deletedAt: number | null;
}

export interface ScimUser extends ScimUserState {
  readonly account: Account;
}

export interface ScimUserFilter extends ScimWindow {
  /** In any case. */
  readonly userName?: string | undefined;
  readonly externalId?: string | undefined;
  readonly email?: string | undefined;
}

const SCIM_USER = columnsOf<ScimUserState>()({}, ['userNameKey', 'account']);

declare module '../schema.ts' {
  interface Schema {
    scimUsers: ScimUserState & { userNameKey: string };
  }
}

/** Deleted ones are found by `ofAccount` alone. */
export interface ScimUserReads {
  byId(organizationId: string, accountId: string): Promise<ScimUser | undefined>;
  /** Those of the accounts that the directory provisions and that are members of the organization, in no order. */
  members(organizationId: string, accountIds: readonly string[]): Promise<readonly ScimUser[]>;
  ofAccount(accountId: string): Promise<ScimUserState | undefined>;
  list(organizationId: string, filter: ScimUserFilter): Promise<Paged<ScimUser>>;
}

export interface ScimUserRecords extends ScimUserReads {
  /** One row an account; it replaces what was there. Throws DomainError `conflict` where the userName is taken. */
  put(user: ScimUserState): Promise<void>;
  /** Whoever disabled the account since was not SCIM: it may not enable it again (R26). */
  forgetDisabling(accountId: string): Promise<boolean>;
}

export function scimUserRecords(database: Database): ScimUserRecords {
  return {
    byId: async (organizationId, accountId) => {
      const query = live(database, organizationId).where('scimUsers.accountId', '=', accountId);
      const row = await query.selectAll('accounts').select(COLUMNS).executeTakeFirst();
      return row && userOf(row);
    },
    members: async (organizationId, accountIds) => {
      if (accountIds.length === 0) return [];
      const query = live(database, organizationId).innerJoin('memberships', (join) =>
        join
          .onRef('memberships.accountId', '=', 'scimUsers.accountId')
          .onRef('memberships.organizationId', '=', 'scimUsers.organizationId'),
      );
      const found = query
        .selectAll('accounts')
        .select(COLUMNS)
        .where('scimUsers.accountId', 'in', [...accountIds]);
      return (await found.execute()).map(userOf);
    },
    ofAccount: async (accountId) => {
      const query = database.selectFrom('scimUsers').selectAll().where('accountId', '=', accountId);
      return SCIM_USER.read(await query.executeTakeFirst());
    },
    list: async (organizationId, filter) => {
      const found = filtered(database, organizationId, filter);
      const counted = await found.select((row) => row.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
      const rows = found
        .selectAll('accounts')
        .select(COLUMNS)
        .orderBy('scimUsers.userNameKey')
        .orderBy('scimUsers.accountId');
      const items = await rows.limit(filter.limit).offset(filter.offset).execute();
      return { total: Number(counted.total), items: items.map(userOf) };
    },
    put: async (user) => {
      const row = { ...SCIM_USER.keep(user), userNameKey: displayKey(user.userName) };
      const insert = database.insertInto('scimUsers').values(row);
      await insert.onConflict((conflict) => conflict.column('accountId').doUpdateSet(row)).execute();
    },
    forgetDisabling: async (accountId) => {
      const update = database.updateTable('scimUsers').set({ disabledAt: null });
      const found = update.where('accountId', '=', accountId).where('disabledAt', 'is not', null);
      return Number((await found.executeTakeFirstOrThrow()).numUpdatedRows) === 1;
    },
  };
}

/** As columns of its own, beside those of the account: both have times of the same names. */
const COLUMNS = [
  'scimUsers.organizationId',
  'scimUsers.userName',
  'scimUsers.externalId',
  'scimUsers.createdAt as provisionedAt',
  'scimUsers.disabledAt as disabledByScimAt',
  'scimUsers.deletedAt',
] as const;

function live(database: Database, organizationId: string) {
  return database
    .selectFrom('scimUsers')
    .innerJoin('accounts', 'accounts.id', 'scimUsers.accountId')
    .where('scimUsers.organizationId', '=', organizationId)
    .where('scimUsers.deletedAt', 'is', null);
}

function filtered(database: Database, organizationId: string, { userName, externalId, email }: ScimUserFilter) {
  return live(database, organizationId)
    .$if(userName !== undefined, (some) => some.where('userNameKey', '=', displayKey(userName ?? '')))
    .$if(externalId !== undefined, (some) => some.where('externalId', '=', externalId ?? ''))
    .$if(email !== undefined, (some) => some.where('accounts.email', '=', (email ?? '').toLowerCase()));
}

type UserRow = Omit<ScimUserState, 'accountId' | 'createdAt' | 'disabledAt'> &
  Schema['accounts'] & { readonly provisionedAt: number; readonly disabledByScimAt: number | null };

function userOf({
  organizationId,
  userName,
  externalId,
  provisionedAt,
  disabledByScimAt,
  deletedAt,
  ...account
}: UserRow): ScimUser {
  return {
    organizationId,
    accountId: account.id,
    userName,
    externalId,
    createdAt: provisionedAt,
    disabledAt: disabledByScimAt,
    deletedAt,
    account: ACCOUNT.read(account),
  };
}

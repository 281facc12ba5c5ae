import type { Selectable } from 'kysely';
import { displayKey } from '../display-key.ts';
import type { Paged, ScimWindow } from '../paged.ts';
import type { Database, Schema } from '../schema.ts';
import { type Account, requireAccount } from './accounts.ts';

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
      const query = live(database, organizationId).where('scim_users.account_id', '=', accountId);
      const row = await query.select(COLUMNS).executeTakeFirst();
      return row && userOf(row);
    },
    members: async (organizationId, accountIds) => {
      if (accountIds.length === 0) return [];
      const query = live(database, organizationId).innerJoin('memberships', (join) =>
        join
          .onRef('memberships.account_id', '=', 'scim_users.account_id')
          .onRef('memberships.organization_id', '=', 'scim_users.organization_id'),
      );
      const found = query.select(COLUMNS).where('scim_users.account_id', 'in', [...accountIds]);
      return (await found.execute()).map(userOf);
    },
    ofAccount: async (accountId) => {
      const query = database.selectFrom('scim_users').selectAll().where('account_id', '=', accountId);
      const row = await query.executeTakeFirst();
      return row && stateOf(row);
    },
    list: async (organizationId, filter) => {
      const found = filtered(database, organizationId, filter);
      const counted = await found.select((row) => row.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
      const rows = found.select(COLUMNS).orderBy('scim_users.user_name_key').orderBy('scim_users.account_id');
      const items = await rows.limit(filter.limit).offset(filter.offset).execute();
      return { total: Number(counted.total), items: items.map(userOf) };
    },
    put: async (user) => {
      const row = rowOf(user);
      const insert = database.insertInto('scim_users').values(row);
      await insert.onConflict((conflict) => conflict.column('account_id').doUpdateSet(row)).execute();
    },
    forgetDisabling: async (accountId) => {
      const update = database.updateTable('scim_users').set({ disabled_at: null });
      const found = update.where('account_id', '=', accountId).where('disabled_at', 'is not', null);
      return Number((await found.executeTakeFirstOrThrow()).numUpdatedRows) === 1;
    },
  };
}

const COLUMNS = [
  'scim_users.account_id',
  'scim_users.organization_id',
  'scim_users.user_name',
  'scim_users.external_id',
  'scim_users.created_at as provisioned_at',
  'scim_users.disabled_at as disabled_by_scim_at',
  'scim_users.deleted_at',
  'accounts.id',
  'accounts.name',
  'accounts.email',
  'accounts.password_hash',
  'accounts.is_administrator',
  'accounts.disabled_at',
  'accounts.created_at',
  'accounts.has_second_factor',
] as const;

function live(database: Database, organizationId: string) {
  return database
    .selectFrom('scim_users')
    .innerJoin('accounts', 'accounts.id', 'scim_users.account_id')
    .where('scim_users.organization_id', '=', organizationId)
    .where('scim_users.deleted_at', 'is', null);
}

function filtered(database: Database, organizationId: string, { userName, externalId, email }: ScimUserFilter) {
  return live(database, organizationId)
    .$if(userName !== undefined, (some) => some.where('user_name_key', '=', displayKey(userName ?? '')))
    .$if(externalId !== undefined, (some) => some.where('external_id', '=', externalId ?? ''))
    .$if(email !== undefined, (some) => some.where('accounts.email', '=', (email ?? '').toLowerCase()));
}

type UserRow = Selectable<Schema['accounts']> &
  Pick<
    Selectable<Schema['scim_users']>,
    'account_id' | 'organization_id' | 'user_name' | 'external_id' | 'deleted_at'
  > & {
    provisioned_at: number;
    disabled_by_scim_at: number | null;
  };

function userOf(row: UserRow): ScimUser {
  const times = { created_at: row.provisioned_at, disabled_at: row.disabled_by_scim_at };
  return { ...stateOf({ ...row, ...times }), account: requireAccount(row) };
}

function stateOf(row: Omit<Selectable<Schema['scim_users']>, 'user_name_key'>): ScimUserState {
  return {
    organizationId: row.organization_id,
    accountId: row.account_id,
    userName: row.user_name,
    externalId: row.external_id,
    createdAt: row.created_at,
    disabledAt: row.disabled_at,
    deletedAt: row.deleted_at,
  };
}

function rowOf(user: ScimUserState): Schema['scim_users'] {
  return {
    account_id: user.accountId,
    organization_id: user.organizationId,
    user_name: user.userName,
    user_name_key: displayKey(user.userName),
    external_id: user.externalId,
    created_at: user.createdAt,
    disabled_at: user.disabledAt,
    deleted_at: user.deletedAt,
  };
}

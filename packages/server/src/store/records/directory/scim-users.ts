import { columnsOf, flag, type RowOf } from '../../columns.ts';
import { countOf, type Paged, type ScimWindow, searchText } from '../../paged.ts';
import type { Connection, Database, Schema } from '../../schema.ts';
import { ACCOUNT, type Account } from '../accounts/accounts.ts';

/** What a directory knows about an account that it provisions for an organization. */
export interface ScimUserState {
  readonly organizationId: string;
  readonly accountId: string;
  /** As the directory spells it. */
  readonly userName: string;
  readonly externalId: string | null;
  readonly createdAt: number;
  /** The account's `disabledAt` if SCIM set it. SCIM cannot undo any other (R26). */
  readonly disabledAt: number | null;
  /** Set when the directory deleted the user. The account stays. */
  readonly deletedAt: number | null;
  /** The person's answer. It is not needed for an account that the directory created. */
  readonly consent: 'given' | 'asked' | 'declined';
  /** The last value of `active` that the directory sent. */
  readonly wantedActive: boolean;
}

export interface ScimUser extends ScimUserState {
  readonly account: Account;
  readonly isMember: boolean;
}

export interface ScimUserFilter extends ScimWindow {
  /** In any case. */
  readonly userName?: string | undefined;
  readonly externalId?: string | undefined;
  readonly email?: string | undefined;
}

const SCIM_USER = columnsOf<ScimUserState>()({ wantedActive: flag }, ['userNameKey', 'account', 'isMember']);

declare module '../../schema.ts' {
  interface Schema {
    /** `userNameKey`: for directories, names that differ only in case are equal (RFC 7643, section 4.1.1). */
    scimUsers: RowOf<typeof SCIM_USER> & { userNameKey: string };
  }
}

/** Only `ofAccount` finds deleted users. */
export function scimUserReads({ database, lists }: Connection) {
  return {
    byId: async (organizationId: string, accountId: string): Promise<ScimUser | undefined> => {
      const query = live(database, organizationId).where('scimUsers.accountId', '=', accountId);
      const row = await query.selectAll('accounts').select(COLUMNS).executeTakeFirst();
      return row && userOf(row);
    },
    /** Unsorted. */
    byIds: async (organizationId: string, accountIds: readonly string[]): Promise<readonly ScimUser[]> => {
      if (accountIds.length === 0) return [];
      const found = live(database, organizationId)
        .selectAll('accounts')
        .select(COLUMNS)
        .where('scimUsers.accountId', 'in', accountIds);
      return (await found.execute()).map(userOf);
    },
    ofAccount: async (accountId: string): Promise<ScimUserState | undefined> => {
      const query = database.selectFrom('scimUsers').selectAll().where('accountId', '=', accountId);
      return SCIM_USER.read(await query.executeTakeFirst());
    },
    /** Sorted by userName. */
    list: async (organizationId: string, filter: ScimUserFilter): Promise<Paged<ScimUser>> => {
      const found = filtered(lists, organizationId, filter);
      const rows = found.selectAll('accounts').select(COLUMNS);
      const ordered = rows.orderBy('scimUsers.userNameKey').orderBy('scimUsers.accountId');
      const items = await ordered.limit(filter.limit).offset(filter.offset).execute();
      return { total: await countOf(found), items: items.map(userOf) };
    },
  };
}

export function scimUserRecords(connection: Connection) {
  const { database } = connection;
  return {
    ...scimUserReads(connection),
    /** Replaces the row of the account. Throws DomainError `conflict` if the userName is taken. */
    put: async (user: ScimUserState) => {
      const row = { ...SCIM_USER.keep(user), userNameKey: searchText(user.userName) };
      const insert = database.insertInto('scimUsers').values(row);
      await insert.onConflict((conflict) => conflict.column('accountId').doUpdateSet(row)).execute();
    },
    /** For an account that something other than SCIM has disabled since. SCIM must not enable it again (R26). */
    forgetDisabling: async (accountId: string): Promise<boolean> => {
      const update = database.updateTable('scimUsers').set({ disabledAt: null });
      const found = update.where('accountId', '=', accountId).where('disabledAt', 'is not', null);
      return Number((await found.executeTakeFirstOrThrow()).numUpdatedRows) === 1;
    },
  };
}

/** Selected together with the columns of the account, which have times with the same names. */
const COLUMNS = [
  'scimUsers.organizationId',
  'scimUsers.userName',
  'scimUsers.externalId',
  'scimUsers.createdAt as provisionedAt',
  'scimUsers.disabledAt as disabledByScimAt',
  'scimUsers.deletedAt',
  'scimUsers.consent',
  'scimUsers.wantedActive',
  'memberships.role as memberRole',
] as const;

function live(database: Database, organizationId: string) {
  return database
    .selectFrom('scimUsers')
    .innerJoin('accounts', 'accounts.id', 'scimUsers.accountId')
    .leftJoin('memberships', (join) =>
      join
        .onRef('memberships.accountId', '=', 'scimUsers.accountId')
        .onRef('memberships.organizationId', '=', 'scimUsers.organizationId'),
    )
    .where('scimUsers.organizationId', '=', organizationId)
    .where('scimUsers.deletedAt', 'is', null);
}

function filtered(database: Database, organizationId: string, { userName, externalId, email }: ScimUserFilter) {
  return live(database, organizationId)
    .$if(userName !== undefined, (some) => some.where('userNameKey', '=', searchText(userName ?? '')))
    .$if(externalId !== undefined, (some) => some.where('externalId', '=', externalId ?? ''))
    .$if(email !== undefined, (some) => some.where('accounts.email', '=', (email ?? '').toLowerCase()));
}

type UserRow = Omit<RowOf<typeof SCIM_USER>, 'accountId' | 'createdAt' | 'disabledAt'> &
  Schema['accounts'] & {
    readonly provisionedAt: number;
    readonly disabledByScimAt: number | null;
    readonly memberRole: string | null;
  };

function userOf({
  organizationId,
  userName,
  externalId,
  provisionedAt,
  disabledByScimAt,
  deletedAt,
  consent,
  wantedActive,
  memberRole,
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
    consent,
    wantedActive: flag.read(wantedActive),
    isMember: memberRole !== null,
    account: ACCOUNT.read(account),
  };
}

import { type Page, type Paged, paged } from '../../paged.ts';
import type { Connection } from '../../schema.ts';

/** A member whose new tokens reach the organization without an approval. */
export interface TrustedHolder {
  readonly organizationId: string;
  readonly holderId: string;
  readonly at: number;
  /** The name of the account that decided it. */
  readonly madeBy: string;
}

declare module '../../schema.ts' {
  interface Schema {
    trustedHolders: TrustedHolder;
  }
}

export function trustedHolderReads({ database, lists }: Connection) {
  const ofOrganization = (organizationId: string) =>
    database.selectFrom('trustedHolders').select('holderId').where('organizationId', '=', organizationId);
  return {
    has: async (organizationId: string, holderId: string): Promise<boolean> =>
      (await ofOrganization(organizationId).where('holderId', '=', holderId).executeTakeFirst()) !== undefined,
    /** Which of these holders are trusted. */
    among: async (organizationId: string, holderIds: readonly string[]): Promise<ReadonlySet<string>> => {
      if (holderIds.length === 0) return new Set();
      const rows = await ofOrganization(organizationId).where('holderId', 'in', holderIds).execute();
      return new Set(rows.map(({ holderId }) => holderId));
    },
    /** Sorted by the name of the holder. */
    list: (organizationId: string, page: Page): Promise<Paged<TrustedHolder & { readonly holder: string }>> => {
      const all = lists
        .selectFrom('trustedHolders as h')
        .innerJoin('accounts as a', 'a.id', 'h.holderId')
        .where('h.organizationId', '=', organizationId);
      return paged(all.selectAll('h').select('a.name as holder').orderBy('a.name'), all, page, (row) => row);
    },
  };
}

export function trustedHolderRecords(connection: Connection) {
  const { database } = connection;
  return {
    ...trustedHolderReads(connection),
    /** Returns false and changes nothing if the holder is already trusted. */
    insert: async (trusted: TrustedHolder): Promise<boolean> => {
      const insert = database.insertInto('trustedHolders').values(trusted);
      const { numInsertedOrUpdatedRows } = await insert
        .onConflict((conflict) => conflict.columns(['organizationId', 'holderId']).doNothing())
        .executeTakeFirstOrThrow();
      return Number(numInsertedOrUpdatedRows) === 1;
    },
    remove: async (organizationId: string, holderId: string): Promise<boolean> => {
      const deletion = database.deleteFrom('trustedHolders').where('organizationId', '=', organizationId);
      const { numDeletedRows } = await deletion.where('holderId', '=', holderId).executeTakeFirstOrThrow();
      return Number(numDeletedRows) === 1;
    },
  };
}

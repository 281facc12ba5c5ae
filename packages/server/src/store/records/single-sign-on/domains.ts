import type { Connection } from '../../schema.ts';

/** An e-mail domain that an organization has added. It is proven if `verifiedAt` is set. */
export interface OrganizationDomain {
  readonly organizationId: string;
  /** Canonical: lower case, ASCII. */
  readonly name: string;
  /** The required text of the TXT record. It is not a secret, because anyone can read it in DNS. */
  readonly challenge: string;
  readonly createdAt: number;
  readonly verifiedAt: number | null;
}

declare module '../../schema.ts' {
  interface Schema {
    organizationDomains: OrganizationDomain;
  }
}

/** Names are canonical. */
export function domainReads({ database }: Connection) {
  const all = database.selectFrom('organizationDomains').selectAll();
  return {
    /** Sorted by name. */
    ofOrganization: (organizationId: string): Promise<readonly OrganizationDomain[]> =>
      all.where('organizationId', '=', organizationId).orderBy('name').execute(),
    byName: (organizationId: string, name: string): Promise<OrganizationDomain | undefined> =>
      all.where('organizationId', '=', organizationId).where('name', '=', name).executeTakeFirst(),
    /** The id of the organization that has proven the domain. There is at most one. */
    holder: async (name: string): Promise<string | undefined> => {
      const proven = all.where('name', '=', name).where('verifiedAt', 'is not', null);
      return (await proven.executeTakeFirst())?.organizationId;
    },
  };
}

export function domainRecords(connection: Connection) {
  const { database } = connection;
  return {
    ...domainReads(connection),
    insert: async (domain: OrganizationDomain) => {
      await database.insertInto('organizationDomains').values(domain).execute();
    },
    /** False if the domain was removed, or added again with another challenge. */
    setVerifiedAt: async (organizationId: string, name: string, challenge: string, at: number): Promise<boolean> => {
      const update = database
        .updateTable('organizationDomains')
        .set({ verifiedAt: at })
        .where('organizationId', '=', organizationId)
        .where('name', '=', name);
      const { numUpdatedRows } = await update.where('challenge', '=', challenge).executeTakeFirstOrThrow();
      return Number(numUpdatedRows) === 1;
    },
    delete: async (organizationId: string, name: string): Promise<boolean> => {
      const rows = database.deleteFrom('organizationDomains').where('organizationId', '=', organizationId);
      return Number((await rows.where('name', '=', name).executeTakeFirstOrThrow()).numDeletedRows) === 1;
    },
  };
}

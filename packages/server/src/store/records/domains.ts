import type { Database } from '../schema.ts';

/** An e-mail domain that an organization names; proven where `verifiedAt` is set. */
export interface OrganizationDomain {
  readonly organizationId: string;
  /** Canonical: lower-case, in ASCII. */
  readonly name: string;
  /** What the TXT record must hold. It is no secret: DNS tells it to everybody. */
  readonly challenge: string;
  readonly createdAt: number;
  readonly verifiedAt: number | null;
}

declare module '../schema.ts' {
  interface Schema {
    organizationDomains: OrganizationDomain;
  }
}

/** Names are canonical. */
export interface DomainReads {
  ofOrganization(organizationId: string): Promise<readonly OrganizationDomain[]>;
  byName(organizationId: string, name: string): Promise<OrganizationDomain | undefined>;
  /** The id of the one organization that has proven the domain. */
  holder(name: string): Promise<string | undefined>;
}

export interface DomainRecords extends DomainReads {
  insert(domain: OrganizationDomain): Promise<void>;
  /** False where the domain was removed, or named anew with another challenge. */
  setVerifiedAt(organizationId: string, name: string, challenge: string, at: number): Promise<boolean>;
  delete(organizationId: string, name: string): Promise<boolean>;
}

export function domainRecords(database: Database): DomainRecords {
  const all = database.selectFrom('organizationDomains').selectAll();
  return {
    ofOrganization: (organizationId) => all.where('organizationId', '=', organizationId).orderBy('name').execute(),
    byName: (organizationId, name) =>
      all.where('organizationId', '=', organizationId).where('name', '=', name).executeTakeFirst(),
    holder: async (name) => {
      const row = await all.where('name', '=', name).where('verifiedAt', 'is not', null).executeTakeFirst();
      return row?.organizationId;
    },
    insert: async (domain) => {
      await database.insertInto('organizationDomains').values(domain).execute();
    },
    setVerifiedAt: async (organizationId, name, challenge, at) => {
      const update = database
        .updateTable('organizationDomains')
        .set({ verifiedAt: at })
        .where('organizationId', '=', organizationId)
        .where('name', '=', name);
      const { numUpdatedRows } = await update.where('challenge', '=', challenge).executeTakeFirstOrThrow();
      return Number(numUpdatedRows) === 1;
    },
    delete: async (organizationId, name) => {
      const rows = database.deleteFrom('organizationDomains').where('organizationId', '=', organizationId);
      return Number((await rows.where('name', '=', name).executeTakeFirstOrThrow()).numDeletedRows) === 1;
    },
  };
}

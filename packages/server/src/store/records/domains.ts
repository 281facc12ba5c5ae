import type { Selectable } from 'kysely';

import type { Database, Schema } from '../schema.ts';

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
  const all = database.selectFrom('organization_domains').selectAll();
  return {
    ofOrganization: async (organizationId) =>
      (await all.where('organization_id', '=', organizationId).orderBy('name').execute()).map(domainOf),
    byName: async (organizationId, name) => {
      const row = await all.where('organization_id', '=', organizationId).where('name', '=', name).executeTakeFirst();
      return row && domainOf(row);
    },
    holder: async (name) => {
      const row = await all.where('name', '=', name).where('verified_at', 'is not', null).executeTakeFirst();
      return row?.organization_id;
    },
    insert: async ({ organizationId, name, challenge, createdAt, verifiedAt }) => {
      const row = { organization_id: organizationId, name, challenge, created_at: createdAt, verified_at: verifiedAt };
      await database.insertInto('organization_domains').values(row).execute();
    },
    setVerifiedAt: async (organizationId, name, challenge, at) => {
      const update = database
        .updateTable('organization_domains')
        .set({ verified_at: at })
        .where('organization_id', '=', organizationId)
        .where('name', '=', name);
      const { numUpdatedRows } = await update.where('challenge', '=', challenge).executeTakeFirstOrThrow();
      return Number(numUpdatedRows) === 1;
    },
    delete: async (organizationId, name) => {
      const rows = database.deleteFrom('organization_domains').where('organization_id', '=', organizationId);
      return Number((await rows.where('name', '=', name).executeTakeFirstOrThrow()).numDeletedRows) === 1;
    },
  };
}

function domainOf(row: Selectable<Schema['organization_domains']>): OrganizationDomain {
  return {
    organizationId: row.organization_id,
    name: row.name,
    challenge: row.challenge,
    createdAt: row.created_at,
    verifiedAt: row.verified_at,
  };
}

import { sql } from 'kysely';
import type { Connection } from '../../schema.ts';

declare module '../../schema.ts' {
  interface Schema {
    /** When an organization's owners were last told about the tokens that wait for them. */
    toldApprovals: { organizationId: string; at: number };
  }
}

/**
 * An organization in which new tokens need an approval, and when its owners were last told about waiting tokens. Null
 * if never.
 */
export interface ToldApproval {
  readonly organizationId: string;
  readonly toldAt: number | null;
}

export function toldApprovalReads({ database, lists }: Connection) {
  return {
    /** Organizations that require approvals and whose owners were not told since this time. */
    due: (before: number): Promise<readonly ToldApproval[]> =>
      lists
        .selectFrom('organizations as o')
        .leftJoin('toldApprovals as t', 't.organizationId', 'o.id')
        .select(['o.id as organizationId', 't.at as toldAt'])
        // The policy is JSON that only this server writes, and no other of its values has this name.
        .where('o.policy', 'like', '%"tokenApproval":true%')
        .where(sql<boolean>`(t.at is null or t.at <= ${before})`)
        .orderBy('o.id')
        .execute(),
    at: async (organizationId: string): Promise<number | null> => {
      const query = database.selectFrom('toldApprovals').select('at').where('organizationId', '=', organizationId);
      return (await query.executeTakeFirst())?.at ?? null;
    },
  };
}

export function toldApprovalRecords(connection: Connection) {
  const { database } = connection;
  return {
    ...toldApprovalReads(connection),
    put: async (organizationId: string, at: number) => {
      const insert = database.insertInto('toldApprovals').values({ organizationId, at });
      await insert.onConflict((one) => one.column('organizationId').doUpdateSet({ at })).execute();
    },
  };
}

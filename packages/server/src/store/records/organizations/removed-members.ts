import type { Connection } from '../../schema.ts';

/** A member who left, or whom an owner removed. Only an accepted invitation brings them back. */
export interface RemovedMember {
  readonly organizationId: string;
  readonly accountId: string;
  readonly removedAt: number;
}

declare module '../../schema.ts' {
  interface Schema {
    removedMembers: RemovedMember;
  }
}

export function removedMemberReads({ database }: Connection) {
  return {
    /** Undefined for a member, and for an account that was never one. */
    find: (organizationId: string, accountId: string): Promise<RemovedMember | undefined> => {
      const query = database.selectFrom('removedMembers').selectAll().where('organizationId', '=', organizationId);
      return query.where('accountId', '=', accountId).executeTakeFirst();
    },
  };
}

export function removedMemberRecords(connection: Connection) {
  const { database } = connection;
  return {
    ...removedMemberReads(connection),
    put: async (removed: RemovedMember) => {
      const { removedAt } = removed;
      const insert = database.insertInto('removedMembers').values(removed);
      await insert
        .onConflict((conflict) => conflict.columns(['organizationId', 'accountId']).doUpdateSet({ removedAt }))
        .execute();
    },
    forget: async (organizationId: string, accountId: string) => {
      const deletion = database.deleteFrom('removedMembers').where('organizationId', '=', organizationId);
      await deletion.where('accountId', '=', accountId).execute();
    },
  };
}

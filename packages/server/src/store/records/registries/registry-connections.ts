import type { Connection, Transaction } from '../../schema.ts';

/** A registry whose images this server knows. */
export interface RegistryConnection {
  readonly registryId: string;
  /** The secret of its events is derived from this time. */
  readonly secretMadeAt: number;
  /** When the walk over its catalogue continues, and after which repository. Empty for the beginning. */
  readonly walkAt: number;
  readonly walkAfter: string;
  /** Why the last read failed. Null if it worked. */
  readonly fault: string | null;
}

declare module '../../schema.ts' {
  interface Schema {
    registryConnections: RegistryConnection;
  }
}

export function registryConnectionReads({ database }: Connection) {
  return {
    of: (registryId: string): Promise<RegistryConnection | undefined> =>
      database.selectFrom('registryConnections').selectAll().where('registryId', '=', registryId).executeTakeFirst(),
    list: (): Promise<readonly RegistryConnection[]> =>
      database.selectFrom('registryConnections').selectAll().orderBy('registryId').execute(),
  };
}

export function registryConnectionRecords(transaction: Transaction) {
  const { database } = transaction;
  return {
    ...registryConnectionReads(transaction),
    put: async ({ registryId, ...connection }: RegistryConnection) => {
      const insert = database.insertInto('registryConnections').values({ registryId, ...connection });
      await insert.onConflict((conflict) => conflict.column('registryId').doUpdateSet(connection)).execute();
    },
    delete: async (registryId: string) => {
      await database.deleteFrom('registryConnections').where('registryId', '=', registryId).execute();
    },
    /** True if the walk is due. Nobody else gets it until then. */
    claimWalk: async (registryId: string, now: number, until: number): Promise<boolean> => {
      const update = database.updateTable('registryConnections').set({ walkAt: until });
      const { numUpdatedRows } = await update
        .where('registryId', '=', registryId)
        .where('walkAt', '<=', now)
        .executeTakeFirstOrThrow();
      return Number(numUpdatedRows) === 1;
    },
    /** False if somebody else has claimed the walk since. */
    extendWalk: async (registryId: string, claimed: number, until: number): Promise<boolean> => {
      const update = database.updateTable('registryConnections').set({ walkAt: until });
      const { numUpdatedRows } = await update
        .where('registryId', '=', registryId)
        .where('walkAt', '=', claimed)
        .executeTakeFirstOrThrow();
      return Number(numUpdatedRows) === 1;
    },
    /** Ends the claim, unless somebody else has claimed the walk since. */
    setWalk: async (
      registryId: string,
      claimed: number,
      walk: Pick<RegistryConnection, 'walkAt' | 'walkAfter' | 'fault'>,
    ) => {
      const update = database.updateTable('registryConnections').set(walk).where('registryId', '=', registryId);
      await update.where('walkAt', '=', claimed).execute();
    },
  };
}

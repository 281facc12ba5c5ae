import type { Connection, Transaction } from '../schema.ts';

export type RegistryKind = 'distribution' | 'zot';

export interface Registry {
  readonly id: string;
  readonly name: string;
  /** The `service` of challenges and the `aud` of its registry tokens. */
  readonly service: string;
  readonly kind: RegistryKind;
  readonly tokenTtlSeconds: number;
  /** A signing leaf made before this is not used any more: set to rotate at once. */
  readonly leafNotBefore: number;
  readonly createdAt: number;
}

declare module '../schema.ts' {
  interface Schema {
    registries: Registry;
  }
}

export function registryReads({ database }: Connection) {
  const all = database.selectFrom('registries').selectAll();
  return {
    /** Oldest first. */
    list: (): Promise<readonly Registry[]> => all.orderBy('createdAt').orderBy('name').execute(),
    byName: (name: string): Promise<Registry | undefined> => all.where('name', '=', name).executeTakeFirst(),
  };
}

export function registryRecords(transaction: Transaction) {
  const { database, bookkeeping } = transaction;
  return {
    ...registryReads(transaction),
    /** Throws DomainError `conflict` where the name or the service is taken. */
    insert: async (registry: Registry) => {
      await database.insertInto('registries').values(registry).execute();
    },
    /** The registry that a fresh server comes with. Bookkeeping, as nobody asked for it. It may be there already. */
    insertOwn: async (registry: Registry) => {
      const insert = bookkeeping.insertInto('registries').values(registry);
      await insert.onConflict((conflict) => conflict.doNothing()).execute();
    },
    setLeafNotBefore: async (id: string, leafNotBefore: number) => {
      await database.updateTable('registries').set({ leafNotBefore }).where('id', '=', id).execute();
    },
  };
}

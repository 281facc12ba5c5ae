import type { Database } from '../schema.ts';

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

export interface RegistryReads {
  list(): Promise<readonly Registry[]>;
  byName(name: string): Promise<Registry | undefined>;
}

export interface RegistryRecords extends RegistryReads {
  /** Throws DomainError `conflict` where name or service are taken. */
  insert(registry: Registry): Promise<void>;
  setLeafNotBefore(id: string, at: number): Promise<void>;
}

export function registryRecords(database: Database): RegistryRecords {
  const all = database.selectFrom('registries').selectAll();
  return {
    list: () => all.orderBy('createdAt').orderBy('name').execute(),
    byName: (name) => all.where('name', '=', name).executeTakeFirst(),
    insert: async (registry) => {
      await database.insertInto('registries').values(registry).execute();
    },
    setLeafNotBefore: async (id, at) => {
      await database.updateTable('registries').set({ leafNotBefore: at }).where('id', '=', id).execute();
    },
  };
}

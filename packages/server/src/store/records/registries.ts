import type { Selectable } from 'kysely';

import type { Database, Schema } from '../schema.ts';

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
    list: async () => (await all.orderBy('created_at').orderBy('name').execute()).map(registryOf),
    byName: async (name) => {
      const row = await all.where('name', '=', name).executeTakeFirst();
      return row && registryOf(row);
    },
    insert: async (registry) => {
      await database.insertInto('registries').values(rowOf(registry)).execute();
    },
    setLeafNotBefore: async (id, at) => {
      await database.updateTable('registries').set({ leaf_not_before: at }).where('id', '=', id).execute();
    },
  };
}

function registryOf(row: Selectable<Schema['registries']>): Registry {
  const { id, name, service, kind } = row;
  const times = { tokenTtlSeconds: row.token_ttl_seconds, leafNotBefore: row.leaf_not_before };
  return { id, name, service, kind, ...times, createdAt: row.created_at };
}

function rowOf(registry: Registry): Schema['registries'] {
  const { id, name, service, kind } = registry;
  const times = { token_ttl_seconds: registry.tokenTtlSeconds, leaf_not_before: registry.leafNotBefore };
  return { id, name, service, kind, ...times, created_at: registry.createdAt };
}

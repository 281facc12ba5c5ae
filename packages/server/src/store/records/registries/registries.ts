import { columnsOf, json, type RowOf } from '../../columns.ts';
import type { Connection, Transaction } from '../../schema.ts';

export type RegistryKind = 'distribution' | 'zot';

export interface Registry {
  readonly id: string;
  readonly name: string;
  /** The `service` of challenges and the `aud` of its registry tokens. */
  readonly service: string;
  readonly kind: RegistryKind;
  readonly tokenTtlSeconds: number;
  /** Of tokens that let push; null for the same as others. */
  readonly pushTokenTtlSeconds: number | null;
  /** `host` or `host:port`, as clients name it; command lines sign in for these alone. Empty: not said yet. */
  readonly hosts: readonly string[];
  /** Where this server reaches it, as `http://10.0.0.5:5000`; null for its first host. Clients never see it. */
  readonly internalUrl: string | null;
  /** A signing leaf made before this is not used any more: set to rotate at once. */
  readonly leafNotBefore: number;
  /** When the secret of its gate was made; null for a registry without a gate. */
  readonly gateSecretMadeAt: number | null;
  /** When a token of it was last used, at most a minute behind; null for never. */
  readonly lastUsedAt: number | null;
  /** When a test found that clients reach it past its gate; null where the last test did not. */
  readonly pastGateSeenAt: number | null;
  readonly createdAt: number;
}

const TOUCH_MILLISECONDS = 60_000;

const REGISTRY = columnsOf<Registry>()({ hosts: json() });

declare module '../../schema.ts' {
  interface Schema {
    registries: RowOf<typeof REGISTRY>;
  }
}

export function registryReads({ database }: Connection) {
  const all = database.selectFrom('registries').selectAll();
  return {
    /** Oldest first. */
    list: async (): Promise<readonly Registry[]> =>
      (await all.orderBy('createdAt').orderBy('name').execute()).map(REGISTRY.read),
    byName: async (name: string): Promise<Registry | undefined> =>
      REGISTRY.read(await all.where('name', '=', name).executeTakeFirst()),
  };
}

export function registryRecords(transaction: Transaction) {
  const { database, bookkeeping, locksRows } = transaction;
  return {
    ...registryReads(transaction),
    /** Reads it; no other transaction can change it before this one ends. */
    lock: async (name: string): Promise<Registry | undefined> => {
      const query = database.selectFrom('registries').selectAll().where('name', '=', name);
      return REGISTRY.read(await (locksRows ? query.forUpdate() : query).executeTakeFirst());
    },
    /** Throws DomainError `conflict` where the name or the service is taken. */
    insert: async (registry: Registry) => {
      await database.insertInto('registries').values(REGISTRY.keep(registry)).execute();
    },
    /** The registry that a fresh server comes with. Bookkeeping, as nobody asked for it. It may be there already. */
    insertOwn: async (registry: Registry) => {
      const insert = bookkeeping.insertInto('registries').values(REGISTRY.keep(registry));
      await insert.onConflict((conflict) => conflict.doNothing()).execute();
    },
    setAddresses: async (id: string, addresses: Pick<Registry, 'hosts' | 'internalUrl'>) => {
      await database.updateTable('registries').set(REGISTRY.keep(addresses)).where('id', '=', id).execute();
    },
    /** Bookkeeping: a use is no change. Written once a minute at most, because every server writes it. */
    touch: async (name: string, lastUsedAt: number) => {
      const update = bookkeeping.updateTable('registries').set({ lastUsedAt }).where('name', '=', name);
      const stale = lastUsedAt - TOUCH_MILLISECONDS;
      await update.where((row) => row.or([row('lastUsedAt', 'is', null), row('lastUsedAt', '<=', stale)])).execute();
    },
    setGateSecretMadeAt: async (id: string, gateSecretMadeAt: number) => {
      await database.updateTable('registries').set({ gateSecretMadeAt }).where('id', '=', id).execute();
    },
    setTtls: async (id: string, ttls: Pick<Registry, 'tokenTtlSeconds' | 'pushTokenTtlSeconds'>) => {
      await database.updateTable('registries').set(ttls).where('id', '=', id).execute();
    },
    setPastGateSeenAt: async (id: string, pastGateSeenAt: number | null) => {
      await database.updateTable('registries').set({ pastGateSeenAt }).where('id', '=', id).execute();
    },
    setLeafNotBefore: async (id: string, leafNotBefore: number) => {
      await database.updateTable('registries').set({ leafNotBefore }).where('id', '=', id).execute();
    },
  };
}

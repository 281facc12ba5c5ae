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
  /** For tokens that allow push. Null if they live as long as other tokens. */
  readonly pushTokenTtlSeconds: number | null;
  /** `host` or `host:port`, as clients name it. Command lines sign in only for these hosts. Empty if not known yet. */
  readonly hosts: readonly string[];
  /** Where this server reaches it, such as `http://10.0.0.5:5000`. Null for its first host. Clients never see it. */
  readonly internalUrl: string | null;
  /** A signing leaf from before this time is no longer used. Set this to rotate at once. */
  readonly leafNotBefore: number;
  /** When the secret of its gate was made. Null for a registry without a gate. */
  readonly gateSecretMadeAt: number | null;
  /** When one of its tokens was last used, up to a minute late. Null if never. */
  readonly lastUsedAt: number | null;
  /** When a test found that clients can bypass its gate. Null if the last test found that they cannot. */
  readonly pastGateSeenAt: number | null;
  /** When a server last began to test by itself whether clients can bypass its gate. Null if none did. */
  readonly gateTestedAt: number | null;
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
    /** Reads it and locks it until this transaction ends. */
    lock: async (name: string): Promise<Registry | undefined> => {
      const query = database.selectFrom('registries').selectAll().where('name', '=', name);
      return REGISTRY.read(await (locksRows ? query.forUpdate() : query).executeTakeFirst());
    },
    /** Throws DomainError `conflict` if the name or the service is taken. */
    insert: async (registry: Registry) => {
      await database.insertInto('registries').values(REGISTRY.keep(registry)).execute();
    },
    /**
     * The registry that a new server starts with. This is bookkeeping, because nobody asked for it. It can exist
     * already.
     */
    insertOwn: async (registry: Registry) => {
      const insert = bookkeeping.insertInto('registries').values(REGISTRY.keep(registry));
      await insert.onConflict((conflict) => conflict.doNothing()).execute();
    },
    setAddresses: async (id: string, addresses: Pick<Registry, 'hosts' | 'internalUrl'>) => {
      await database.updateTable('registries').set(REGISTRY.keep(addresses)).where('id', '=', id).execute();
    },
    /** Bookkeeping, because a use is not a change. Written at most once a minute, because every server writes it. */
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
    /** Returns false if another server began a test meanwhile. Bookkeeping, because only the result is a change. */
    beginGateTest: async (id: string, { now, lastBefore }: { readonly now: number; readonly lastBefore: number }) => {
      const update = bookkeeping.updateTable('registries').set({ gateTestedAt: now }).where('id', '=', id);
      const isDue = update.where((row) =>
        row.or([row('gateTestedAt', 'is', null), row('gateTestedAt', '<=', lastBefore)]),
      );
      return (await isDue.returning('id').executeTakeFirst()) !== undefined;
    },
    setLeafNotBefore: async (id: string, leafNotBefore: number) => {
      await database.updateTable('registries').set({ leafNotBefore }).where('id', '=', id).execute();
    },
  };
}

import type { Connection } from '../schema.ts';

/** How often something happened. After `expire` it counts as zero. The key is a digest. */
export interface Counter {
  readonly key: string;
  readonly points: number;
  readonly expire: number;
}

declare module '../schema.ts' {
  interface Schema {
    /** The name comes from an earlier version. */
    throttle: Counter;
  }
}

export function counterReads({ database }: Connection) {
  return {
    find: (key: string, now: number): Promise<Counter | undefined> =>
      database.selectFrom('throttle').selectAll().where('key', '=', key).where('expire', '>', now).executeTakeFirst(),
  };
}

export interface Counting {
  readonly now: number;
  /** When the counter ends, if this call starts it. */
  readonly endsAt: number;
  /** Whether a running counter then ends at this time too. */
  readonly renews: boolean;
  /** How many to add. Default: one. */
  readonly count?: number;
}

export function counterRecords(connection: Connection) {
  const { database } = connection;
  return {
    ...counterReads(connection),
    /** Returns the new count. Of several calls at the same moment, each gets another number. */
    add: async (key: string, { now, endsAt, renews, count = 1 }: Counting): Promise<Counter> => {
      const insert = database.insertInto('throttle').values({ key, points: count, expire: endsAt });
      const counted = insert.onConflict((conflict) =>
        conflict.column('key').doUpdateSet((row) => {
          const isOver = row('throttle.expire', '<=', now);
          const points = row
            .case()
            .when(isOver)
            .then(count)
            .else(row('throttle.points', '+', count))
            .end();
          const expire = row.case().when(isOver).then(endsAt).else(row.ref('throttle.expire')).end();
          return { points, expire: renews ? endsAt : expire };
        }),
      );
      return counted.returningAll().executeTakeFirstOrThrow();
    },
    endAt: async (key: string, expire: number) => {
      await database.updateTable('throttle').set({ expire }).where('key', '=', key).execute();
    },
    takeBack: async (key: string) => {
      const update = database.updateTable('throttle').set((row) => ({ points: row('points', '-', 1) }));
      await update.where('key', '=', key).where('points', '>', 0).execute();
    },
    forget: async (key: string) => {
      await database.deleteFrom('throttle').where('key', '=', key).execute();
    },
    /** Deletes at most `limit` rows. Returns how many. */
    deleteExpired: async (now: number, limit: number): Promise<number> => {
      const expired = database.selectFrom('throttle').select('key').where('expire', '<=', now).limit(limit);
      const deletion = database.deleteFrom('throttle').where('key', 'in', expired);
      return Number((await deletion.executeTakeFirstOrThrow()).numDeletedRows);
    },
  };
}

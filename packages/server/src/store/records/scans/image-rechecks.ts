import type { Connection } from '../../schema.ts';

/** The images of a namespace, or of one repository, on which a changed rule or acceptance is to be applied. */
export interface RecheckScope {
  readonly namespace: string;
  /** The full name. Empty for all repositories of the namespace. */
  readonly repository: string;
}

export interface ImageRecheck extends RecheckScope {
  /** The id of the last image that was marked. */
  readonly afterId: string;
}

declare module '../../schema.ts' {
  interface Schema {
    imageRechecks: ImageRecheck;
  }
}

export function imageRecheckReads({ database }: Connection) {
  return {
    next: (): Promise<ImageRecheck | undefined> =>
      database.selectFrom('imageRechecks').selectAll().limit(1).executeTakeFirst(),
  };
}

export function imageRecheckRecords(connection: Connection) {
  const { database } = connection;
  return {
    ...imageRecheckReads(connection),
    /** Begins again from the first image if it runs already. */
    ask: async ({ namespace, repository }: RecheckScope) => {
      const insert = database.insertInto('imageRechecks').values({ namespace, repository, afterId: '' });
      const key = ['namespace', 'repository'] as const;
      await insert.onConflict((conflict) => conflict.columns(key).doUpdateSet({ afterId: '' })).execute();
    },
    /** To the image with this id, or to the end. False if another server did it, or if it began again meanwhile. */
    advance: async ({ namespace, repository, afterId }: ImageRecheck, to: string | undefined): Promise<boolean> => {
      if (to === undefined) {
        const { numDeletedRows } = await database
          .deleteFrom('imageRechecks')
          .where('namespace', '=', namespace)
          .where('repository', '=', repository)
          .where('afterId', '=', afterId)
          .executeTakeFirstOrThrow();
        return Number(numDeletedRows) === 1;
      }
      const { numUpdatedRows } = await database
        .updateTable('imageRechecks')
        .set({ afterId: to })
        .where('namespace', '=', namespace)
        .where('repository', '=', repository)
        .where('afterId', '=', afterId)
        .executeTakeFirstOrThrow();
      return Number(numUpdatedRows) === 1;
    },
  };
}

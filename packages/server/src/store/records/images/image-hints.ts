import type { Connection, Transaction } from '../../schema.ts';

/** A tag or a digest to look up in the registry. */
export interface ImageHint {
  readonly registryId: string;
  /** The full name. */
  readonly repository: string;
  readonly reference: string;
  readonly dueAt: number;
  readonly attempts: number;
}

declare module '../../schema.ts' {
  interface Schema {
    imageHints: ImageHint;
  }
}

export function imageHintReads({ database }: Connection) {
  return {
    isAnyDue: async (now: number): Promise<boolean> => {
      const query = database.selectFrom('imageHints').select('dueAt').where('dueAt', '<=', now).limit(1);
      return (await query.executeTakeFirst()) !== undefined;
    },
  };
}

export function imageHintRecords(connection: Transaction) {
  const { database, locksRows } = connection;
  const of = ({ registryId, repository, reference, attempts }: Omit<ImageHint, 'dueAt'>) =>
    [
      ['registryId', registryId],
      ['repository', repository],
      ['reference', reference],
      ['attempts', attempts],
    ] as const;
  return {
    ...imageHintReads(connection),
    /** A hint that exists already and that nobody has claimed stays as it is. Otherwise it becomes due again. */
    insert: async (hints: readonly Pick<ImageHint, 'registryId' | 'repository' | 'reference' | 'dueAt'>[]) => {
      for (const hint of hints) {
        const insert = database.insertInto('imageHints').values({ ...hint, attempts: 0 });
        const key = ['registryId', 'repository', 'reference'] as const;
        await insert
          .onConflict((conflict) => conflict.columns(key).doUpdateSet({ attempts: 0, dueAt: hint.dueAt }))
          .execute();
      }
    },
    /** Claims the oldest hint that is due. Nobody else gets it until then. */
    claim: async (now: number, until: number): Promise<ImageHint | undefined> => {
      let due = database.selectFrom('imageHints').selectAll().where('dueAt', '<=', now).orderBy('dueAt').limit(1);
      if (locksRows) due = due.forUpdate().skipLocked();
      const hint = await due.executeTakeFirst();
      if (!hint) return undefined;
      let update = database.updateTable('imageHints').set({ dueAt: until, attempts: hint.attempts + 1 });
      for (const [column, value] of of(hint)) update = update.where(column, '=', value);
      await update.execute();
      return { ...hint, attempts: hint.attempts + 1 };
    },
    /** Does nothing if there was a new hint since the claim. */
    delete: async (hint: ImageHint) => {
      let deletion = database.deleteFrom('imageHints');
      for (const [column, value] of of(hint)) deletion = deletion.where(column, '=', value);
      await deletion.execute();
    },
    postpone: async (hint: ImageHint, dueAt: number) => {
      let update = database.updateTable('imageHints').set({ dueAt });
      for (const [column, value] of of(hint)) update = update.where(column, '=', value);
      await update.execute();
    },
  };
}

import type { Connection } from '../../schema.ts';

/**
 * A browser (by its cookie) or a network from which an account signed in. Only digests are stored, so a copy of the
 * database does not reveal them.
 */
export interface KnownSource {
  readonly accountId: string;
  readonly digest: string;
  readonly kind: 'device' | 'network';
  readonly seenAt: number;
}

declare module '../../schema.ts' {
  interface Schema {
    knownSources: KnownSource;
  }
}

export function knownSourceReads({ database }: Connection) {
  return {
    /** Whether the account has signed in before. */
    hasAny: async (accountId: string): Promise<boolean> => {
      const query = database.selectFrom('knownSources').select('digest').where('accountId', '=', accountId);
      return (await query.limit(1).executeTakeFirst()) !== undefined;
    },
    /** Which of the digests the account knows. */
    among: (accountId: string, digests: readonly string[]): Promise<readonly KnownSource[]> =>
      database
        .selectFrom('knownSources')
        .selectAll()
        .where('accountId', '=', accountId)
        .where('digest', 'in', digests)
        .execute(),
  };
}

export function knownSourceRecords(connection: Connection) {
  const { database } = connection;
  return {
    ...knownSourceReads(connection),
    /** Keeps the `kept` last seen ones of each kind. */
    remember: async (source: KnownSource, kept: number) => {
      const { accountId, kind, seenAt } = source;
      const insert = database.insertInto('knownSources').values(source);
      await insert.onConflict((one) => one.columns(['accountId', 'digest']).doUpdateSet({ seenAt })).execute();
      const same = database.selectFrom('knownSources').where('accountId', '=', accountId).where('kind', '=', kind);
      const latest = same.select('digest').orderBy('seenAt', 'desc').orderBy('digest').limit(kept);
      const others = database.deleteFrom('knownSources').where('accountId', '=', accountId).where('kind', '=', kind);
      await others.where('digest', 'not in', latest).execute();
    },
    deleteOfAccount: async (accountId: string) => {
      await database.deleteFrom('knownSources').where('accountId', '=', accountId).execute();
    },
  };
}

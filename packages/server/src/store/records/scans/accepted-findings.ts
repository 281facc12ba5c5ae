import type { Finding } from '@lanyard/core/scans/image-measure';
import { countOf, type Page, type Paged, paged } from '../../paged.ts';
import type { Connection } from '../../schema.ts';

/** A finding that an owner accepted in all images of a repository, until a date. */
export interface AcceptedFinding extends Finding {
  readonly id: string;
  readonly repositoryId: string;
  readonly reason: string;
  /** The name of the account. */
  readonly madeBy: string;
  readonly at: number;
  readonly endsAt: number;
}

declare module '../../schema.ts' {
  interface Schema {
    acceptedFindings: AcceptedFinding;
  }
}

export function acceptedFindingReads({ database, lists }: Connection) {
  const all = database.selectFrom('acceptedFindings').selectAll();
  return {
    byId: (id: string): Promise<AcceptedFinding | undefined> => all.where('id', '=', id).executeTakeFirst(),
    find: (repositoryId: string, { kind, name, place }: Finding): Promise<AcceptedFinding | undefined> =>
      all
        .where('repositoryId', '=', repositoryId)
        .where('kind', '=', kind)
        .where('name', '=', name)
        .where('place', '=', place)
        .executeTakeFirst(),
    countOf: (repositoryId: string): Promise<number> =>
      countOf(database.selectFrom('acceptedFindings').where('repositoryId', '=', repositoryId)),
    /** Those that are not over. */
    ofRepository: (repositoryId: string, now: number): Promise<readonly AcceptedFinding[]> =>
      all.where('repositoryId', '=', repositoryId).where('endsAt', '>', now).execute(),
    /** What ends first comes first. */
    list: (repositoryId: string, page: Page): Promise<Paged<AcceptedFinding>> => {
      const query = lists.selectFrom('acceptedFindings').where('repositoryId', '=', repositoryId);
      return paged(query.selectAll().orderBy('endsAt').orderBy('id'), query, page, (row) => row);
    },
    ended: (now: number, limit: number): Promise<readonly AcceptedFinding[]> =>
      all.where('endsAt', '<=', now).orderBy('endsAt').limit(limit).execute(),
  };
}

export function acceptedFindingRecords(connection: Connection) {
  const { database } = connection;
  return {
    ...acceptedFindingReads(connection),
    put: async (accepted: AcceptedFinding) => {
      const { reason, madeBy, at, endsAt } = accepted;
      const key = ['repositoryId', 'kind', 'name', 'place'] as const;
      const insert = database.insertInto('acceptedFindings').values(accepted);
      await insert
        .onConflict((conflict) => conflict.columns(key).doUpdateSet({ reason, madeBy, at, endsAt }))
        .execute();
    },
    delete: async (id: string) => {
      await database.deleteFrom('acceptedFindings').where('id', '=', id).execute();
    },
  };
}

import { sql } from 'kysely';
import { columnsOf, type RowOf } from '../../columns.ts';
import { countOf } from '../../paged.ts';
import type { Connection } from '../../schema.ts';

/** An immutable tag that a push may set now, and no other push. */
export interface TagClaim {
  readonly registryId: string;
  /** `namespace/name`. */
  readonly repository: string;
  readonly tag: string;
  readonly pushId: string;
  readonly expiresAt: number;
}

const CLAIM = columnsOf<TagClaim>()({});

declare module '../../schema.ts' {
  interface Schema {
    tagClaims: RowOf<typeof CLAIM>;
  }
}

type Pushed = Pick<TagClaim, 'registryId' | 'repository' | 'pushId'>;

export function tagClaimReads({ database }: Connection) {
  return {
    /** With those that have expired and are not removed yet. */
    countOf: ({ registryId, repository }: Omit<Pushed, 'pushId'>): Promise<number> =>
      countOf(
        database.selectFrom('tagClaims').where('registryId', '=', registryId).where('repository', '=', repository),
      ),
  };
}

export function tagClaimRecords(connection: Connection) {
  const { database } = connection;
  return {
    ...tagClaimReads(connection),
    /** Claims the tag if nobody else does. One of several pushes at the same moment gets it. */
    take: async (claim: TagClaim, now: number): Promise<boolean> => {
      const { pushId, expiresAt } = claim;
      const insert = database.insertInto('tagClaims').values(CLAIM.keep(claim));
      const taken = insert.onConflict((conflict) =>
        conflict
          .columns(['registryId', 'repository', 'tag'])
          .doUpdateSet({ pushId, expiresAt })
          .where('tagClaims.expiresAt', '<=', now),
      );
      return (await taken.returning('tag').executeTakeFirst()) !== undefined;
    },
    /** Returns false if this push does not have the tag any more. */
    renew: async ({ registryId, repository, tag, pushId, expiresAt }: TagClaim, now: number): Promise<boolean> => {
      const renewal = database
        .updateTable('tagClaims')
        .set({ expiresAt })
        .where('registryId', '=', registryId)
        .where('repository', '=', repository)
        .where('tag', '=', tag)
        .where('pushId', '=', pushId)
        .where('expiresAt', '>', now);
      return (await renewal.returning('tag').executeTakeFirst()) !== undefined;
    },
    release: async ({ registryId, repository, pushId }: Pushed) => {
      await database
        .deleteFrom('tagClaims')
        .where('registryId', '=', registryId)
        .where('repository', '=', repository)
        .where('pushId', '=', pushId)
        .execute();
    },
    /** Deletes at most `limit`. Returns how many. */
    deleteExpired: async (now: number, limit: number): Promise<number> => {
      const key = sql.raw('registry_id, repository, tag');
      const old = sql`(select ${key} from tag_claims where expires_at <= ${now} order by expires_at limit ${limit})`;
      const deletion = database.deleteFrom('tagClaims').where(sql<boolean>`(${key}) in ${old}`);
      return Number((await deletion.executeTakeFirstOrThrow()).numDeletedRows);
    },
  };
}

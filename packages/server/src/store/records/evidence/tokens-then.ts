import type { AccessToken } from '@lanyard/core/tokens/access-token';
import type { Grant } from '@lanyard/core/tokens/grant';
import { sql } from 'kysely';
import { rowsOf } from '../../paged.ts';
import type { Connection } from '../../schema.ts';
import { holdsPatternOf } from '../access-review/grants-in-sql.ts';

/** A token that existed at an earlier moment, as its row is now; a deleted token keeps its row. */
export interface TokenThen
  extends Pick<
    AccessToken,
    'id' | 'kind' | 'origin' | 'description' | 'grants' | 'createdAt' | 'expiresAt' | 'deactivatedAt' | 'deletedAt'
  > {
  readonly holder: string;
  readonly holderType: 'account' | 'organization';
}

interface AskedTokens {
  /** Names of accounts, and of the organization itself. */
  readonly holders: readonly string[];
  readonly fullName: string;
  /** The moment just before this time. */
  readonly before: number;
  readonly afterId: string;
  readonly limit: number;
}

type Row = Omit<TokenThen, 'grants'> & { readonly grants: string };

export function tokensThenReads(connection: Connection) {
  const { lists } = connection;
  return {
    /**
     * By id. Those whose grants name the repository now, and those whose grants changed since. One that was idle for too long
     * then was not used again: it cannot be.
     */
    page: async ({ holders, fullName, before, afterId, limit }: AskedTokens): Promise<readonly TokenThen[]> => {
      if (holders.length === 0) return [];
      const rows = await rowsOf<Row>(
        lists,
        sql`select t.id, t.kind, t.origin, t.description, t.grants, t.created_at, t.expires_at, t.deactivated_at,
            t.deleted_at, n.name as holder, n.owner_type as holder_type
          from namespaces n join access_tokens t on t.owner_id = n.owner_id
          where n.name in (${sql.join(holders)}) and t.created_at < ${before} and t.id > ${afterId}
            and (t.deleted_at is null or t.deleted_at >= ${before}) and (t.expires_at is null or t.expires_at >= ${before})
            and (t.idle_seconds is null or coalesce(t.last_used_at, t.created_at) + t.idle_seconds * 1000 >= ${before})
            and (${holdsPatternOf(connection, fullName)} or exists (select 1 from audit_events e
              where e.subject_id = t.id and e.action = 'token.changed' and e.at >= ${before}))
          order by t.id limit ${limit}`,
      );
      // A query around this one may have put them in another order.
      return rows
        .map(({ grants, ...row }) => ({ ...row, grants: JSON.parse(grants) as readonly Grant[] }))
        .sort((one, other) => (one.id < other.id ? -1 : 1));
    },
  };
}

import type { RightSource } from '@lanyard/core/evidence/access-at';
import { NOBODY } from '@lanyard/core/repositories/repository';
import { sql } from 'kysely';
import { rowsOf } from '../../paged.ts';
import type { Connection } from '../../schema.ts';
import { requireRight } from '../repositories/repositories.ts';

interface SourceRow {
  readonly name: string;
  readonly type: RightSource['type'];
  readonly team: string;
  readonly rank: number;
  readonly disabledAt: number | null;
}

/** An account with a right, and one of the sources of the right. */
export interface HeldSource {
  readonly name: string;
  readonly isDisabled: boolean;
  readonly source: RightSource;
}

/** A repository, and the organization that it belongs to; null for one in an account's namespace. */
interface AskedRepository {
  readonly repositoryId: string;
  readonly organizationId: string | null;
}

export function accessNowReads({ lists }: Connection) {
  return {
    /** Who has a right to the repository as the tables say it now, without the account that owns the namespace. */
    sources: async ({ repositoryId, organizationId }: AskedRepository): Promise<readonly HeldSource[]> => {
      const rows = await rowsOf<SourceRow>(
        lists,
        sql`
        select a.name, m.role as type, '' as team, 3 as rank, a.disabled_at from memberships m
          join accounts a on a.id = m.account_id
          where m.organization_id = ${organizationId ?? ''} and m.role in ('owner', 'editor')
        union all
        select a.name, 'team', t.name, r.rank, a.disabled_at from repository_rights r
          join teams t on t.id = r.subject_id join team_members tm on tm.team_id = t.id
          join memberships m on m.organization_id = t.organization_id and m.account_id = tm.account_id
          join accounts a on a.id = tm.account_id
          where r.repository_id = ${repositoryId} and r.subject_type = 'team'
        union all
        select coalesce(a.name, substr(r.subject_id, ${sql.lit(NOBODY.length + 1)})), 'account', '', r.rank, a.disabled_at
          from repository_rights r left join accounts a on a.id = r.subject_id
          where r.repository_id = ${repositoryId} and r.subject_type = 'account'`,
      );
      return rows.map((row) => ({ name: row.name, isDisabled: row.disabledAt !== null, source: sourceOf(row) }));
    },
  };
}

function sourceOf({ type, team, rank }: SourceRow): RightSource {
  if (type === 'owner' || type === 'editor') return { type, right: 'admin' };
  const right = requireRight(rank);
  return type === 'team' ? { type, team, right } : { type, right };
}

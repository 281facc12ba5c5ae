import type { RepositoryRight } from '@lanyard/core/repositories/repository';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { limitsOf, type Paged, rowsOf } from '../../paged.ts';
import type { Connection } from '../../schema.ts';
import { rightOfRank } from '../access/access.ts';
import { askedRepository, conditionsOf, HOLDER, type ReviewFilter, TABLES } from './review-conditions.ts';
import { columnsOf, type ReviewedRow, type ReviewedToken, tokenOf } from './reviewed-token.ts';

/** Whose rights count. Null for a holder with the same right to all repositories. */
export interface AlikeAsked {
  readonly namespace: string;
  readonly accountId: string | null;
  readonly patterns: readonly string[];
}

/** A group of repositories with equal visibility, equal rights of the holder, and the same matching patterns. */
export interface AlikeRow {
  /** Without the namespace. */
  readonly name: string;
  readonly count: number;
  readonly visibility: 'public' | 'private';
  readonly accountRight: RepositoryRight | null;
  readonly teamRight: RepositoryRight | null;
}

export function accessReviewReads(connection: Connection) {
  const { lists } = connection;
  return {
    /**
     * Tokens that have not ended. Ties are sorted by id. In both orders, tokens without a time in the sort column come
     * last.
     */
    list: async (filter: ReviewFilter): Promise<Paged<ReviewedToken>> => {
      const repository = await askedRepository(connection, filter);
      const found = sql`${TABLES(filter)} where ${conditionsOf(connection, filter, repository)}`;
      const { limit, offset } = limitsOf(filter);
      const order = orderOf(filter);
      // Reads the ids first. A sort of whole rows would copy 10,000 of them for the 25 that are shown.
      const ids = await rowsOf<{ id: string; total: number; place: number }>(
        lists,
        sql`select t.id, count(*) over () as total, row_number() over (order by ${order}) as place
          from ${found} order by place limit ${limit} offset ${offset}`,
      );
      if (ids.length === 0) {
        const [counted] = await rowsOf<{ total: number }>(lists, sql`select count(*) as total from ${found}`);
        return { total: Number(counted?.total ?? 0), items: [] };
      }
      const tokens = await rowsOf<ReviewedRow>(
        lists,
        sql`select ${columnsOf(connection, filter.organization.name)} from ${TABLES(filter)}
          where t.id in (${sql.join(ids.map(({ id }) => id))})`,
      );
      const byId = new Map(tokens.map((row) => [row.id, row]));
      const inOrder = ids.toSorted((one, other) => Number(one.place) - Number(other.place));
      return {
        total: Number(ids[0]?.total ?? 0),
        items: inOrder.flatMap(({ id }) => byId.get(id) ?? []).map(tokenOf),
      };
    },
    /** Only repositories that match one of the patterns. */
    alike: async ({ namespace, accountId, patterns }: AlikeAsked): Promise<readonly AlikeRow[]> => {
      if (patterns.length === 0) return [];
      const names = patterns.map((pattern) => sql`case when ${isNamed(pattern)} then '1' else '0' end`);
      const right = accountId === null ? NO_RIGHTS : rightsOf(accountId);
      const rows = await rowsOf<RankedRow>(
        lists,
        sql`
        select min(name) as name, count(*) as count, visibility, account_rank, team_rank from (
          select r.name, r.visibility, account_rank, team_rank, ${sql.join(names, sql` || `)} as named
          from repositories r left join (${right}) held on held.repository_id = r.id
          where r.namespace = ${namespace}) each_one
        where named like '%1%' group by visibility, account_rank, team_rank, named
        order by visibility, account_rank, team_rank, named`,
      );
      return rows.map(({ name, count, visibility, accountRank, teamRank }) => {
        const rights = { accountRight: rightOfRank(accountRank), teamRight: rightOfRank(teamRank) };
        return { name, count: Number(count), visibility, ...rights };
      });
    },
  };
}

type RankedRow = Omit<AlikeRow, 'accountRight' | 'teamRight'> & {
  readonly accountRank: number | null;
  readonly teamRank: number | null;
};

const FULL_NAME = sql`case when substr(r.name, 1, 1) = '/' then substr(r.name, 2) else r.namespace || '/' || r.name end`;
const NO_RIGHTS = sql`
  select '' as repository_id, cast(null as integer) as account_rank, cast(null as integer) as team_rank where 1 = 0`;

const rightsOf = (accountId: string) => sql`
  select repository_id, max(case when subject_type = 'account' then rank end) as account_rank,
    max(case when subject_type = 'team' then rank end) as team_rank
  from repository_rights where (subject_type = 'account' and subject_id = ${accountId})
    or (subject_type = 'team' and subject_id in (select team_id from team_members where account_id = ${accountId}))
  group by repository_id`;

function isNamed(pattern: string): RawBuilder<SqlBool> {
  if (pattern === '*') return sql`1 = 1`;
  if (!pattern.endsWith('*')) return sql`${FULL_NAME} = ${pattern}`;
  const start = pattern.slice(0, -1);
  return sql`substr(${FULL_NAME}, 1, ${sql.lit(start.length)}) = ${start}`;
}

/** Never by a description, because the order would reveal those that are not shown. */
function orderOf({ sort = 'created', order = 'desc', organization }: ReviewFilter) {
  const direction = order === 'asc' ? sql`asc` : sql`desc`;
  const column = {
    created: sql`t.created_at`,
    lastUsed: sql`u.last_at`,
    holder: HOLDER(organization.name),
    expires: sql`t.expires_at`,
  }[sort];
  const nulls = sort === 'lastUsed' || sort === 'expires' ? sql`${direction} nulls last` : direction;
  return sql`${column} ${nulls}, t.id ${direction}`;
}

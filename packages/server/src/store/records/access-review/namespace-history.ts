import { sql } from 'kysely';
import { rowsOf } from '../../paged.ts';
import type { Connection } from '../../schema.ts';

interface HistoryAsked {
  readonly namespace: string;
  readonly tokenIds: readonly string[];
  /** The start of a day, in milliseconds since the epoch. */
  readonly fromDay: number;
}

/** What a token did with a repository. */
export interface RepositoryUse {
  readonly tokenId: string;
  readonly repository: string;
  /** Separated by commas. */
  readonly actions: string;
}

/** An address from which a token was used, and the first day. */
export interface SourceUse {
  readonly tokenId: string;
  readonly address: string;
  readonly client: string;
  readonly firstDay: number;
}

/** The limit for all tokens of a page together. */
const ROWS = 5_000;

/** Uses in one namespace only, for the findings about a page of tokens. */
export function namespaceHistoryReads({ lists }: Connection) {
  return {
    /** Undefined if there are more than can be read. */
    uses: async (asked: HistoryAsked): Promise<readonly RepositoryUse[] | undefined> => {
      if (asked.tokenIds.length === 0) return [];
      const rows = await rowsOf<RepositoryUse>(
        lists,
        sql`select token_id, repository, actions from token_usage where ${isAsked(asked)} and actions <> ''
          group by token_id, repository, actions limit ${ROWS + 1}`,
      );
      return rows.length > ROWS ? undefined : rows;
    },
    /** The same, up to the number that can be read. */
    sources: async (asked: HistoryAsked): Promise<readonly SourceUse[]> => {
      if (asked.tokenIds.length === 0) return [];
      return rowsOf<SourceUse>(
        lists,
        sql`select token_id, address, client, min(day) as first_day from token_usage where ${isAsked(asked)}
          and actions <> '' group by token_id, address, client limit ${ROWS}`,
      );
    },
    /** How many accounts use the namespace from each of these addresses. */
    peopleAt: async (namespace: string, addresses: readonly string[]): Promise<ReadonlyMap<string, number>> => {
      if (addresses.length === 0) return new Map();
      const rows = await rowsOf<{ address: string; people: number }>(
        lists,
        sql`select u.address, count(distinct t.owner_id) as people from namespace_uses u
          join access_tokens t on t.id = u.token_id
          where u.namespace = ${namespace} and u.address in (${sql.join(addresses)}) group by u.address`,
      );
      return new Map(rows.map(({ address, people }) => [address, Number(people)]));
    },
    /** Which of these names belong to accounts in the organization that are not disabled. */
    membersOf: async (organizationId: string, names: readonly string[]): Promise<ReadonlySet<string>> => {
      if (names.length === 0) return new Set();
      const query = lists.selectFrom('memberships as m').innerJoin('accounts as a', 'a.id', 'm.accountId');
      const rows = await query
        .select('a.name')
        .where('m.organizationId', '=', organizationId)
        .where('a.name', 'in', names)
        .where('a.disabledAt', 'is', null)
        .execute();
      return new Set(rows.map(({ name }) => name));
    },
  };
}

function isAsked({ namespace, tokenIds, fromDay }: HistoryAsked) {
  const start = `${namespace}/`;
  const isOfNamespace = sql`substr(repository, 1, ${sql.lit(start.length)}) = ${start}`;
  // Names with one part belong to the namespace `library`.
  const isHere = namespace === 'library' ? sql`(${isOfNamespace} or repository not like '%/%')` : isOfNamespace;
  return sql`token_id in (${sql.join(tokenIds)}) and day >= ${fromDay} and repository <> '' and ${isHere}`;
}

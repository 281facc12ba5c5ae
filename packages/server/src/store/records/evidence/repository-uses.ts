import { sql } from 'kysely';
import { limitsOf, type Page, type Paged, rowsOf } from '../../paged.ts';
import type { Connection } from '../../schema.ts';
import { isOnlyHere } from '../access-review/grants-in-sql.ts';

/**
 * Where a use is known from: `gate` for a request that passed it, `gate-by-day` for what is left of it after 90 days, and
 * `registry-token` for what the token endpoint gave, counted by day.
 */
export type UseSource = 'gate' | 'gate-by-day' | 'registry-token';

/** What somebody did with one repository. */
export interface RepositoryUse {
  readonly source: UseSource;
  /** Of the last one, where there were several; the start of the day for `gate-by-day`. */
  readonly at: number;
  readonly count: number;
  readonly registry: string;
  /** Joined by commas. */
  readonly actions: string;
  /** Tag or digest, as the client named it; null where no gate recorded it. */
  readonly reference: string | null;
  readonly digest: string | null;
  /** Null for a password, and for somebody without a credential. */
  readonly tokenId: string | null;
  /** Null where the token is also for something else than this namespace (decision 32). */
  readonly description: string | null;
  /** An account or organization; null for somebody without a credential. */
  readonly holder: string | null;
  /** Null for what is kept no longer. */
  readonly address: string | null;
  readonly client: string | null;
}

export interface UseCriteria {
  /** `namespace/name`. */
  readonly repository: string;
  readonly namespace: string;
  readonly from: number;
  /** Not itself included. What is counted by day belongs to the period with its whole day. */
  readonly to: number;
}

/** Where a reader of one source is. */
export interface UsePlace {
  readonly at: number;
  readonly tie: string;
}

interface UsePart {
  readonly source: UseSource;
  /** Undefined at the start. */
  readonly reached: UsePlace | undefined;
  readonly limit: number;
}

interface UsesOfPart {
  readonly uses: readonly RepositoryUse[];
  /** Undefined at the end. */
  readonly next: UsePlace | undefined;
}

export type UseCounts = Readonly<Record<UseSource, number>>;

const DAY_MILLISECONDS = 86_400_000;
const SOURCES: readonly UseSource[] = ['gate', 'gate-by-day', 'registry-token'];

type Row = Omit<RepositoryUse, 'count' | 'description'> & {
  readonly count: number | string;
  readonly isOnlyHere: number | null;
  readonly description: string | null;
  readonly tie: string;
};

export function repositoryUseReads(connection: Connection) {
  const { lists } = connection;
  const counts = async (criteria: UseCriteria): Promise<UseCounts> => {
    const guarded = await guardedRegistries(connection, criteria);
    const each = SOURCES.map(
      (source) => sql`select ${sql.lit(source)} as source, count(*) as total
      from ${tableOf(source)} where ${conditionOf(source, criteria, guarded)}`,
    );
    const rows = await rowsOf<{ source: UseSource; total: number }>(lists, sql`${sql.join(each, sql` union all `)}`);
    const totals = new Map(rows.map(({ source, total }) => [source, Number(total)]));
    return {
      gate: totals.get('gate') ?? 0,
      'gate-by-day': totals.get('gate-by-day') ?? 0,
      'registry-token': totals.get('registry-token') ?? 0,
    };
  };
  return {
    counts,
    /** Newest first. */
    list: async (criteria: UseCriteria, page: Page): Promise<Paged<RepositoryUse> & { readonly counts: UseCounts }> => {
      const guarded = await guardedRegistries(connection, criteria);
      const found = await counts(criteria);
      const { limit, offset } = limitsOf(page);
      // Each source gives no more than the page can need, in the order of its index.
      const each = SOURCES.filter((source) => found[source] > 0).map(
        (source) => sql`select * from (select ${columnsOf(source)} from ${tableOf(source)}
          where ${conditionOf(source, criteria, guarded)}
          order by ${ORDERS[source]}, tie limit ${limit + offset}) ${sql.ref(ALIASES[source])}`,
      );
      const total = SOURCES.reduce((sum, source) => sum + found[source], 0);
      if (each.length === 0) return { counts: found, total, items: [] };
      const merged = sql`select * from (${sql.join(each, sql` union all `)}) every_one
        order by at desc, source, tie limit ${limit} offset ${offset}`;
      const rows = await rowsOf<Row>(lists, named(connection, criteria.namespace, merged));
      return { counts: found, total, items: rows.toSorted(byPlace).map(useOf) };
    },
    /** Of one source, newest first, after the place that was reached; what comes meanwhile is left out. */
    part: async (criteria: UseCriteria, { source, reached, limit }: UsePart): Promise<UsesOfPart> => {
      const guarded = await guardedRegistries(connection, criteria);
      const part = sql`select ${columnsOf(source)} from ${tableOf(source)}
        where ${conditionOf(source, criteria, guarded)} and ${reached ? isAfter(source, reached) : sql`1 = 1`}
        order by ${ORDERS[source]}, tie limit ${limit}`;
      const rows = (await rowsOf<Row>(lists, named(connection, criteria.namespace, part))).toSorted(byPlace);
      const last = rows.length < limit ? undefined : rows.at(-1);
      return { uses: rows.map(useOf), next: last && { at: Number(last.at), tie: last.tie } };
    },
  };
}

/** As in the database, whose order may be lost in the query around it: both of them compare bytes. */
function byPlace(one: Row, other: Row): number {
  if (Number(one.at) !== Number(other.at)) return Number(other.at) - Number(one.at);
  return Buffer.compare(Buffer.from(`${one.source} ${one.tie}`), Buffer.from(`${other.source} ${other.tie}`));
}

/** Registries whose gate recorded something of this repository in the period. */
async function guardedRegistries(
  { lists }: Connection,
  { repository, from, to }: UseCriteria,
): Promise<readonly string[]> {
  const rows = await rowsOf<{ name: string }>(
    lists,
    sql`select g.name from registries g where
      exists (select 1 from passages p where p.repository = ${repository} and p.registry = g.name
        and p.at >= ${dayOf(from)} and p.at < ${endOf(to)})
      or exists (select 1 from passage_days d where d.repository = ${repository} and d.registry = g.name
        and d.day >= ${dayOf(from)} and d.day < ${to})`,
  );
  return rows.map(({ name }) => name);
}

const ALIASES: Readonly<Record<UseSource, string>> = {
  gate: 'gate_rows',
  'gate-by-day': 'day_rows',
  'registry-token': 'usage_rows',
};

const TABLES = { gate: 'passages', 'gate-by-day': 'passage_days', 'registry-token': 'token_usage' } as const;

function tableOf(source: UseSource) {
  return sql`${sql.table(TABLES[source])} s`;
}

function conditionOf(source: UseSource, { repository, from, to }: UseCriteria, guarded: readonly string[]) {
  if (source === 'gate') return sql`s.repository = ${repository} and s.at >= ${from} and s.at < ${to}`;
  const inPeriod = sql`s.repository = ${repository} and s.day >= ${dayOf(from)} and s.day < ${to}`;
  if (source === 'gate-by-day') return inPeriod;
  const used = sql`${inPeriod} and s.actions <> ''`;
  if (guarded.length === 0) return used;
  // Where the gate recorded a day, the same uses are in its record, and more exactly.
  return sql`${used} and (s.registry not in (${sql.join(guarded)})
    or not (exists (select 1 from passages p where p.repository = s.repository and p.registry = s.registry
        and p.at >= s.day and p.at < s.day + ${sql.lit(DAY_MILLISECONDS)})
      or exists (select 1 from passage_days d where d.repository = s.repository and d.registry = s.registry
        and d.day = s.day)))`;
}

/** As the index has them. */
const ORDERS = {
  gate: sql`s.at desc`,
  'gate-by-day': sql`s.day desc`,
  'registry-token': sql`s.day desc, s.last_at desc`,
} as const;

const NONE = sql`cast(null as text)`;

/** Tells rows of the same time apart. */
const TIES = {
  gate: sql`s.id`,
  'gate-by-day': sql`(s.registry || ' ' || s.action || ' ' || s.reference || ' ' || s.digest || ' ' || s.token_id || ' '
    || s.holder_id)`,
  'registry-token': sql`(s.token_id || ' ' || s.registry || ' ' || s.actions || ' ' || s.address || ' ' || s.client)`,
} as const;

const COLUMNS = {
  gate: sql`s.at, s.count, s.registry, s.action as actions, s.reference, s.digest, s.token_id, s.holder, s.address, s.client`,
  'gate-by-day': sql`s.day as at, s.count, s.registry, s.action as actions, s.reference,
    nullif(s.digest, '') as digest, nullif(s.token_id, '') as token_id, nullif(s.holder, '') as holder,
    ${NONE} as address, ${NONE} as client`,
  'registry-token': sql`s.last_at as at, s.count, s.registry, s.actions, ${NONE} as reference, ${NONE} as digest,
    s.token_id, ${NONE} as holder, s.address, s.client`,
} as const;

/** The first condition is for the index. */
function isAfter(source: UseSource, { at, tie }: UsePlace) {
  const isLater = sql`${TIES[source]} > ${tie}`;
  if (source === 'gate') return sql`s.at <= ${at} and (s.at < ${at} or ${isLater})`;
  if (source === 'gate-by-day') return sql`s.day <= ${at} and (s.day < ${at} or ${isLater})`;
  return sql`s.day <= ${dayOf(at)} and (s.last_at < ${at} or (s.last_at = ${at} and ${isLater}))`;
}

function columnsOf(source: UseSource) {
  return sql`${sql.lit(source)} as source, ${COLUMNS[source]}, ${TIES[source]} as tie`;
}

/** With the holders of tokens: a name stays in its table after its account was deleted. */
function named(connection: Connection, namespace: string, page: ReturnType<typeof sql>) {
  return sql`select w.source, w.at, w.count, w.registry, w.actions, w.reference, w.digest, w.token_id,
      coalesce(w.holder, n.name) as holder, w.address, w.client, w.tie, t.description,
      case when t.id is not null and ${isOnlyHere(connection, namespace)} then 1 else 0 end as is_only_here
    from (${page}) w left join access_tokens t on t.id = w.token_id left join namespaces n on n.owner_id = t.owner_id`;
}

function useOf({ count, isOnlyHere: onlyHere, description, tie: _tie, ...use }: Row): RepositoryUse {
  return { ...use, at: Number(use.at), count: Number(count), description: onlyHere === 1 ? description : null };
}

function dayOf(at: number): number {
  return at - (at % DAY_MILLISECONDS);
}

function endOf(at: number): number {
  return dayOf(at + DAY_MILLISECONDS - 1);
}

import type { Action } from '@lanyard/core/repositories/repository';
import { sql } from 'kysely';
import { columnsOf, type RowOf } from '../../columns.ts';
import { type Page, type Paged, paged } from '../../paged.ts';
import type { Connection, Transaction } from '../../schema.ts';
import { rowWriter } from '../../written-rows.ts';

/** A request that passed the gate. Equal ones within a second are one row with a count. */
export interface Passage {
  readonly id: string;
  /** The time of the last of them. */
  readonly at: number;
  readonly registry: string;
  readonly repository: string;
  readonly action: Action;
  /** The tag or digest that the client named. */
  readonly reference: string;
  /** The digest that the registry returned for a tag. Null if the gate does not see answers. */
  readonly digest: string | null;
  /** Null for a password and for anonymous callers. */
  readonly tokenId: string | null;
  readonly holderId: string | null;
  /** The name of the account or organization. */
  readonly holder: string | null;
  readonly address: string;
  readonly client: string;
  /** Null if the gate does not see answers. */
  readonly status: number | null;
  readonly bytes: number | null;
  readonly count: number;
}

/** The passages of one day, after 90 days: who did what, without the addresses. */
export interface PassageDay
  extends Pick<
    Passage,
    'registry' | 'repository' | 'action' | 'reference' | 'digest' | 'tokenId' | 'holderId' | 'holder'
  > {
  /** The start of the day in UTC. */
  readonly day: number;
  readonly count: number;
}

export interface PassageFilter extends Page {
  readonly of: { readonly repository: string } | { readonly tokenId: string };
  /** A tag or a digest, in the request or the answer. */
  readonly reference?: string | undefined;
  readonly action?: Action | undefined;
  readonly before?: number | undefined;
}

export interface PassageOfImage extends Pick<Passage, 'repository' | 'action'> {
  readonly digest: string;
  readonly tags: readonly string[];
}

const MAXIMUM_TAGS = 10;

/** A key cannot contain null. */
const EMPTY = { read: (kept: string) => kept || null, keep: (value: string | null) => value ?? '' };
const PASSAGE = columnsOf<Passage>()({});
const DAY = columnsOf<PassageDay>()({ digest: EMPTY, tokenId: EMPTY, holderId: EMPTY, holder: EMPTY });

declare module '../../schema.ts' {
  interface Schema {
    passages: RowOf<typeof PASSAGE>;
    passageDays: RowOf<typeof DAY>;
  }
}

export function passageReads({ lists }: Connection) {
  return {
    /** Newest first. */
    list: ({ of, reference, action, before, ...page }: PassageFilter): Promise<Paged<Passage>> => {
      const query = lists
        .selectFrom('passages')
        .$if('repository' in of, (some) => some.where('repository', '=', 'repository' in of ? of.repository : ''))
        .$if('tokenId' in of, (some) => some.where('tokenId', '=', 'tokenId' in of ? of.tokenId : ''))
        .$if(action !== undefined, (some) => some.where('action', '=', action ?? 'pull'))
        .$if(before !== undefined, (some) => some.where('at', '<', before ?? 0))
        .$if(reference !== undefined, (some) =>
          some.where((row) => row.or([row('reference', '=', reference ?? ''), row('digest', '=', reference ?? '')])),
        );
      const rows = query.selectAll().orderBy('at', 'desc').orderBy('id');
      return paged(rows, query, page, PASSAGE.read);
    },
    /** The last passage of a manifest: by its digest, or by a tag whose answer the gate did not see. */
    last: async ({ repository, digest, tags, action }: PassageOfImage): Promise<Passage | undefined> => {
      const all = lists
        .selectFrom('passages')
        .selectAll()
        .where('repository', '=', repository)
        .where('action', '=', action);
      const newest = all.orderBy('at', 'desc').limit(1);
      const found = await Promise.all([
        newest.where('digest', '=', digest).executeTakeFirst(),
        newest.where('reference', '=', digest).executeTakeFirst(),
        ...tags
          .slice(0, MAXIMUM_TAGS)
          .map((tag) => newest.where('reference', '=', tag).where('digest', 'is', null).executeTakeFirst()),
      ]);
      const [last] = found.filter((row) => row !== undefined).sort((one, other) => other.at - one.at);
      return last && PASSAGE.read(last);
    },
    /** The days before the first passage, newest first. */
    days: ({ of, reference, action, before, ...page }: PassageFilter): Promise<Paged<PassageDay>> => {
      const query = lists
        .selectFrom('passageDays')
        .$if('repository' in of, (some) => some.where('repository', '=', 'repository' in of ? of.repository : ''))
        .$if('tokenId' in of, (some) => some.where('tokenId', '=', 'tokenId' in of ? of.tokenId : ''))
        .$if(action !== undefined, (some) => some.where('action', '=', action ?? 'pull'))
        .$if(before !== undefined, (some) => some.where('day', '<', before ?? 0))
        .$if(reference !== undefined, (some) =>
          some.where((row) => row.or([row('reference', '=', reference ?? ''), row('digest', '=', reference ?? '')])),
        );
      const rows = query.selectAll().orderBy('day', 'desc').orderBy('reference').orderBy('holderId').orderBy('tokenId');
      return paged(rows, query, page, DAY.read);
    },
  };
}

const COLUMNS = `id, at, registry, repository, action, reference, digest, token_id, holder_id, holder, address, client,
  status, bytes, count`;

const insertPassages = rowWriter({
  name: 'passages',
  before: `insert into passages (${COLUMNS}) values`,
  row: '(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  after: '',
});

/** In the order of the columns. */
function valuesOf({ id, at, registry, repository, action, reference, digest, ...rest }: Passage) {
  const { tokenId, holderId, holder, address, client, status, bytes, count } = rest;
  const what = [registry, repository, action, reference, digest];
  return [id, at, ...what, tokenId, holderId, holder, address, client, status, bytes, count];
}

export function passageRecords(transaction: Transaction) {
  const { database } = transaction;
  return {
    ...passageReads(transaction),
    insert: (passages: readonly Passage[]) => insertPassages(transaction, passages.map(valuesOf)),
    /** Replaces at most `limit` passages from before this time with daily counts. Returns how many. */
    fold: async (before: number, limit: number): Promise<number> => {
      const old = await database
        .selectFrom('passages')
        .selectAll()
        .where('at', '<', before)
        .orderBy('at')
        .limit(limit)
        .execute();
      for (const row of old) await countByDay(transaction, PASSAGE.read(row));
      const ids = old.map(({ id }) => id);
      if (ids.length > 0) await database.deleteFrom('passages').where('id', 'in', ids).execute();
      return ids.length;
    },
    /** Deletes at most `limit` days before this one. Returns how many. */
    deleteDaysBefore: async (day: number, limit: number): Promise<number> => {
      const key = sql.raw('day, registry, repository, action, reference, digest, token_id, holder_id');
      const old = sql`(select ${key} from passage_days where day < ${day} order by day limit ${limit})`;
      const deletion = database.deleteFrom('passageDays').where(sql<boolean>`(${key}) in ${old}`);
      return Number((await deletion.executeTakeFirstOrThrow()).numDeletedRows);
    },
  };
}

const DAY_MILLISECONDS = 86_400_000;
const KEY = ['day', 'registry', 'repository', 'action', 'reference', 'digest', 'tokenId', 'holderId'] as const;

async function countByDay({ database }: Transaction, passage: Passage): Promise<void> {
  const { at, registry, repository, action, reference, digest, tokenId, holderId, holder, count } = passage;
  const what = { registry, repository, action, reference, digest, tokenId, holderId, holder, count };
  const row = DAY.keep({ day: at - (at % DAY_MILLISECONDS), ...what });
  const insert = database.insertInto('passageDays').values(row);
  const added = { count: sql<number>`passage_days.count + excluded.count` };
  await insert.onConflict((conflict) => conflict.columns(KEY).doUpdateSet(added)).execute();
}

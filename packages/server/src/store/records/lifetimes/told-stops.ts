import type { AnnouncedRule } from '@lanyard/core/lifetimes/announced-rules';
import type { ToldStop } from '@lanyard/core/lifetimes/token-stops';
import { sql } from 'kysely';
import type { Connection } from '../../schema.ts';

/** What the holder of something was told last about the time at which a rule stops it. */
export interface KeptToldStop {
  readonly organizationId: string;
  readonly rule: AnnouncedRule;
  /** A token, or a member whose password it is about. */
  readonly subjectId: string;
  readonly stopsAt: number;
  /** So many days before it. */
  readonly days: number;
  readonly toldAt: number;
}

declare module '../../schema.ts' {
  interface Schema {
    toldStops: KeptToldStop;
    /** When a server last looked for what stops in an organization, and when its owners were last told of it. */
    toldStopRounds: { organizationId: string; lookedAt: number; digestAt: number };
  }
}

type ToldSubject = Pick<KeptToldStop, 'rule' | 'subjectId'>;
type ToldStopOf = (one: ToldSubject) => ToldStop | undefined;

function toldKey({ rule, subjectId }: ToldSubject): string {
  return `${rule} ${subjectId}`;
}

export function toldStopReads({ database }: Connection) {
  return {
    /** Of these subjects. */
    among: async (organizationId: string, subjectIds: readonly string[]): Promise<ToldStopOf> => {
      if (subjectIds.length === 0) return () => undefined;
      const query = database.selectFrom('toldStops').selectAll().where('organizationId', '=', organizationId);
      const rows = await query.where('subjectId', 'in', subjectIds).execute();
      const told = new Map(rows.map((row) => [toldKey(row), { at: row.stopsAt, days: row.days }]));
      return (one) => told.get(toldKey(one));
    },
    /** Whether a holder was told of something after this time. */
    isFresh: async (organizationId: string, after: number): Promise<boolean> => {
      const query = database.selectFrom('toldStops').select('rule').where('organizationId', '=', organizationId);
      return (await query.where('toldAt', '>', after).limit(1).executeTakeFirst()) !== undefined;
    },
    /** Zero for never. */
    round: async (organizationId: string): Promise<{ readonly lookedAt: number; readonly digestAt: number }> => {
      const query = database.selectFrom('toldStopRounds').select(['lookedAt', 'digestAt']);
      const row = await query.where('organizationId', '=', organizationId).executeTakeFirst();
      return row ?? { lookedAt: 0, digestAt: 0 };
    },
  };
}

export function toldStopRecords(connection: Connection) {
  const { database } = connection;
  return {
    ...toldStopReads(connection),
    /**
     * Keeps what is told, and says of which warning nobody was told before. It also waits for another server that tells
     * the same, so that of two only one tells it.
     */
    putNew: async (told: readonly KeptToldStop[]): Promise<(one: ToldSubject) => boolean> => {
      if (told.length === 0) return () => false;
      const insert = database.insertInto('toldStops').values([...told]);
      const put = insert.onConflict((conflict) =>
        conflict
          .columns(['organizationId', 'rule', 'subjectId'])
          .doUpdateSet(({ ref }) => ({
            stopsAt: ref('excluded.stopsAt'),
            days: ref('excluded.days'),
            toldAt: ref('excluded.toldAt'),
          }))
          .where(({ eb, ref }) =>
            eb.or([
              eb('toldStops.stopsAt', '<>', ref('excluded.stopsAt')),
              eb('toldStops.days', '>', ref('excluded.days')),
            ]),
          ),
      );
      const fresh = new Set((await put.returning(['rule', 'subjectId']).execute()).map(toldKey));
      return (one) => fresh.has(toldKey(one));
    },
    putRound: async (organizationId: string, round: { readonly lookedAt: number; readonly digestAt: number }) => {
      const insert = database.insertInto('toldStopRounds').values({ organizationId, ...round });
      await insert.onConflict((one) => one.column('organizationId').doUpdateSet(round)).execute();
    },
    /** Removes at most `limit` of what stopped before this time; gives how many. */
    deleteBefore: async (before: number, limit: number): Promise<number> => {
      const old = sql`(select organization_id, rule, subject_id from told_stops where stops_at < ${before} limit ${limit})`;
      const deletion = database
        .deleteFrom('toldStops')
        .where(sql<boolean>`(organization_id, rule, subject_id) in ${old}`);
      return Number((await deletion.executeTakeFirstOrThrow()).numDeletedRows);
    },
  };
}

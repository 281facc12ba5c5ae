import type { Descriptor } from '@lanyard/core/images/image-manifest';
import { IMAGE_VERDICTS, type ImageVerdict, type LayerReport } from '@lanyard/core/scans/verdict';
import { sql } from 'kysely';
import { columnsOf, jsonOrNull, type RowOf } from '../../columns.ts';
import type { Connection, Transaction } from '../../schema.ts';
import { VERDICT } from '../images/images.ts';
import { nextOutdated, type ScannerNow } from './outdated.ts';

/** The content of images. A shared layer has one row, because its digest identifies it. */
export interface Layer extends Descriptor {
  readonly verdict: ImageVerdict;
  /** The result of the last scan. Null before the first one. */
  readonly report: LayerReport | null;
  /** The engine of the last scan. Null before the first one. */
  readonly engine: string | null;
  readonly scannedAt: number | null;
  /**
   * When to scan it. Null if only a new engine can make it due. A server that scans it sets this to the end of its
   * claim.
   */
  readonly dueAt: number | null;
  readonly attempts: number;
  /** The start of the day on which an image with it was pulled last. 0 if that was never seen. */
  readonly usedAt: number;
}

const LAYER = columnsOf<Layer>()({ verdict: VERDICT, report: jsonOrNull<LayerReport>() });

declare module '../../schema.ts' {
  interface Schema {
    layers: RowOf<typeof LAYER>;
  }
}

const HOUR_MILLISECONDS = 3_600_000;

const isUnused = sql<boolean>`not exists (select 1 from image_layers where image_layers.digest = layers.digest)`;

export interface ScanProgress {
  /** Layers that wait for their first scan, or for another try. */
  readonly waiting: number;
  /** Layers that were last scanned with another engine. */
  readonly outdated: number;
  readonly scanned: number;
  readonly scannedInLastHour: number;
  /** When the oldest scan of a layer was. Null if there was none. */
  readonly oldestScanAt: number | null;
}

export function layerReads(connection: Connection) {
  const { database, lists } = connection;
  return {
    /** In the order of the image. */
    ofImage: async (imageId: string): Promise<readonly Layer[]> => {
      const query = lists.selectFrom('imageLayers').innerJoin('layers', 'layers.digest', 'imageLayers.digest');
      const rows = await query.selectAll('layers').where('imageId', '=', imageId).orderBy('position').execute();
      return rows.map(LAYER.read);
    },
    progress: async (engine: string, now: number): Promise<ScanProgress> => {
      const counts = await lists
        .selectFrom('layers')
        .select([
          sql<number>`sum(case when due_at is not null then 1 else 0 end)`.as('waiting'),
          sql<number>`sum(case when due_at is null and engine <> ${engine} then 1 else 0 end)`.as('outdated'),
          sql<number>`sum(case when due_at is null and engine = ${engine} then 1 else 0 end)`.as('scanned'),
          sql<number>`sum(case when scanned_at > ${now - HOUR_MILLISECONDS} then 1 else 0 end)`.as('scannedInLastHour'),
          sql<number | null>`min(scanned_at)`.as('oldestScanAt'),
        ])
        .executeTakeFirst();
      const { waiting, outdated, scanned, scannedInLastHour, oldestScanAt = null } = counts ?? {};
      return {
        waiting: Number(waiting ?? 0),
        outdated: Number(outdated ?? 0),
        scanned: Number(scanned ?? 0),
        scannedInLastHour: Number(scannedInLastHour ?? 0),
        oldestScanAt: oldestScanAt === null ? null : Number(oldestScanAt),
      };
    },
    countsByVerdict: async (): Promise<ReadonlyMap<ImageVerdict, number>> => {
      const query = lists
        .selectFrom('layers')
        .select(['verdict', sql<number>`count(*)`.as('count')])
        .groupBy('verdict');
      const found = new Map(
        (await query.execute()).map(({ verdict, count }) => [VERDICT.read(verdict), Number(count)]),
      );
      return new Map(IMAGE_VERDICTS.map((verdict) => [verdict, found.get(verdict) ?? 0]));
    },
    /** Some layers that are in no image any more. */
    unused: async (limit: number): Promise<readonly string[]> => {
      const rows = await lists.selectFrom('layers').select('digest').where(isUnused).limit(limit).execute();
      return rows.map(({ digest }) => digest);
    },
    isAnyDue: async (now: number, scanner: ScannerNow): Promise<boolean> => {
      const due = database.selectFrom('layers').select('digest').where('dueAt', '<=', now).limit(1);
      if ((await due.executeTakeFirst()) !== undefined) return true;
      return (await nextOutdated(connection, 'layers', scanner)) !== undefined;
    },
  };
}

export function layerRecords(connection: Transaction) {
  const { database, locksRows } = connection;
  const onlyClaimed = ({ digest, attempts }: Pick<Layer, 'digest' | 'attempts'>) =>
    database.updateTable('layers').where('digest', '=', digest).where('attempts', '=', attempts);
  return {
    ...layerReads(connection),
    /** Existing layers stay as they are. Until the transaction ends, nobody can remove them as unused. */
    insert: async (layers: readonly Descriptor[], dueAt: number) => {
      const inOneOrder = layers.toSorted((one, other) => (one.digest < other.digest ? -1 : 1));
      for (const layer of inOneOrder) {
        const row = {
          ...layer,
          verdict: 'waiting',
          report: null,
          engine: null,
          scannedAt: null,
          dueAt,
          attempts: 0,
          usedAt: 0,
        } as const;
        const insert = database.insertInto('layers').values(LAYER.keep(row));
        await insert
          .onConflict((conflict) =>
            locksRows
              ? conflict.column('digest').doUpdateSet({ digest: ({ ref }) => ref('layers.digest') })
              : conflict.doNothing(),
          )
          .execute();
      }
    },
    /**
     * Claims the layer that has been due longest, or otherwise one that another engine scanned, those in use first.
     * Nobody else gets it until then.
     */
    claim: async (now: number, until: number, scanner: ScannerNow): Promise<Layer | undefined> => {
      const due = database
        .selectFrom('layers')
        .selectAll()
        .where('dueAt', '<=', now)
        .orderBy('dueAt')
        .orderBy('digest');
      const first = await (locksRows ? due.limit(1).forUpdate().skipLocked() : due.limit(1)).executeTakeFirst();
      const digest = first?.digest ?? (await nextOutdated(connection, 'layers', scanner, locksRows));
      if (digest === undefined) return undefined;
      const row =
        first ?? (await database.selectFrom('layers').selectAll().where('digest', '=', digest).executeTakeFirst());
      if (!row) return undefined;
      const attempts = row.attempts + 1;
      await database.updateTable('layers').set({ dueAt: until, attempts }).where('digest', '=', row.digest).execute();
      return LAYER.read({ ...row, dueAt: until, attempts });
    },
    /** It stays claimed. False if another server has claimed it since. */
    setReport: async (layer: Layer, report: LayerReport, scannedAt: number): Promise<boolean> => {
      const { verdict, engine } = report;
      const { numUpdatedRows } = await onlyClaimed(layer)
        .set(LAYER.keep({ verdict, report, engine, scannedAt }))
        .executeTakeFirstOrThrow();
      return Number(numUpdatedRows) === 1;
    },
    extendClaim: async (layer: Layer, until: number) => {
      await onlyClaimed(layer).set({ dueAt: until }).execute();
    },
    /** Ends the claim as if it never existed. */
    giveBack: async (layer: Layer, dueAt: number) => {
      await onlyClaimed(layer)
        .set({ dueAt, attempts: layer.attempts - 1 })
        .execute();
    },
    /** Ends the claim. A layer with a verdict starts its attempts again from zero. */
    settle: async (layer: Layer, dueAt: number | null) => {
      const attempts = dueAt === null ? 0 : layer.attempts;
      await onlyClaimed(layer).set({ dueAt, attempts }).execute();
    },
    /** Deletes those that are in no image. */
    deleteUnused: async (digests: readonly string[]) => {
      if (digests.length === 0) return;
      const some = database.selectFrom('layers').select('digest').where('digest', 'in', digests).orderBy('digest');
      // A transaction that adds such a layer to an image locks it, so this one waits and then sees that image.
      if (locksRows) await some.forUpdate().execute();
      await database.deleteFrom('layers').where('digest', 'in', digests).where(isUnused).execute();
    },
  };
}

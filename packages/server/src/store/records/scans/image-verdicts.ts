import type { Measured } from '@lanyard/core/scans/image-measure';
import { IMAGE_VERDICTS, type ImageVerdict } from '@lanyard/core/scans/verdict';
import { sql } from 'kysely';
import { jsonOrNull } from '../../columns.ts';
import { type Page, type Paged, paged } from '../../paged.ts';
import type { Connection, Transaction } from '../../schema.ts';
import { IMAGE, type Image, type ImagePlace, VERDICT } from '../images/images.ts';
import type { RecheckScope } from './image-rechecks.ts';

const isVulnerable = sql<boolean>`exists (select 1 from vulnerability_scans v
  where v.digest = images.digest and v.worst > 0)`;

/** In the place of the verdict on which the policy has acted: an image that is to be looked at again. */
const MARKED = -1;

/** What scans of layers say about images. */
export function imageVerdictReads({ database, lists }: Connection) {
  return {
    /** How many images have each verdict. An index is counted through its children. */
    countsIn: async (namespace: string): Promise<Readonly<Record<ImageVerdict, number>>> => {
      const rows = await lists
        .selectFrom('images')
        .select(['verdict', sql<number>`count(*)`.as('count')])
        .where('namespace', '=', namespace)
        .where('kind', '<>', 'index')
        .groupBy('verdict')
        .execute();
      const counts = new Map(rows.map(({ verdict, count }) => [VERDICT.read(verdict), Number(count)]));
      const all = IMAGE_VERDICTS.map((verdict) => [verdict, counts.get(verdict) ?? 0]);
      return Object.fromEntries(all) as Record<ImageVerdict, number>;
    },
    imagesOf: (namespace: string, verdict: ImageVerdict, page: Page): Promise<Paged<Image>> => {
      const query = lists
        .selectFrom('images')
        .where('namespace', '=', namespace)
        .where('verdict', '=', VERDICT.keep(verdict))
        .where('kind', '<>', 'index');
      return paged(query.selectAll().orderBy('seenAt', 'desc').orderBy('id'), query, page, IMAGE.read);
    },
    /**
     * Images on whose verdict the policy has not acted yet. It uses two ranges of the index, because `<>` would read
     * all images of the verdict.
     */
    unacted: async (verdict: ImageVerdict, limit: number): Promise<readonly Image[]> => {
      const kept = VERDICT.keep(verdict);
      const ofVerdict = database.selectFrom('images').selectAll().where('verdict', '=', kept).limit(limit);
      const before = await ofVerdict.where('acted', '<', kept).execute();
      const after = await ofVerdict.where('acted', '>', kept).execute();
      return [...before, ...after].slice(0, limit).map(IMAGE.read);
    },
    /** Images that are to be looked at again, whatever their verdict is. */
    marked: async (limit: number): Promise<readonly Image[]> => {
      const found: Image[] = [];
      for (const verdict of IMAGE_VERDICTS) {
        const query = database.selectFrom('images').selectAll().where('verdict', '=', VERDICT.keep(verdict));
        const rows = await query
          .where('acted', '=', MARKED)
          .limit(limit - found.length)
          .execute();
        found.push(...rows.map(IMAGE.read));
        if (found.length >= limit) break;
      }
      return found;
    },
    /** A page of the images of a namespace, or of one of its repositories, that a rule can be about. */
    idsToRecheck: async (scope: RecheckScope, after: string, limit: number): Promise<readonly string[]> => {
      const query = database.selectFrom('images').select('id').where('namespace', '=', scope.namespace);
      const some = query
        .where('id', '>', after)
        .where('kind', '<>', 'index')
        .where(({ or, eb }) =>
          or([eb('verdict', '<>', VERDICT.keep('clean')), eb('measured', 'is not', null), isVulnerable]),
        )
        .$if(scope.repository !== '', (narrower) => narrower.where('repository', '=', scope.repository));
      return (await some.orderBy('id').limit(limit).execute()).map(({ id }) => id);
    },
    /** A page of the images with this layer, by id. */
    idsWithLayer: async (digest: string, after: string, limit: number): Promise<readonly string[]> => {
      const query = database.selectFrom('imageLayers').select('imageId').where('digest', '=', digest);
      return (await query.where('imageId', '>', after).orderBy('imageId').limit(limit).execute()).map(
        ({ imageId }) => imageId,
      );
    },
    /** Some of the images with this layer. */
    withLayer: async (digest: string, limit: number): Promise<readonly Image[]> => {
      const query = database.selectFrom('imageLayers').innerJoin('images', 'images.id', 'imageLayers.imageId');
      const some = query.selectAll('images').where('imageLayers.digest', '=', digest);
      return (await some.orderBy('images.seenAt', 'desc').limit(limit).execute()).map(IMAGE.read);
    },
    /** Where a layer can be fetched: the images that contain it, newest first. */
    placesOfLayer: async (digest: string, limit: number): Promise<readonly ImagePlace[]> => {
      const query = database
        .selectFrom('imageLayers')
        .innerJoin('images', 'images.id', 'imageLayers.imageId')
        .select(['images.registryId', 'images.repository'])
        .where('imageLayers.digest', '=', digest);
      return query.orderBy('images.seenAt', 'desc').limit(limit).execute();
    },
  };
}

const { keep: keepMeasured } = jsonOrNull<Measured>();

const WAITING = sql.lit(VERDICT.keep('waiting'));
const NOT_SCANNED = sql.lit(VERDICT.keep('not-scanned'));

/** The worst verdict. An unknown layer counts as not scanned, and so does an image in an index that nobody read. */
const OF_LAYERS = sql<number>`coalesce((select max(coalesce(l.verdict, ${WAITING})) from image_layers il
  left join layers l on l.digest = il.digest where il.image_id = images.id), ${NOT_SCANNED})`;
const OF_CHILDREN = sql<number>`coalesce((select max(coalesce(c.verdict, ${NOT_SCANNED})) from image_children ic
  left join images c on c.digest = ic.digest and c.registry_id = images.registry_id and c.repository = images.repository
  where ic.image_id = images.id), ${NOT_SCANNED})`;

/** The indexes that contain one of these images. */
function listing(ids: readonly string[]) {
  return sql<boolean>`id in (select ic.image_id from image_children ic join images c on c.digest = ic.digest
    where c.id in (${sql.join(ids)}))`;
}

export function imageVerdictRecords(transaction: Transaction) {
  const { database, locksRows } = transaction;
  /** These images, and the indexes that contain one of them. */
  const withListing = (ids: readonly string[]) => sql<boolean>`(id in (${sql.join(ids)}) or ${listing(ids)})`;
  return {
    ...imageVerdictReads(transaction),
    /** Updates the verdicts of these images from their layers, and of indexes that contain them from their children. */
    refresh: async (ids: readonly string[]) => {
      if (ids.length === 0) return;
      // Two layers of one image can be finished at the same moment. The last one to write must see what the other
      // wrote.
      if (locksRows) {
        const all = database.selectFrom('images').select('id').where(withListing(ids)).orderBy('id');
        await all.forUpdate().execute();
      }
      const update = (verdict: typeof OF_LAYERS) => database.updateTable('images').set({ verdict });
      await update(OF_LAYERS).where('id', 'in', ids).where('kind', '<>', 'index').execute();
      await update(OF_CHILDREN).where('kind', '=', 'index').where(listing(ids)).execute();
      await update(OF_CHILDREN).where('kind', '=', 'index').where('id', 'in', ids).execute();
    },
    /**
     * Records that the policy now acts on this verdict. False if the image has another verdict, or if another server
     * did it.
     */
    claim: async (id: string, verdict: ImageVerdict): Promise<boolean> => {
      const kept = VERDICT.keep(verdict);
      const update = database.updateTable('images').set({ acted: kept }).where('id', '=', id);
      const { numUpdatedRows } = await update
        .where('verdict', '=', kept)
        .where('acted', '<>', kept)
        .executeTakeFirstOrThrow();
      return Number(numUpdatedRows) === 1;
    },
    /** Each of them is looked at again. */
    mark: async (ids: readonly string[]) => {
      if (ids.length === 0) return;
      await database.updateTable('images').set({ acted: MARKED }).where('id', 'in', ids).execute();
    },
    setMeasured: async (id: string, measured: Measured | null) => {
      await database
        .updateTable('images')
        .set({ measured: keepMeasured(measured) })
        .where('id', '=', id)
        .execute();
    },
  };
}

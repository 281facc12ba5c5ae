import { isDigest } from '@lanyard/core/images/image-manifest';
import { sql } from 'kysely';
import type { Connection, Transaction } from '../../schema.ts';
import type { Passage } from '../gate/passages.ts';

export type PulledImage = Pick<Passage, 'repository' | 'reference' | 'digest'>;

export function imageUseReads({ database }: Pick<Connection, 'database'>) {
  const digestsOf = async ({ repository, reference, digest }: PulledImage): Promise<readonly string[]> => {
    if (digest !== null) return [digest];
    if (isDigest(reference)) return [reference];
    const query = database.selectFrom('imageTags as tagged').innerJoin('images', 'images.id', 'tagged.imageId');
    const named = query.select('images.digest').where('tagged.repository', '=', repository);
    return (await named.where('tagged.tag', '=', reference).execute()).map((row) => row.digest);
  };
  return { digestsOf };
}

export function imageUseRecords(transaction: Transaction) {
  const { database, locksRows } = transaction;
  const { digestsOf } = imageUseReads(transaction);
  /** Always in the same order, so that two servers do not wait for each other. */
  const set = async (table: 'layers' | 'vulnerabilityScans', digests: readonly string[], day: number) => {
    const some = database.selectFrom(table).select('digest').where('digest', 'in', digests).where('usedAt', '<', day);
    const rows = await (locksRows ? some.orderBy('digest').forUpdate() : some).execute();
    const stale = rows.map(({ digest }) => digest);
    if (stale.length > 0) await database.updateTable(table).set({ usedAt: day }).where('digest', 'in', stale).execute();
  };
  return {
    digestsOf,
    /** Notes that these were pulled on this day. Most are noted already, so it mostly reads. */
    note: async (pulled: readonly PulledImage[], day: number) => {
      const digests = [...new Set((await Promise.all(pulled.map(digestsOf))).flat())];
      if (digests.length === 0) return;
      const parts = database
        .selectFrom('imageLayers as part')
        .innerJoin('images', 'images.id', 'part.imageId')
        .select(sql<string>`part.digest`.as('digest'))
        .distinct();
      const layers = await parts.where('images.digest', 'in', digests).execute();
      if (layers.length > 0)
        await set(
          'layers',
          layers.map(({ digest }) => digest),
          day,
        );
      await set('vulnerabilityScans', digests, day);
    },
  };
}

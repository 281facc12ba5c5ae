import { columnsOf, type RowOf } from '../../columns.ts';
import { countOf, type Page, type Paged, paged } from '../../paged.ts';
import type { Connection, HotQuery } from '../../schema.ts';

/** An image of one repository that the gate of one registry refuses to everybody. */
export interface Quarantine {
  readonly registryId: string;
  /** `namespace/name`. The repository need not have a record. */
  readonly repository: string;
  readonly digest: string;
  /** The text for everyone who tries to pull it. */
  readonly reason: string;
  /** `owner`, or the part of this server whose rule it was. */
  readonly source: string;
  /** The name of the owner who asked for it. Null for a rule. */
  readonly madeBy: string | null;
  readonly createdAt: number;
}

export type QuarantineKey = Pick<Quarantine, 'registryId' | 'repository' | 'digest'>;
export type QuarantineOfRegistry = Quarantine & { readonly registry: string };

const QUARANTINE = columnsOf<Quarantine>()({});

declare module '../../schema.ts' {
  interface Schema {
    quarantines: RowOf<typeof QUARANTINE>;
  }
}

/** Before every pull of a manifest or layer. Parameters: registry, repository. */
const ANY_QUARANTINE: HotQuery = {
  name: 'any-quarantine',
  text: 'select 1 as found from quarantines where registry_id = ? and repository = ? limit 1',
};

export function quarantineReads({ database, lists, first }: Connection) {
  const at = ({ registryId, repository }: Omit<QuarantineKey, 'digest'>) =>
    database.selectFrom('quarantines').where('registryId', '=', registryId).where('repository', '=', repository);
  return {
    byKey: ({ digest, ...place }: QuarantineKey): Promise<Quarantine | undefined> =>
      at(place).selectAll().where('digest', '=', digest).executeTakeFirst(),
    isAnyAt: async ({ registryId, repository }: Omit<QuarantineKey, 'digest'>): Promise<boolean> =>
      (await first<readonly [number]>(ANY_QUARANTINE, [registryId, repository])) !== undefined,
    of: (place: Omit<QuarantineKey, 'digest'>): Promise<readonly Pick<Quarantine, 'digest' | 'reason'>[]> =>
      at(place).select(['digest', 'reason']).execute(),
    countOf: (repository: string): Promise<number> =>
      countOf(database.selectFrom('quarantines').where('repository', '=', repository)),
    /** Newest first. */
    ofRepository: (repository: string, page: Page): Promise<Paged<QuarantineOfRegistry>> => {
      const query = lists
        .selectFrom('quarantines as q')
        .innerJoin('registries as r', 'r.id', 'q.registryId')
        .where('q.repository', '=', repository);
      const rows = query
        .selectAll('q')
        .select('r.name as registry')
        .orderBy('q.createdAt', 'desc')
        .orderBy('q.digest')
        .orderBy('r.name');
      return paged(rows, query, page, (row) => row);
    },
  };
}

export function quarantineRecords(connection: Connection) {
  const { database } = connection;
  return {
    ...quarantineReads(connection),
    insert: async (quarantine: Quarantine) => {
      await database.insertInto('quarantines').values(QUARANTINE.keep(quarantine)).execute();
    },
    delete: async ({ registryId, repository, digest }: QuarantineKey) => {
      await database
        .deleteFrom('quarantines')
        .where('registryId', '=', registryId)
        .where('repository', '=', repository)
        .where('digest', '=', digest)
        .execute();
    },
  };
}

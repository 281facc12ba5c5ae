import { parseRepositoryName } from '@lanyard/core/repositories/repository';
import { sql } from 'kysely';
import type { Database } from '../../schema.ts';

/** The uses of one token in one namespace. Only the last one is kept. */
export interface NamespaceUse {
  readonly namespace: string;
  readonly tokenId: string;
  readonly firstAt: number;
  readonly lastAt: number;
  readonly repository: string;
  readonly actions: string;
  readonly address: string;
  readonly client: string;
}

declare module '../../schema.ts' {
  interface Schema {
    namespaceUses: NamespaceUse;
  }
}

/** The fields of a use that are needed here. */
interface UseOfRepository {
  readonly tokenId: string;
  readonly at: number;
  readonly repository: string | null;
  readonly actions: string;
  readonly address: string;
  readonly client: string;
}

/** SQLite's old limit of 999 parameters allows 124 rows with eight columns. */
const ROWS_PER_STATEMENT = 100;

/** A use without a repository, or without granted actions, is not a use of the namespace. */
export async function recordNamespaceUses(database: Database, uses: readonly UseOfRepository[]): Promise<void> {
  const rows = lastOfEach(uses.flatMap((use) => namespaceUse(use) ?? []));
  for (let from = 0; from < rows.length; from += ROWS_PER_STATEMENT) {
    await upsert(database, rows.slice(from, from + ROWS_PER_STATEMENT));
  }
}

/**
 * Deletes at most `limit` last uses from before this time, of deleted tokens. Other tokens keep theirs, because they
 * would otherwise look unused. Returns how many.
 */
export async function deleteNamespaceUses(database: Database, before: number, limit: number): Promise<number> {
  const old = sql`(select u.namespace, u.token_id from namespace_uses u join access_tokens t on t.id = u.token_id
    where u.last_at < ${before} and t.deleted_at is not null order by u.last_at limit ${limit})`;
  const deletion = database.deleteFrom('namespaceUses').where(sql<boolean>`(namespace, token_id) in ${old}`);
  return Number((await deletion.executeTakeFirstOrThrow()).numDeletedRows);
}

async function upsert(database: Database, rows: readonly NamespaceUse[]): Promise<void> {
  const isLater = sql<boolean>`excluded.last_at > namespace_uses.last_at`;
  await database
    .insertInto('namespaceUses')
    .values([...rows])
    .onConflict((conflict) =>
      conflict
        .columns(['namespace', 'tokenId'])
        .doUpdateSet(({ ref }) => ({
          lastAt: ref('excluded.lastAt'),
          repository: ref('excluded.repository'),
          actions: ref('excluded.actions'),
          address: ref('excluded.address'),
          client: ref('excluded.client'),
        }))
        .where(isLater),
    )
    .execute();
}

function namespaceUse({
  tokenId,
  at,
  repository,
  actions,
  address,
  client,
}: UseOfRepository): NamespaceUse | undefined {
  const named = repository === null || actions === '' ? undefined : parseRepositoryName(repository);
  if (!named || repository === null) return undefined;
  return { namespace: named.namespace, tokenId, firstAt: at, lastAt: at, repository, actions, address, client };
}

/** Sorted, so that two nodes lock rows in the same order and never wait for each other. */
function lastOfEach(uses: readonly NamespaceUse[]): readonly NamespaceUse[] {
  const rows = new Map<string, NamespaceUse>();
  for (const use of uses) {
    const key = `${use.namespace}\n${use.tokenId}`;
    const before = rows.get(key);
    const firstAt = Math.min(before?.firstAt ?? use.firstAt, use.firstAt);
    const last = before && before.lastAt > use.lastAt ? before : use;
    rows.set(key, { ...last, firstAt });
  }
  return [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

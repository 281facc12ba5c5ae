import { parseRepositoryName } from '@lanyard/core/repositories/repository';
import { sql } from 'kysely';
import type { Database, WritingConnection } from '../../schema.ts';
import { rowWriter } from '../../written-rows.ts';

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

/** A use without a repository, or without granted actions, is not a use of the namespace. */
export async function recordNamespaceUses(
  transaction: WritingConnection,
  uses: readonly UseOfRepository[],
): Promise<void> {
  const rows = lastOfEach(uses.flatMap((use) => namespaceUse(use) ?? []));
  await upsertNamespaceUses(transaction, rows.map(valuesOf));
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

/** A use is no change that needs an audit event. */
const upsertNamespaceUses = rowWriter({
  name: 'namespace-uses',
  before: `insert into namespace_uses
    (namespace, token_id, first_at, last_at, repository, actions, address, client) values`,
  row: '(?, ?, ?, ?, ?, ?, ?, ?)',
  after: `on conflict (namespace, token_id) do update set last_at = excluded.last_at, repository = excluded.repository,
    actions = excluded.actions, address = excluded.address, client = excluded.client
    where excluded.last_at > namespace_uses.last_at`,
});

function valuesOf({ namespace, tokenId, firstAt, lastAt, repository, actions, address, client }: NamespaceUse) {
  return [namespace, tokenId, firstAt, lastAt, repository, actions, address, client];
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

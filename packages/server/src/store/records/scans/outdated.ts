import type { Connection } from '../../schema.ts';

type Scanned = 'layers' | 'vulnerabilityScans';

export interface ScannerNow {
  /** The scanner with its database. */
  readonly engine: string;
  /**
   * When this server first saw it. What another server scanned since is left alone. Otherwise two servers whose databases
   * differ for a while would scan everything again and again.
   */
  readonly since: number;
}

/** Enough for databases that came while one was still in use. Others wait until these are done. */
const ENGINES_AT_MOST = 20;

/**
 * What was last scanned by another engine and is due by that alone: what was pulled last first, then the oldest scan.
 * `isLocking` locks it, and leaves out what others have locked.
 */
export async function nextOutdated(
  connection: Pick<Connection, 'database'>,
  table: Scanned,
  { engine, since }: ScannerNow,
  isLocking = false,
): Promise<string | undefined> {
  const found: Outdated[] = [];
  // One range of the index for each engine. With `<>`, everything that is done already would be read.
  for (const other of await otherEngines(connection, table, engine)) {
    const all = scannedBefore(connection, table).select(['digest', 'usedAt', 'scannedAt']);
    const some = all.where('engine', '=', other).where('scannedAt', '<=', since);
    const first = some.orderBy('usedAt', 'desc').orderBy('scannedAt').limit(1);
    found.push(...(await (isLocking ? first.forUpdate().skipLocked() : first).execute()));
  }
  const order = (one: Outdated, two: Outdated) =>
    two.usedAt - one.usedAt || (one.scannedAt ?? 0) - (two.scannedAt ?? 0);
  return found.toSorted(order)[0]?.digest;
}

interface Outdated {
  readonly digest: string;
  readonly usedAt: number;
  readonly scannedAt: number | null;
}

/** Both tables have these columns, so the types of one of them fit the other. */
function scannedBefore({ database }: Pick<Connection, 'database'>, table: Scanned) {
  return database.selectFrom(table as 'layers').where('dueAt', 'is', null);
}

async function otherEngines(
  connection: Pick<Connection, 'database'>,
  table: Scanned,
  engine: string,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (let after = ''; found.length < ENGINES_AT_MOST; ) {
    const engines = scannedBefore(connection, table).select('engine').where('engine', '>', after);
    const next = (await engines.orderBy('engine').limit(1).executeTakeFirst())?.engine;
    if (next === undefined || next === null) break;
    after = next;
    if (after !== engine) found.push(after);
  }
  return found;
}

/** As much of an auto-generated token as decides which ones stay. Times are milliseconds since the epoch. */
export interface RetainedToken {
  readonly id: string;
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
}

/**
 * The ids that go when `freshId` has just been made: all outside the `kept` most recently used, least recently used first.
 * Deactivated ones count like any other; the fresh one always stays, whatever the other nodes' clocks say.
 */
export function tokensToEvict(tokens: readonly RetainedToken[], freshId: string, kept: number): readonly string[] {
  const others = tokens.filter(({ id }) => id !== freshId).sort(byRecency);
  return others.slice(0, Math.max(0, others.length - (kept - 1))).map(({ id }) => id);
}

/** The last use, or the creation where unused; of two alike the older one first, then by id, so that all nodes agree. */
function byRecency(a: RetainedToken, b: RetainedToken): number {
  return recencyOf(a) - recencyOf(b) || a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1);
}

function recencyOf({ lastUsedAt, createdAt }: RetainedToken): number {
  return lastUsedAt ?? createdAt;
}

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
  return outside(
    tokens.filter(({ id }) => id !== freshId),
    kept,
  );
}

/** The id of the first to go when one more is made; undefined while there is room for it. */
export function nextToEvict(tokens: readonly RetainedToken[], kept: number): string | undefined {
  return outside(tokens, kept)[0];
}

/** Those of the `others` that do not stay beside a fresh one. */
function outside(tokens: readonly RetainedToken[], kept: number): readonly string[] {
  const others = tokens.toSorted(byRecency);
  return others.slice(0, Math.max(0, others.length - (kept - 1))).map(({ id }) => id);
}

/** The last use, or the creation where unused; of two alike the older one first, then by id, so that all nodes agree. */
function byRecency(a: RetainedToken, b: RetainedToken): number {
  return recencyOf(a) - recencyOf(b) || a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1);
}

function recencyOf({ lastUsedAt, createdAt }: RetainedToken): number {
  return lastUsedAt ?? createdAt;
}

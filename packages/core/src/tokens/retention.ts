/** How many auto-generated tokens an account keeps if no policy says otherwise. */
export const AUTO_TOKENS_KEPT = 5;

/** The fields of an auto-generated token that decide which tokens are kept. Times are milliseconds since the epoch. */
export interface RetainedToken {
  readonly id: string;
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
}

/**
 * The ids to evict after `freshId` was created: all except the `kept` most recently used, least recently used first.
 * Deactivated tokens count like any other. The fresh one always stays, even if the clocks of other nodes are ahead.
 */
export function tokensToEvict(tokens: readonly RetainedToken[], freshId: string, kept: number): readonly string[] {
  return outside(
    tokens.filter(({ id }) => id !== freshId),
    kept,
  );
}

/** The id of the token that the next login would evict. Undefined while there is room for one more. */
export function nextToEvict(tokens: readonly RetainedToken[], kept: number): string | undefined {
  return outside(tokens, kept)[0];
}

/** The `others` that are not kept beside a fresh token. */
function outside(tokens: readonly RetainedToken[], kept: number): readonly string[] {
  const others = tokens.toSorted(byRecency);
  return others.slice(0, Math.max(0, others.length - (kept - 1))).map(({ id }) => id);
}

/**
 * Sorts by last use, or by creation for a token that was never used. If these are equal, the older token comes first,
 * then the id decides, so that all nodes agree.
 */
function byRecency(a: RetainedToken, b: RetainedToken): number {
  return recencyOf(a) - recencyOf(b) || a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1);
}

function recencyOf({ lastUsedAt, createdAt }: RetainedToken): number {
  return lastUsedAt ?? createdAt;
}

const ITEMS_A_TURN = 10;

/**
 * Does the work for one after the other, in one transaction. SQLite answers without waiting, so after some of them the
 * server answers other requests first. They read what was committed before; another change waits for its end.
 */
export async function inTurns<Item>(items: Iterable<Item>, work: (item: Item) => Promise<void>): Promise<void> {
  let done = 0;
  for (const item of items) {
    if (done > 0 && done % ITEMS_A_TURN === 0) await otherRequests();
    await work(item);
    done += 1;
  }
}

/** Resolves after the server looked at what else there is to answer. */
export function otherRequests(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

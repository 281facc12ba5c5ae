import type { HistoryPart, PlacedEvent } from '../../store/records/evidence/access-history.ts';
import type { Reads } from '../../store/store.ts';

/** How many events of each part are in memory at once. */
const CHUNK = 1_000;

interface Walk {
  readonly parts: readonly HistoryPart[];
  /** Only events from before this time. */
  readonly before: number;
}

/**
 * Hands over the events of all parts in the order of the log. Between two chunks it waits for the store, so others have
 * their turn.
 */
export async function walkHistory(
  { accessHistory }: Pick<Reads, 'accessHistory'>,
  { parts, before }: Walk,
  take: (event: PlacedEvent) => void,
): Promise<void> {
  const readers = parts.map((part) => ({ part, reached: 0, events: [] as readonly PlacedEvent[], next: 0 }));
  const fill = async (reader: (typeof readers)[number]) => {
    const asked = { afterSequence: reader.reached, before, limit: CHUNK };
    reader.events = await accessHistory.part(reader.part, asked);
    reader.next = 0;
    reader.reached = reader.events.at(-1)?.sequence ?? reader.reached;
  };
  await Promise.all(readers.map(fill));
  let open = readers.filter(({ events }) => events.length > 0);
  while (open.length > 0) {
    const first = open.reduce((one, other) => (headOf(other) < headOf(one) ? other : one));
    const event = first.events[first.next];
    if (event) take(event);
    first.next += 1;
    if (first.next < first.events.length) continue;
    if (first.events.length === CHUNK) await fill(first);
    open = open.filter(({ events, next }) => next < events.length);
  }
}

function headOf({ events, next }: { readonly events: readonly PlacedEvent[]; readonly next: number }): number {
  return events[next]?.sequence ?? Number.POSITIVE_INFINITY;
}

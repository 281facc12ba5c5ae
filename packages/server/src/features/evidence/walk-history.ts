import type { HistoryPart, PlacedEvent } from '../../store/records/evidence/access-history.ts';
import type { Reads } from '../../store/store.ts';

/** How many events of each part are in memory at once. */
const CHUNK = 1_000;

interface Walk {
  readonly parts: readonly HistoryPart[];
  /** Only events from before this time. */
  readonly before: number;
  /** Events of other parts that were read already, in the order of the log. */
  readonly known?: readonly PlacedEvent[];
}

/**
 * Hands over the events of all parts in the order of the log. Between two chunks it waits for the store, so others have
 * their turn.
 */
export async function walkHistory(
  { accessHistory }: Pick<Reads, 'accessHistory'>,
  { parts, before, known = [] }: Walk,
  take: (event: PlacedEvent) => void,
): Promise<void> {
  const readers = parts.map((part): Reader => ({ part, reached: 0, events: [], next: 0 }));
  const fill = async (reader: Reader) => {
    if (!reader.part) return;
    const asked = { afterSequence: reader.reached, before, limit: CHUNK };
    reader.events = await accessHistory.part(reader.part, asked);
    reader.next = 0;
    reader.reached = reader.events.at(-1)?.sequence ?? reader.reached;
  };
  await Promise.all(readers.map(fill));
  let open = [...readers, { part: undefined, reached: 0, events: known, next: 0 }].filter(
    ({ events }) => events.length > 0,
  );
  while (open.length > 0) {
    const first = open.reduce((one, other) => (headOf(other) < headOf(one) ? other : one));
    const event = first.events[first.next];
    if (event) take(event);
    first.next += 1;
    if (first.next < first.events.length) continue;
    if (first.part && first.events.length === CHUNK) await fill(first);
    open = open.filter(({ events, next }) => next < events.length);
  }
}

interface Reader {
  /** Undefined for events that were read already. */
  readonly part: HistoryPart | undefined;
  reached: number;
  events: readonly PlacedEvent[];
  next: number;
}

function headOf({ events, next }: Reader): number {
  return events[next]?.sequence ?? Number.POSITIVE_INFINITY;
}

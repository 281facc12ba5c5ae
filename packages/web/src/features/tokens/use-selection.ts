import { useState } from 'react';

export interface Selection {
  readonly ids: ReadonlySet<string>;
  toggle(id: string, isRange: boolean): void;
  toggleAll(): void;
  clear(): void;
}

/** The selected rows. With Shift, it selects all rows since the last one. Only visible rows can be selected. */
export function useSelection(visibleIds: readonly string[]): Selection {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [lastId, setLastId] = useState<string>();
  const ids = new Set(visibleIds.filter((id) => chosen.has(id)));
  return {
    ids,
    toggle: (id, isRange) => {
      const touched = isRange ? rangeOf(visibleIds, lastId, id) : [id];
      setChosen(ids.has(id) ? without(ids, touched) : new Set([...ids, ...touched]));
      setLastId(id);
    },
    toggleAll: () => setChosen(ids.size === visibleIds.length ? new Set() : new Set(visibleIds)),
    clear: () => setChosen(new Set()),
  };
}

function rangeOf(ids: readonly string[], from: string | undefined, to: string): readonly string[] {
  const start = from === undefined ? -1 : ids.indexOf(from);
  const end = ids.indexOf(to);
  return start < 0 ? [to] : ids.slice(Math.min(start, end), Math.max(start, end) + 1);
}

function without(ids: ReadonlySet<string>, removed: readonly string[]): ReadonlySet<string> {
  return new Set([...ids].filter((id) => !removed.includes(id)));
}

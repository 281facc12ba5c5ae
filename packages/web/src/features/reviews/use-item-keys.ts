import { type KeyboardEvent, useEffect, useRef, useState } from 'react';

export type ItemKey = 'select' | 'keep' | 'block';

const KEYS: Readonly<Record<string, ItemKey | 1 | -1>> = {
  arrowdown: 1,
  arrowup: -1,
  x: 'select',
  k: 'keep',
  b: 'block',
};

/**
 * One row can be reached with Tab, the arrow keys lead to the others, and the other keys are for the row that has the
 * focus: `onKey` gets them with the id of its token.
 */
export function useItemKeys(ids: readonly string[], onKey: (key: ItemKey, id: string, isRange: boolean) => void) {
  const [place, setPlace] = useState(0);
  const isGoingOn = useRef(false);
  const current = Math.max(0, Math.min(place, ids.length - 1));
  const focus = (index: number) => document.querySelector<HTMLElement>(`[data-item="${ids[index]}"]`)?.focus();
  const shown = ids.join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when other rows are shown
  useEffect(() => {
    if (isGoingOn.current && ids.length > 0) focus(current);
    isGoingOn.current = false;
  }, [shown]);
  return {
    place: current,
    setPlace,
    /** The row that takes the place of what was decided gets the focus. */
    goOn: () => {
      isGoingOn.current = true;
    },
    onKeyDown: (event: KeyboardEvent) => {
      const key = event.ctrlKey || event.metaKey || event.altKey ? undefined : KEYS[event.key.toLowerCase()];
      const id = event.target instanceof HTMLElement && event.target.closest<HTMLElement>('[data-item]')?.dataset.item;
      if (key === undefined || !id) return;
      event.preventDefault();
      if (typeof key === 'string') return onKey(key, id, event.shiftKey);
      const next = Math.max(0, Math.min(current + key, ids.length - 1));
      setPlace(next);
      focus(next);
    },
  };
}

import type { Clock } from '@lanyard/server/world';

export interface AdjustableClock extends Clock {
  advance(seconds: number): void;
}

/** Runs with the real time, moved by what a test adds. */
export function adjustableClock(): AdjustableClock {
  let offset = 0;
  return {
    now: () => Date.now() + offset,
    advance: (seconds) => {
      offset += seconds * 1000;
    },
  };
}

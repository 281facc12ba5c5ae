import type { Clock } from '@lanyard/server/world';

export interface AdjustableClock extends Clock {
  advance(seconds: number): void;
}

/** The real time plus the time that a test adds. */
export function adjustableClock(): AdjustableClock {
  let offset = 0;
  return {
    now: () => Date.now() + offset,
    advance: (seconds) => {
      offset += seconds * 1000;
    },
  };
}

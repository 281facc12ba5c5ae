import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dueWarning, WARNING_DAYS, warnedExpiries } from '../../src/notices/expiry-warning.ts';
import { testRuns } from '../test-runs.ts';

const DAY = 86_400_000;
const HOURS = 24 * 30;

describe('the warning before something expires', () => {
  it('comes once for each number of days, whenever the server looked, as an hour-by-hour calendar says', () => {
    const looks = fc.uniqueArray(fc.integer({ min: 1, max: HOURS }), { minLength: 1, maxLength: 40 });
    const expiry = fc.integer({ min: 1, max: HOURS + 24 * 9 });
    fc.assert(
      fc.property(looks, expiry, (hours, expiresAtHour) => {
        const sorted = hours.toSorted((one, other) => one - other);
        const expiresAt = (expiresAtHour * DAY) / 24;
        const given: (readonly [hour: number, days: number])[] = [];
        let after = 0;
        for (const hour of sorted) {
          const until = (hour * DAY) / 24;
          const days = dueWarning(expiresAt, { after, until });
          if (days !== undefined) given.push([hour, days]);
          after = until;
        }
        expect(given).toEqual(calendar(sorted, expiresAtHour));
      }),
      { numRuns: testRuns(300) },
    );
  });

  it('is found if the expiry is within the checked days', () => {
    fc.assert(
      fc.property(fc.nat(1e9), fc.nat(1e9), fc.nat(1e9), (start, length, more) => {
        const looked = { after: start, until: start + length };
        const expiresAt = start + more;
        const { after, until } = warnedExpiries(looked);
        if (dueWarning(expiresAt, looked) !== undefined) expect(expiresAt > after && expiresAt <= until).toBe(true);
      }),
      { numRuns: testRuns(300) },
    );
  });
});

/**
 * Goes through every hour and marks each warning that becomes due. A check takes the last mark, if there is still time.
 */
function calendar(looks: readonly number[], expiresAtHour: number): readonly (readonly [number, number])[] {
  const given: (readonly [number, number])[] = [];
  let marked: number | undefined;
  for (let hour = 1; hour <= HOURS; hour += 1) {
    for (const days of WARNING_DAYS) if (expiresAtHour - 24 * days === hour) marked = days;
    if (!looks.includes(hour)) continue;
    if (marked !== undefined && expiresAtHour > hour) given.push([hour, marked]);
    marked = undefined;
  }
  return given;
}

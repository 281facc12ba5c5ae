import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  MAXIMUM_OCCURRENCES,
  monthsAfter,
  nextOccurrence,
  RECURRENCE_NAMES,
  requireDueDate,
  toldSince,
} from '../../src/reviews/review-dates.ts';

const DAY = 86_400_000;
const time = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2040, 0, 1) });
const recurrence = fc.constantFrom(...RECURRENCE_NAMES);
const MONTHS = { monthly: 1, quarterly: 3, 'half-yearly': 6 };
const LONGEST = { monthly: 28, quarterly: 89, 'half-yearly': 181 };

/** One day after the other. */
function monthsLater(from: number, months: number): number {
  const number = (at: number) => new Date(at).getUTCFullYear() * 12 + new Date(at).getUTCMonth();
  let at = from;
  while (number(at) < number(from) + months) at += DAY;
  while (
    new Date(at).getUTCDate() < new Date(from).getUTCDate() &&
    new Date(at + DAY).getUTCMonth() === new Date(at).getUTCMonth()
  ) {
    at += DAY;
  }
  return at;
}

describe('the dates of a review that is repeated', () => {
  it('are the same day of a later month, or the last one of it', () => {
    expect(new Date(monthsAfter(Date.UTC(2027, 0, 31, 9), 1)).toISOString()).toBe('2027-02-28T09:00:00.000Z');
    expect(new Date(monthsAfter(Date.UTC(2027, 10, 30), 3)).toISOString()).toBe('2028-02-29T00:00:00.000Z');
    const property = fc.property(time, fc.integer({ min: 0, max: 40 }), (from, months) => {
      expect(monthsAfter(from, months)).toBe(monthsLater(from, months));
    });
    fc.assert(property, { numRuns: 200 });
  });

  it('come one after the other, never two at once, from the first date on', () => {
    const property = fc.property(time, recurrence, fc.nat(), (firstAt, every, spread) => {
      const length = 1 + (spread % (LONGEST[every] * DAY));
      let one = { firstAt, occurrence: 1, startsAt: firstAt, dueAt: firstAt + length };
      for (let count = 2; count <= MAXIMUM_OCCURRENCES; count += 1) {
        const next = nextOccurrence(one, every, one.dueAt);
        if (!next) throw new Error('the series ended too early');
        const { occurrence, startsAt, dueAt } = next;
        expect({ occurrence, length: dueAt - startsAt }).toEqual({ occurrence: count, length });
        expect(startsAt).toBe(monthsAfter(firstAt, (count - 1) * MONTHS[every]));
        expect(startsAt).toBeGreaterThanOrEqual(one.dueAt);
        one = next;
      }
      expect(nextOccurrence(one, every, one.dueAt)).toBeUndefined();
    });
    fc.assert(property, { numRuns: 100 });
  });

  it('leave out what would be over already, after a long time without a server', () => {
    const property = fc.property(time, recurrence, fc.integer({ min: 0, max: 900 }), (firstAt, every, daysAway) => {
      const one = { firstAt, occurrence: 1, startsAt: firstAt, dueAt: firstAt + 14 * DAY };
      const now = one.dueAt + daysAway * DAY;
      const all = Array.from({ length: MAXIMUM_OCCURRENCES - 1 }, (_, index) => index + 2);
      const expected = all.find((count) => monthsAfter(firstAt, (count - 1) * MONTHS[every]) + 14 * DAY > now);
      expect(nextOccurrence(one, every, now)?.occurrence).toBe(expected);
    });
    fc.assert(property);
  });
});

describe('the date on which a review is due', () => {
  it('is in the future, and before the next one begins', () => {
    const property = fc.property(
      time,
      fc.integer({ min: -400, max: 400 }),
      fc.option(recurrence),
      (now, days, every) => {
        const longest = every === null ? 366 : LONGEST[every];
        const ask = () => requireDueDate(now + days * DAY, every, now);
        if (days > 0 && days <= longest) expect(ask()).toBe(now + days * DAY);
        else expect(ask).toThrow();
      },
    );
    fc.assert(property);
    expect(() => requireDueDate(Number.NaN, null, 1)).toThrow();
  });
});

it('reviewers are told at the start, and seven days and one day before the end', () => {
  const property = fc.property(fc.integer({ min: 1, max: 400 }), fc.nat({ max: 400 }), (hours, atHour) => {
    const [startsAt, dueAt] = [0, hours * 3_600_000];
    const now = Math.min(atHour, hours - 1) * 3_600_000;
    const left = hours - Math.min(atHour, hours - 1);
    const expected = left <= 24 && hours > 24 ? hours - 24 : left <= 168 && hours > 168 ? hours - 168 : 0;
    expect(toldSince({ startsAt, dueAt }, now)).toBe(expected * 3_600_000);
  });
  fc.assert(property, { numRuns: 1_000 });
});

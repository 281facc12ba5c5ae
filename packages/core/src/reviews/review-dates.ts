import { DomainError } from '../domain-error.ts';

const DAY = 86_400_000;

/** How often a review is repeated, and how long each may then be, so that one is over before the next begins. */
const RECURRENCES = {
  monthly: { months: 1, longestDays: 28 },
  quarterly: { months: 3, longestDays: 89 },
  'half-yearly': { months: 6, longestDays: 181 },
} as const;

export type Recurrence = keyof typeof RECURRENCES;
export const RECURRENCE_NAMES = Object.keys(RECURRENCES) as readonly Recurrence[];

/** Without a recurrence. */
const LONGEST_DAYS = 366;
/** Then somebody has to want it again: five years of months. */
export const MAXIMUM_OCCURRENCES = 60;
/** So many days before the end, reviewers are reminded. */
const REMINDER_DAYS = [7, 1] as const;

/** Throws `invalid-input`. */
export function requireDueDate(dueAt: number, recurrence: Recurrence | null, now: number): number {
  const invalid = (reason: string) => new DomainError('invalid-input', { field: 'dueAt', reason });
  if (!(dueAt > now)) throw invalid('must be in the future');
  const days = recurrence === null ? LONGEST_DAYS : RECURRENCES[recurrence].longestDays;
  if (dueAt - now <= days * DAY) return dueAt;
  throw invalid(`must be within ${days} days${recurrence === null ? '' : `, because the review is ${recurrence}`}`);
}

/** One review of a series. Times are milliseconds since the epoch. */
export interface Occurrence {
  /** When the first of them started. The dates of all others are counted from it, so that they do not drift. */
  readonly firstAt: number;
  /** From 1. */
  readonly occurrence: number;
  readonly startsAt: number;
  readonly dueAt: number;
}

/** The first one after it that can still be done; undefined after the last of the series. */
export function nextOccurrence(
  { firstAt, occurrence, startsAt, dueAt }: Occurrence,
  recurrence: Recurrence,
  now: number,
): Occurrence | undefined {
  const length = dueAt - startsAt;
  for (let next = occurrence + 1; next <= MAXIMUM_OCCURRENCES; next += 1) {
    const at = monthsAfter(firstAt, (next - 1) * RECURRENCES[recurrence].months);
    if (at + length > now) return { firstAt, occurrence: next, startsAt: at, dueAt: at + length };
  }
  return undefined;
}

/** At the same time of the same day, in UTC; on the last day of a month that is shorter. */
export function monthsAfter(time: number, months: number): number {
  const date = new Date(time);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + months, date.getUTCDate()];
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(day, lastDay)) + (time - Math.floor(time / DAY) * DAY);
}

/**
 * Since when the reviewers of an open review should have been told of it: since its start, or a reminder of it. A review
 * that is shorter has fewer reminders.
 */
export function toldSince({ startsAt, dueAt }: Pick<Occurrence, 'startsAt' | 'dueAt'>, now: number): number {
  const reminders = REMINDER_DAYS.map((days) => dueAt - days * DAY);
  return Math.max(startsAt, ...reminders.filter((at) => at > startsAt && at <= now));
}

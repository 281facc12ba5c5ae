import { wrongUse } from '../cli-error.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** `30d`, a date as `2027-01-31` (its end, UTC), an RFC 3339 time, or `never`. Gives RFC 3339 in UTC, or null. */
export function parseExpiry(text: string, now: number): string | null {
  if (text === 'never') return null;
  const at = timeOf(text, now);
  if (Number.isNaN(at)) throw wrongUse(`"${text}" is no expiry`, 'as 30d, 2027-01-31, 2027-01-31T12:00:00Z or never');
  if (at <= now) throw wrongUse(`"${text}" is in the past`);
  return new Date(at).toISOString();
}

/** How many milliseconds `90d` is. */
export function parseDays(text: string): number {
  const [, days] = /^([1-9][0-9]{0,4})d$/.exec(text) ?? [];
  if (days === undefined) throw wrongUse(`"${text}" is no number of days`, 'as 90d');
  return Number(days) * DAY_MS;
}

function timeOf(text: string, now: number): number {
  if (/^[0-9]+d$/.test(text)) return now + parseDays(text);
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return Date.parse(`${text}T23:59:59Z`);
  return /^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:\d{2})$/.test(text) ? Date.parse(text) : Number.NaN;
}

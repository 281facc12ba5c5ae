import { Text } from '@mantine/core';

interface TimeTextProps {
  /** RFC 3339, as the API sends it. */
  readonly at: string;
}

/** The time relative to now. The title has the exact time in the reader's time zone. */
export function TimeText({ at }: TimeTextProps) {
  return (
    <time dateTime={at} title={formatExactTime(at)}>
      {formatRelativeTime(at, Date.now())}
    </time>
  );
}

/** A time on a day that is already named: "14:05". */
export function ClockText({ at }: TimeTextProps) {
  return (
    <time dateTime={at} title={formatExactTime(at)}>
      {clock.format(new Date(at))}
    </time>
  );
}

/** "Nov 29, 2026, 19:41:21 UTC", for pages that are printed: nothing shows on hover on paper. */
export function ExactTimeText({ at }: TimeTextProps) {
  return <time dateTime={at}>{exactShort.format(new Date(at))}</time>;
}

/** The date and the time until then: "27 Feb 2027, in 90 days". A title would not show on a phone. */
export function DayText({ at }: TimeTextProps) {
  return (
    <time dateTime={at} title={formatExactTime(at)}>
      {formatDay(at)}
      <Text span size="xs" c="dimmed" display="block">
        {formatDistance(at, Date.now())}
      </Text>
    </time>
  );
}

const DAYS_COUNTED = 100;
const DAY_SECONDS = 86_400;

/** Uses days up to one hundred, so that a token of 90 days does not end "in 2 months". */
export function formatDistance(at: string, now: number): string {
  const days = Math.round((Date.parse(at) - now) / 1000 / DAY_SECONDS);
  return days !== 0 && Math.abs(days) < DAYS_COUNTED ? relative.format(days, 'day') : formatRelativeTime(at, now);
}

const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' });
const day = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', year: 'numeric' });

const longDay = new Intl.DateTimeFormat('en', { dateStyle: 'full' });
const exactShort = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'long', hourCycle: 'h23' });
const clock = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/** "Sunday, November 29, 2026" in the reader's time zone. */
export function formatLongDay(at: string): string {
  return longDay.format(new Date(at));
}

/** "5 minutes ago", "in 3 days". Within a minute: "just now". */
export function formatRelativeTime(at: string, now: number): string {
  const seconds = (Date.parse(at) - now) / 1000;
  const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? ['minute', 60];
  if (Math.abs(seconds) < 60) return seconds <= 0 ? 'just now' : 'in a moment';
  return relative.format(Math.trunc(seconds / size), unit);
}

/** With date, time and zone, in the reader's time zone. */
export function formatExactTime(at: string): string {
  return exact.format(new Date(at));
}

/** "23 Nov 2026" in the reader's time zone. */
export function formatDay(at: string): string {
  return day.format(new Date(at));
}

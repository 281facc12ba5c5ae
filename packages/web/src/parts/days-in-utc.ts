const DAY_MILLISECONDS = 86_400_000;

/** `YYYY-MM-DD` in UTC: rules begin with a day there, for everybody at the same moment. */
export function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** The first day that begins at this time or later. */
export function firstDayFrom(at: string): string {
  return dayOf(Date.parse(at) + DAY_MILLISECONDS - 1);
}

/** RFC 3339; the empty text for no day. */
export function startOf(day: string): string {
  return `${day}T00:00:00Z`;
}

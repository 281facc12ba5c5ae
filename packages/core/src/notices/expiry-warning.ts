const DAY_MILLISECONDS = 86_400_000;

/** So many days before its end, anyone who owns something is told; the longest first. */
export const WARNING_DAYS = [7, 1] as const;
const [LONGEST] = WARNING_DAYS;

/** The time since the last look, up to now. */
export interface Looked {
  readonly after: number;
  readonly until: number;
}

/**
 * The warning that became due between two looks, as the number of days; undefined where none did. After a long pause only
 * the last one is given, and none for what has ended meanwhile. What was made later than a warning would be due gets none.
 */
export function dueWarning(expiresAt: number, { after, until }: Looked): number | undefined {
  if (expiresAt <= until) return undefined;
  return WARNING_DAYS.findLast((days) => {
    const dueAt = expiresAt - days * DAY_MILLISECONDS;
    return dueAt > after && dueAt <= until;
  });
}

/** What expires in this time may have a warning that is due. */
export function warnedExpiries({ until }: Looked): { readonly after: number; readonly until: number } {
  return { after: until, until: until + LONGEST * DAY_MILLISECONDS };
}

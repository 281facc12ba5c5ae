const DAY_MILLISECONDS = 86_400_000;

/** How many days before the end a person gets a warning, the largest number first. */
export const WARNING_DAYS = [7, 1] as const;
const [LONGEST] = WARNING_DAYS;

/** The time from the last check to this one. */
export interface Looked {
  readonly after: number;
  readonly until: number;
}

/**
 * The warning that became due between two checks, as a number of days. Undefined if none did. After a long pause there
 * is only the last warning, and none for something that has already ended. There is also no warning that was due before
 * the thing was made.
 */
export function dueWarning(expiresAt: number, { after, until }: Looked): number | undefined {
  if (expiresAt <= until) return undefined;
  return WARNING_DAYS.findLast((days) => {
    const dueAt = expiresAt - days * DAY_MILLISECONDS;
    return dueAt > after && dueAt <= until;
  });
}

/** The range of expiry times for which a warning can be due. */
export function warnedExpiries({ until }: Looked): { readonly after: number; readonly until: number } {
  return { after: until, until: until + LONGEST * DAY_MILLISECONDS };
}

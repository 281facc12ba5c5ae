import { formatDay } from '../../parts/time-text.tsx';

/** A number of days, a date, or no expiration. */
export type ExpirationChoice = '7' | '30' | '90' | 'date' | 'none';

export interface Expiration {
  readonly choice: ExpirationChoice;
  /** `YYYY-MM-DD` in the reader's time zone, if the choice is a date. */
  readonly date: string;
}

const DAY_MILLISECONDS = 86_400_000;

/**
 * RFC 3339. Null for no expiration, undefined if the date is missing. A date means its last second in the reader's time
 * zone.
 */
export function expiresAtOf({ choice, date }: Expiration, now: number): string | null | undefined {
  if (choice === 'none') return null;
  if (choice !== 'date') return new Date(now + Number(choice) * DAY_MILLISECONDS).toISOString();
  const end = new Date(`${date}T23:59:59`);
  return date === '' || Number.isNaN(end.getTime()) ? undefined : end.toISOString();
}

export function expirationFault(expiration: Expiration, now: number): string | null {
  const expiresAt = expiresAtOf(expiration, now);
  if (expiresAt === undefined) return 'Choose a date';
  return expiresAt !== null && Date.parse(expiresAt) <= now ? 'Choose a date in the future' : null;
}

/** "Expires on 23 Dec 2026.", or '' if the date is missing. */
export function describeExpiration(expiration: Expiration, now: number): string {
  const expiresAt = expiresAtOf(expiration, now);
  if (expiresAt === undefined) return '';
  return expiresAt === null ? 'Does not expire.' : `Expires on ${formatDay(expiresAt)}.`;
}

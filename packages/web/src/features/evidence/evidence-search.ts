import { isDay, startOfDay } from '../audit/audit-search.ts';

/** The search part of the address of the page, so that the evidence can be bookmarked and shared. */
export interface EvidenceSearch {
  /** `namespace/name`; without it, nothing is shown yet. */
  readonly repository?: string;
  /** Days, `YYYY-MM-DD` in the time zone of the reader. Both days are included. */
  readonly from?: string;
  readonly to?: string;
}

/** What the page asks for: the whole days of the period, as RFC 3339. */
export interface EvidencePeriod {
  readonly repository: string;
  readonly from: string;
  /** Not itself included. */
  readonly to: string;
}

export function readEvidenceSearch(raw: Record<string, unknown>): EvidenceSearch {
  return {
    ...(typeof raw.repository === 'string' && raw.repository !== '' && { repository: raw.repository.slice(0, 255) }),
    ...(isDay(raw.from) && { from: raw.from }),
    ...(isDay(raw.to) && { to: raw.to }),
  };
}

const DAYS_AT_FIRST = 90;

/** The last 90 days. */
export function daysAtFirst(now: Date): { readonly from: string; readonly to: string } {
  const from = new Date(now);
  from.setDate(from.getDate() - DAYS_AT_FIRST);
  return { from: dayText(from), to: dayText(now) };
}

/** In the time zone of the reader. */
function dayText(time: Date): string {
  const parts = [time.getFullYear(), time.getMonth() + 1, time.getDate()];
  return parts.map((part) => String(part).padStart(2, '0')).join('-');
}

export function periodOf(repository: string, days: { readonly from: string; readonly to: string }): EvidencePeriod {
  return { repository, from: startOfDay(days.from, 0), to: startOfDay(days.to, 1) };
}

export function exportAddress(period: EvidencePeriod): string {
  return `/api/evidence/export?${new URLSearchParams({ ...period })}`;
}

export interface UsageByDay {
  /** The first and the last day, midnight in UTC. */
  readonly from: string;
  readonly to: string;
  /** Days without a use are missing. */
  readonly days: readonly { readonly day: string; readonly count: number }[];
}

const DAY_MILLISECONDS = 86_400_000;
const label = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', timeZone: 'UTC' });

/** Every day of the range, including days without a use. */
export function daysBetween({
  from,
  to,
  days,
}: UsageByDay): readonly { readonly day: string; readonly uses: number }[] {
  const counts = new Map(days.map(({ day, count }) => [Date.parse(day), count]));
  const start = Date.parse(from);
  const length = Math.round((Date.parse(to) - start) / DAY_MILLISECONDS) + 1;
  return Array.from({ length }, (_, index) => {
    const at = start + index * DAY_MILLISECONDS;
    return { day: label.format(at), uses: counts.get(at) ?? 0 };
  });
}

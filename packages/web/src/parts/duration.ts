const UNIT_SECONDS = { days: 86_400, hours: 3_600, minutes: 60, seconds: 1 } as const;

export type DurationUnit = keyof typeof UNIT_SECONDS;

export const DURATION_UNITS = Object.keys(UNIT_SECONDS) as readonly DurationUnit[];

/** The value of the two fields of a form. */
export interface Duration {
  /** Empty for no value. */
  readonly amount: number | '';
  readonly unit: DurationUnit;
}

/** In the largest unit that gives a whole number. */
export function durationOf(seconds: number | null): Duration {
  if (seconds === null) return { amount: '', unit: 'days' };
  const unit = DURATION_UNITS.find((name) => seconds % UNIT_SECONDS[name] === 0) ?? 'seconds';
  return { amount: seconds / UNIT_SECONDS[unit], unit };
}

export function secondsOf({ amount, unit }: Duration): number | null {
  return amount === '' ? null : amount * UNIT_SECONDS[unit];
}

/** "1 day", "90 days", "36 hours". */
export function formatSeconds(seconds: number): string {
  const { amount, unit } = durationOf(seconds);
  return amount === 1 ? `1 ${unit.slice(0, -1)}` : `${amount.toLocaleString('en')} ${unit}`;
}

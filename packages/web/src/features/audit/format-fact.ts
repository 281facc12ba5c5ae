import { formatExactTime } from '../../parts/format-time.ts';

/** A fact of an event as a person reads it: JSON spread out, a moment as one. */
export function formatFact(name: string, value: unknown): string {
  if (name.endsWith('At') && typeof value === 'number') return formatExactTime(new Date(value).toISOString());
  if (typeof value === 'string') return /^[[{]/.test(value) ? spreadOut(value) : value;
  return value === null ? 'none' : JSON.stringify(value);
}

function spreadOut(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
}

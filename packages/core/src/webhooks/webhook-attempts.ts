const MINUTE = 60;
const HOUR = 3600;

/** Seconds between two attempts: ten attempts over three days. */
export const PAUSES_SECONDS = [
  5,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  20 * HOUR,
] as const;

export const MAXIMUM_ATTEMPTS = PAUSES_SECONDS.length + 1;

/** `status` is null if there was no answer. */
export type Verdict =
  | { readonly is: 'delivered' }
  /** The receiver says that it is gone permanently (410). Nothing more is sent to it. */
  | { readonly is: 'gone' }
  | { readonly is: 'again'; readonly afterSeconds: number }
  | { readonly is: 'failed' };

/**
 * What to do after an answer to the attempt with this number (counted from 1). A redirect is not a success, because it
 * can lead anywhere.
 */
export function judgeAnswer(status: number | null, attempt: number): Verdict {
  if (status !== null && status >= 200 && status < 300) return { is: 'delivered' };
  if (status === 410) return { is: 'gone' };
  const afterSeconds = PAUSES_SECONDS[attempt - 1];
  return afterSeconds === undefined ? { is: 'failed' } : { is: 'again', afterSeconds };
}

const LONGEST_REST_SECONDS = 300;

/** How long a receiver gets no requests after so many failures in a row, even if deliveries wait for it. */
export function restSeconds(failuresInRow: number): number {
  return Math.min(2 ** Math.min(failuresInRow, 20), LONGEST_REST_SECONDS);
}

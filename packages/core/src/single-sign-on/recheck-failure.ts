/** What is known about a person whom the provider did not confirm at a re-check. Times are in milliseconds. */
export interface RecheckFailure {
  readonly since: number;
  /** In a few words, for owners and operators. */
  readonly cause: string;
  /** Since when the provider has refused this person while it confirmed others. Null if there is no such refusal. */
  readonly refusedSince: number | null;
}

/** A re-check that did not confirm the person. */
export interface FailedRecheck {
  readonly cause: string;
  /** The server did not reach the provider, so the answer is unknown. */
  readonly isNetwork: boolean;
  /** The provider confirmed another person in the same round. */
  readonly doesProviderWork: boolean;
}

/** A failed re-check is repeated after this time. */
export const RECHECK_RETRY_SECONDS = 60;

/**
 * Adds one more failure to the earlier ones. `isOver` is true if the person's proof ends with it: during the whole
 * grace, the provider refused this person and confirmed others. A network fault, or one that affects everybody, is not
 * the person's fault, so the grace starts again after it (R49).
 */
export function afterFailure(
  before: RecheckFailure | null,
  { cause, isNetwork, doesProviderWork }: FailedRecheck,
  now: number,
  graceSeconds: number,
): { readonly failure: RecheckFailure; readonly isOver: boolean } {
  const refusedSince = isNetwork || !doesProviderWork ? null : (before?.refusedSince ?? now);
  const failure = { since: before?.since ?? now, cause, refusedSince };
  // The proof ends at the last try inside the grace, so that the grace is never exceeded. It never ends at the first
  // failure.
  const isOver =
    refusedSince !== null &&
    now > refusedSince &&
    now + RECHECK_RETRY_SECONDS * 1000 > refusedSince + graceSeconds * 1000;
  return { failure, isOver };
}

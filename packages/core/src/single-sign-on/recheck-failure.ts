/** What is known of a person whom the provider did not confirm when it was asked again. Times in milliseconds. */
export interface RecheckFailure {
  readonly since: number;
  /** In a few words, for owners and operators. */
  readonly cause: string;
  /** Since when it has refused this person while it confirmed others; null where nothing counts against the person. */
  readonly refusedSince: number | null;
}

/** A re-check that brought no confirmation. */
export interface FailedRecheck {
  readonly cause: string;
  /** The provider was not reached: its answer is not known. */
  readonly isNetwork: boolean;
  /** In the same round it confirmed somebody else. */
  readonly doesProviderWork: boolean;
}

/** A failed re-check is repeated after this time. */
export const RECHECK_RETRY_SECONDS = 60;

/**
 * Adds one more failure to those before. `isOver` is true where the person's proof ends with it: the provider has refused
 * this person again and again for the whole grace, and confirmed others meanwhile. A fault of the network, and one that
 * everybody has, says nothing about the person, and the grace begins anew after it (R49).
 */
export function afterFailure(
  before: RecheckFailure | null,
  { cause, isNetwork, doesProviderWork }: FailedRecheck,
  now: number,
  graceSeconds: number,
): { readonly failure: RecheckFailure; readonly isOver: boolean } {
  const refusedSince = isNetwork || !doesProviderWork ? null : (before?.refusedSince ?? now);
  const failure = { since: before?.since ?? now, cause, refusedSince };
  // Over with the last try inside the grace, so that it is never exceeded, and never with the first.
  const isOver =
    refusedSince !== null &&
    now > refusedSince &&
    now + RECHECK_RETRY_SECONDS * 1000 > refusedSince + graceSeconds * 1000;
  return { failure, isOver };
}

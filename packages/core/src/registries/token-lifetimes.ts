/** How long the registry tokens of a registry are valid, in seconds. */
export interface TokenLifetimes {
  readonly tokenTtlSeconds: number;
  /** Of tokens that let push; null for the same as others. */
  readonly pushTokenTtlSeconds: number | null;
}

/** What says whether a token is ended before it expires. */
export interface Guard {
  /** Null for a registry without a gate. */
  readonly gateSecretMadeAt: number | null;
  /** Null where nobody found a way past it. */
  readonly pastGateSeenAt: number | null;
}

export const MINIMUM_TTL_SECONDS = 60;
export const MAXIMUM_TTL_SECONDS = 900;
/** As long as an upload may need: the gate ends the token where it must. */
export const MAXIMUM_GUARDED_PUSH_TTL_SECONDS = 86_400;

export function maximumPushTtlSeconds({ gateSecretMadeAt, pastGateSeenAt }: Guard): number {
  const isGuarded = gateSecretMadeAt !== null && pastGateSeenAt === null;
  return isGuarded ? MAXIMUM_GUARDED_PUSH_TTL_SECONDS : MAXIMUM_TTL_SECONDS;
}

/** What counts now: where there is a way past the gate, what was set for it does not. */
export function ttlSecondsOf(registry: TokenLifetimes & Guard, canPush: boolean): number {
  const { tokenTtlSeconds, pushTokenTtlSeconds } = registry;
  if (!canPush || pushTokenTtlSeconds === null) return tokenTtlSeconds;
  return Math.min(pushTokenTtlSeconds, maximumPushTtlSeconds(registry));
}

export function longestTtlSeconds(registry: TokenLifetimes & Guard): number {
  return Math.max(ttlSecondsOf(registry, false), ttlSecondsOf(registry, true));
}

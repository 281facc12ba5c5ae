/** How long the registry tokens of a registry are valid, in seconds. */
export interface TokenLifetimes {
  readonly tokenTtlSeconds: number;
  /** For tokens that allow push. Null if they live as long as other tokens. */
  readonly pushTokenTtlSeconds: number | null;
}

/** The facts that decide whether the gate can end a token before it expires. */
export interface Guard {
  /** Null for a registry without a gate. */
  readonly gateSecretMadeAt: number | null;
  /** Null if nobody has seen a request that bypassed the gate. */
  readonly pastGateSeenAt: number | null;
}

export const MINIMUM_TTL_SECONDS = 60;
export const MAXIMUM_TTL_SECONDS = 900;
/** Long enough for any upload, because the gate can end the token earlier. */
export const MAXIMUM_GUARDED_PUSH_TTL_SECONDS = 86_400;

export function maximumPushTtlSeconds({ gateSecretMadeAt, pastGateSeenAt }: Guard): number {
  const isGuarded = gateSecretMadeAt !== null && pastGateSeenAt === null;
  return isGuarded ? MAXIMUM_GUARDED_PUSH_TTL_SECONDS : MAXIMUM_TTL_SECONDS;
}

/** The lifetime that applies now. If the gate can be bypassed, the longer lifetime for pushes does not apply. */
export function ttlSecondsOf(registry: TokenLifetimes & Guard, canPush: boolean): number {
  const { tokenTtlSeconds, pushTokenTtlSeconds } = registry;
  if (!canPush || pushTokenTtlSeconds === null) return tokenTtlSeconds;
  return Math.min(pushTokenTtlSeconds, maximumPushTtlSeconds(registry));
}

export function longestTtlSeconds(registry: TokenLifetimes & Guard): number {
  return Math.max(ttlSecondsOf(registry, false), ttlSecondsOf(registry, true));
}

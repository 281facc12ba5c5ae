import type { TokenStopRule } from '../../src/lifetimes/token-stops.ts';

const DAY = 86_400_000;

/** A mail that a token stops at a time. */
export interface GivenNotice {
  readonly rule: TokenStopRule;
  readonly token: number;
  readonly stopsAt: number;
  readonly sentAt: number;
}

export interface SeenStop {
  readonly rule: TokenStopRule;
  readonly token: number;
  readonly at: number;
  /** When this stop began to be what is ahead: the token was made or exempted, or something moved its stop to a later time. */
  readonly bornAt: number;
  /** Only a token that was used after the rule began to bind, which says how short a rest is, has a shorter notice. */
  readonly isRestUnderKnownRule: boolean;
}

/** Whether somebody was told of this very stop in time: a week before, or a day before a rest that is shorter than two. */
export function hadItsNotice(stop: SeenStop, given: readonly GivenNotice[], slack: number): boolean {
  const days = stop.isRestUnderKnownRule ? 1 : 7;
  const latest = Math.max(stop.at - days * DAY, stop.bornAt) + slack;
  // Nobody can be told before of what began just then.
  if (latest >= stop.at) return true;
  return given.some(
    ({ rule, token, stopsAt, sentAt }) =>
      rule === stop.rule && token === stop.token && stopsAt === stop.at && sentAt <= latest,
  );
}

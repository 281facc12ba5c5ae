import type { TokenStopRule } from '../../src/lifetimes/token-stops.ts';

const DAY = 86_400_000;

/** A mail that a token stops at a time, or the answer to whoever created or activated it. */
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
  /** It began when somebody made or activated the token, who is told by the answer. */
  readonly isAnswered: boolean;
  /** Only a token that was used after the rule began to bind, which says how short a rest is, has a shorter notice. */
  readonly isRestUnderKnownRule: boolean;
}

/** Whether somebody was told of this very stop in time: a week before, or a day before a rest that is shorter than two. */
export function hadItsNotice(stop: SeenStop, given: readonly GivenNotice[], slack: number): boolean {
  const days = stop.isRestUnderKnownRule ? 1 : 7;
  const isLate = stop.bornAt > stop.at - days * DAY;
  const latest = isLate ? stop.bornAt + (stop.isAnswered ? 0 : slack) : stop.at - days * DAY + slack;
  // Of what began just then, nobody can be told before, except by an answer.
  if (latest >= stop.at && !stop.isAnswered) return true;
  return given.some(({ rule, token, stopsAt, sentAt }) => {
    const isSame = stopsAt === stop.at || (stopsAt <= sentAt && stop.at <= sentAt);
    return rule === stop.rule && token === stop.token && isSame && sentAt <= latest;
  });
}

import { durationInWords } from '../duration-in-words.ts';
import type { AnnouncedRule } from './announced-rules.ts';
import type { TokenStop } from './token-stops.ts';

type StopCause = Pick<TokenStop, 'rule' | 'seconds' | 'isByAge'>;

/** Why a token is stopped, after "it": "lives longer than 90 days". */
export function stopInWords({ rule, seconds, isByAge }: StopCause): string {
  const length = durationInWords(seconds);
  if (isByAge) return `is ${length} old then`;
  return rule === 'tokenUnusedSeconds' ? `was not used there for ${length}` : `lives longer than ${length}`;
}

/** The same of one that will be stopped, after "from that day on:". */
export function stopAheadInWords({ rule, seconds, isByAge }: StopCause): string {
  const length = durationInWords(seconds);
  if (isByAge) return `it is ${length} old then`;
  return rule === 'tokenUnusedSeconds' ? `if it is not used there for ${length}` : `it lives longer than ${length}`;
}

/** What somebody is exempt from, after "the rule about". */
export const RULE_SUBJECTS: Readonly<Record<AnnouncedRule, string>> = {
  maximumTokenLifetimeSeconds: 'the maximum lifetime of access tokens',
  tokenUnusedSeconds: 'unused access tokens',
  passwordAtRegistry: 'passwords at the registry',
};

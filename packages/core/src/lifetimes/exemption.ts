import { DomainError } from '../domain-error.ts';
import { type AnnouncedRule, earliestStart } from './announced-rules.ts';
import type { ExemptUntil } from './token-stops.ts';

/** A token, or a member with all of their credentials, that a rule does not bind until a date. */
export interface Exemption {
  readonly rule: AnnouncedRule;
  /** Milliseconds since the epoch. */
  readonly endsAt: number;
}

const DAY_MILLISECONDS = 86_400_000;
const MAXIMUM_DAYS = 365;

/** No exemption is for ever: somebody has to want it again. Throws `invalid-input`. */
export function requireExemptionEnd(endsAt: number, now: number): void {
  const invalid = (reason: string) => new DomainError('invalid-input', { field: 'endsAt', reason });
  if (!(endsAt > now)) throw invalid('must be in the future');
  if (endsAt > now + MAXIMUM_DAYS * DAY_MILLISECONDS) throw invalid(`must be within ${MAXIMUM_DAYS} days from now`);
}

/** For a token, those of its own and of its holder; the later end counts. */
export function exemptUntil(exemptions: readonly Exemption[]): ExemptUntil {
  const until: { -readonly [Rule in AnnouncedRule]?: number } = {};
  for (const { rule, endsAt } of exemptions) until[rule] = Math.max(until[rule] ?? 0, endsAt);
  return until;
}

/** An owner who ends one early gives the same notice as for a rule: what it protects does not stop at once. */
export function endedEarly({ endsAt }: Exemption, now: number): number {
  return Math.min(endsAt, earliestStart(now));
}

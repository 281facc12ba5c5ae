import { DomainError } from '../domain-error.ts';
import type { OrganizationPolicy } from '../organizations/organization-policy.ts';
import {
  isStricterAnnounced,
  POLICY_RULE_NAMES,
  type POLICY_RULES,
  type PolicyRuleName,
  policyRule,
} from '../organizations/policy-rules.ts';

/** A rule that ends the reach of what worked until then, so that a stricter value is told before it binds (decision 43). */
export type AnnouncedRule = {
  [Name in PolicyRuleName]: (typeof POLICY_RULES)[Name] extends { readonly announced: string } ? Name : never;
}[PolicyRuleName];

export const ANNOUNCED_RULES = POLICY_RULE_NAMES.filter(
  (name): name is AnnouncedRule => policyRule(name).announced !== undefined,
);

/** A stricter value that waits for its date. Times are milliseconds since the epoch. */
export interface PendingRule<Rule extends AnnouncedRule = AnnouncedRule> {
  readonly value: OrganizationPolicy[Rule];
  readonly announcedAt: number;
  readonly bindsFrom: number;
  /** When everybody whom it stops had been told; null until then. It binds nobody before. */
  readonly toldAt: number | null;
}

/** At most one of each rule: a later change takes the place of the one before. */
export type PendingRules = { readonly [Rule in AnnouncedRule]?: PendingRule<Rule> };

const HOUR_MILLISECONDS = 3_600_000;
const DAY_MILLISECONDS = 86_400_000;
/** From a change that stops something until it binds: at least, if its author says nothing, and at most. */
export const NOTICE_DAYS = { minimum: 7, usual: 30, maximum: 365 } as const;
const MINIMUM_NOTICE = NOTICE_DAYS.minimum * DAY_MILLISECONDS;

export function isBinding({ bindsFrom, toldAt }: PendingRule, now: number): boolean {
  return toldAt !== null && bindsFrom <= now;
}

/** The rules as they bind at this time. */
export function policyAt<Policy extends Partial<OrganizationPolicy>>(
  policy: Policy,
  pending: PendingRules,
  now: number,
): Policy {
  const due = ANNOUNCED_RULES.flatMap((rule) => {
    const next = pending[rule];
    return next && isBinding(next, now) ? [[rule, next.value]] : [];
  });
  return due.length === 0 ? policy : { ...policy, ...Object.fromEntries(due) };
}

/** The rules that wait, without those that bind already. */
export function stillPending(pending: PendingRules, now: number): PendingRules {
  return Object.fromEntries(Object.entries(pending).filter(([, next]) => !isBinding(next, now)));
}

/**
 * The date of a change that nobody was told of yet. If the server was away when it should have told people, they still have
 * the shortest notice, less the hour that telling may take.
 */
export function startInTime<Pending extends PendingRule>(pending: Pending, now: number): Pending {
  if (pending.toldAt !== null || pending.bindsFrom >= earliestStart(now) - HOUR_MILLISECONDS) return pending;
  return { ...pending, bindsFrom: earliestStart(now) };
}

export interface RuleState {
  readonly policy: OrganizationPolicy;
  readonly pending: PendingRules;
}

export interface AskedRules {
  /** Only the rules that are to change. */
  readonly changes: Partial<OrganizationPolicy>;
  /** When the stricter ones are to bind; undefined for the usual notice, or at once if nothing stops. */
  readonly bindsFrom: number | undefined;
  /** Whether the new value would stop something within the shortest notice. */
  readonly stopsSoon: (rule: AnnouncedRule) => boolean;
}

/**
 * The rules after a change. What is no stricter than what binds now applies at once, and takes back what was announced of
 * the same rule. A stricter value is announced in the place of the one before, with a notice of its own; the same value
 * once more, without a date, changes nothing. Throws `invalid-input` for a date that is too early or too late.
 */
export function rulesAfter(
  { policy, pending }: RuleState,
  { changes, bindsFrom, stopsSoon }: AskedRules,
  now: number,
): RuleState {
  const next: { -readonly [Rule in AnnouncedRule]?: PendingRule } = { ...pending };
  const atOnce: Partial<Record<PolicyRuleName, unknown>> = { ...changes };
  const stricter = ANNOUNCED_RULES.filter((rule) => rule in changes && isStricter(rule, changes[rule], policy[rule]));
  if (bindsFrom !== undefined) requireNotice(bindsFrom, stricter, stopsSoon, now);
  for (const rule of ANNOUNCED_RULES) {
    if (!(rule in changes)) continue;
    const value = changes[rule] as OrganizationPolicy[AnnouncedRule];
    const isAgain = next[rule]?.value === value && bindsFrom === undefined;
    const isLater = stricter.includes(rule) && (stopsSoon(rule) || (bindsFrom ?? now) > now);
    if (isLater || isAgain) delete atOnce[rule];
    else delete next[rule];
    if (!isLater || isAgain) continue;
    next[rule] = { value, announcedAt: now, bindsFrom: bindsFrom ?? usualStart(now), toldAt: null };
  }
  return { policy: { ...policy, ...atOnce } as OrganizationPolicy, pending: next as PendingRules };
}

export function usualStart(now: number): number {
  return now + NOTICE_DAYS.usual * DAY_MILLISECONDS;
}

export function earliestStart(now: number): number {
  return now + MINIMUM_NOTICE;
}

function isStricter(rule: AnnouncedRule, value: unknown, than: unknown): boolean {
  return isStricterAnnounced(policyRule(rule), value, than);
}

function requireNotice(
  bindsFrom: number,
  stricter: readonly AnnouncedRule[],
  stopsSoon: AskedRules['stopsSoon'],
  now: number,
): void {
  const invalid = (reason: string) => new DomainError('invalid-input', { field: 'bindsFrom', reason });
  if (stricter.length === 0) throw invalid('is for a rule that becomes stricter and stops what works now');
  if (!(bindsFrom >= now)) throw invalid('must not be in the past');
  if (bindsFrom > now + NOTICE_DAYS.maximum * DAY_MILLISECONDS) {
    throw invalid(`must be within ${NOTICE_DAYS.maximum} days from now`);
  }
  if (bindsFrom >= now + MINIMUM_NOTICE || !stricter.some(stopsSoon)) return;
  throw invalid(`must be at least ${NOTICE_DAYS.minimum} days from now, because the change would stop something`);
}

import type { OrganizationPolicy } from '../../api/types.ts';
import { formatSeconds } from '../organizations/policy/duration.ts';
import type { SIGN_IN_RULES } from '../organizations/policy/policy-rules.ts';

export type SignInPolicy = Pick<OrganizationPolicy, (typeof SIGN_IN_RULES)[number]>;

/** What the form holds: lengths of time as the texts of a choice, in seconds. */
export interface RuleValues extends Record<string, unknown> {
  readonly requireSecondFactor: boolean;
  readonly requireSingleSignOn: boolean;
  readonly signOnRecheckSeconds: string;
  /** Empty to let tokens work on. */
  readonly tokenSignOnSeconds: string;
}

const RECHECK_SECONDS = [900, 3_600, 14_400, 86_400] as const;
const TOKEN_SIGN_ON_SECONDS = [86_400, 604_800, 2_592_000] as const;

export function ruleValuesOf(policy: SignInPolicy): RuleValues {
  const { requireSecondFactor, requireSingleSignOn, signOnRecheckSeconds, tokenSignOnSeconds } = policy;
  return {
    requireSecondFactor,
    requireSingleSignOn,
    signOnRecheckSeconds: String(signOnRecheckSeconds),
    tokenSignOnSeconds: tokenSignOnSeconds === null ? '' : String(tokenSignOnSeconds),
  };
}

/** Only what the person changed is sent: what another owner changed meanwhile stays. */
export function ruleChangesOf(before: RuleValues, values: RuleValues): Partial<SignInPolicy> {
  const { requireSecondFactor, requireSingleSignOn, signOnRecheckSeconds, tokenSignOnSeconds } = values;
  return {
    ...(requireSecondFactor !== before.requireSecondFactor && { requireSecondFactor }),
    ...(requireSingleSignOn !== before.requireSingleSignOn && { requireSingleSignOn }),
    ...(signOnRecheckSeconds !== before.signOnRecheckSeconds && { signOnRecheckSeconds: Number(signOnRecheckSeconds) }),
    ...(tokenSignOnSeconds !== before.tokenSignOnSeconds && {
      tokenSignOnSeconds: tokenSignOnSeconds === '' ? null : Number(tokenSignOnSeconds),
    }),
  };
}

interface Choice {
  readonly value: string;
  readonly label: string;
}

/** With what is so now, where it was set by other means. */
export function recheckChoices(current: string): Choice[] {
  return secondsWith(RECHECK_SECONDS, current).map((seconds) => choiceOf(seconds, formatSeconds(seconds)));
}

export function tokenSignOnChoices(current: string): Choice[] {
  const within = (seconds: number) =>
    choiceOf(seconds, `Need a sign-in at the provider within ${formatSeconds(seconds)}`);
  return [{ value: '', label: 'Keep working' }, ...secondsWith(TOKEN_SIGN_ON_SECONDS, current).map(within)];
}

function secondsWith(known: readonly number[], current: string): number[] {
  const all = current === '' ? known : [...known, Number(current)];
  return [...new Set(all)].toSorted((one, other) => one - other);
}

function choiceOf(seconds: number, label: string): Choice {
  return { value: String(seconds), label };
}

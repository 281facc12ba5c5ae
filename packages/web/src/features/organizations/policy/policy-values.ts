import type { OrganizationPolicy } from '../../../api/types.ts';
import { type Duration, durationOf, secondsOf } from './duration.ts';
import type { SIGN_IN_RULES } from './policy-rules.ts';

/** The rules of this form; those of signing in have one of their own. */
export type FormPolicy = Omit<OrganizationPolicy, (typeof SIGN_IN_RULES)[number]>;

type DurationRule = 'maximumTokenLifetimeSeconds' | 'signInIdleSeconds' | 'signInLifetimeSeconds';

/** What the form holds: lengths of time in a unit of the person's choice, an empty number for none. */
export type PolicyValues = Omit<FormPolicy, DurationRule | 'autoTokensKept'> &
  Record<DurationRule, Duration> & { autoTokensKept: number | '' };

export function valuesOf({
  requireSecondFactor: _factor,
  requireSingleSignOn: _signOn,
  signOnRecheckSeconds: _recheck,
  tokenSignOnSeconds: _tokens,
  ...policy
}: OrganizationPolicy): PolicyValues {
  return {
    ...policy,
    maximumTokenLifetimeSeconds: durationOf(policy.maximumTokenLifetimeSeconds),
    signInIdleSeconds: durationOf(policy.signInIdleSeconds),
    signInLifetimeSeconds: durationOf(policy.signInLifetimeSeconds),
    autoTokensKept: policy.autoTokensKept ?? '',
  };
}

/** Only what differs is sent: what another owner changed meanwhile stays. */
export function changesOf(policy: OrganizationPolicy, values: PolicyValues): Partial<FormPolicy> {
  const wanted: FormPolicy = {
    ...values,
    maximumTokenLifetimeSeconds: secondsOf(values.maximumTokenLifetimeSeconds),
    signInIdleSeconds: secondsOf(values.signInIdleSeconds),
    signInLifetimeSeconds: secondsOf(values.signInLifetimeSeconds),
    autoTokensKept: values.autoTokensKept === '' ? null : values.autoTokensKept,
  };
  const differs = ([rule, value]: [string, unknown]) =>
    JSON.stringify(value) !== JSON.stringify(policy[rule as keyof OrganizationPolicy]);
  return Object.fromEntries(Object.entries(inOrder(wanted)).filter(differs));
}

const ACTION_ORDER = ['pull', 'push', 'delete'] as const;

/** As the server keeps them, whatever order they were ticked in. */
function inOrder({ tokenActions, autoTokenActions, ...policy }: FormPolicy): FormPolicy {
  return {
    ...policy,
    tokenActions: ACTION_ORDER.filter((action) => tokenActions.includes(action)),
    autoTokenActions: ACTION_ORDER.filter((action) => autoTokenActions.includes(action)),
  };
}

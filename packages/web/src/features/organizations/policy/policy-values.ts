import {
  IMAGE_MEASURES,
  type ImageMeasure,
  isPolicyValue,
  type NumberRule,
  POLICY_GROUPS,
  POLICY_RULE_NAMES,
  type PolicyRule,
  type PolicyRuleName,
  policyRule,
  SEVERITY_LIMITS,
  type SeverityLimit,
} from '@lanyard/core/organizations/policy-rules';
import type { Action, OrganizationPolicy } from '../../../api/types.ts';
import { type Duration, durationOf, formatSeconds, secondsOf } from '../../../parts/duration.ts';

export type PolicyGroup = keyof typeof POLICY_GROUPS;

/** What one field of the form holds: a text for a choice from a list; '' for a number that is not set. */
type FieldValue = Duration | Action[] | number | string | boolean;

/** The rules that a form is about. */
export type PolicyValues = { readonly [Name in PolicyRuleName]?: FieldValue };

export const ALL_GROUPS = Object.keys(POLICY_GROUPS) as readonly PolicyGroup[];

export function rulesOf(group: PolicyGroup): readonly PolicyRuleName[] {
  return POLICY_RULE_NAMES.filter((name) => policyRule(name).group === group);
}

export function valuesOf(policy: OrganizationPolicy, groups: readonly PolicyGroup[]): PolicyValues {
  const names = groups.flatMap(rulesOf);
  return Object.fromEntries(names.map((name) => [name, toField(policyRule(name), policy[name])]));
}

/** Only what the person changed is sent, so that a rule that another owner changes at the same time keeps its value. */
export function changesOf(before: PolicyValues, values: PolicyValues): Partial<OrganizationPolicy> {
  const toSend = (name: PolicyRuleName, { [name]: value }: PolicyValues) => fromField(policyRule(name), value);
  const changed = POLICY_RULE_NAMES.filter(
    (name) => name in values && JSON.stringify(toSend(name, before)) !== JSON.stringify(toSend(name, values)),
  );
  return Object.fromEntries(changed.map((name) => [name, toSend(name, values)]));
}

/** For each field of the form what is wrong with its value; null for a value that the server takes. */
export function validationOf(groups: readonly PolicyGroup[]) {
  const faultOf = (rule: PolicyRule) => (value: unknown) =>
    isPolicyValue(rule, fromField(rule, value)) ? null : expected(rule);
  return Object.fromEntries(groups.flatMap(rulesOf).map((name) => [name, faultOf(policyRule(name))]));
}

/** "Enter at least 7 days". */
function expected(rule: PolicyRule): string {
  if (rule.kind !== 'duration' || rule.minimum === 1) return 'Enter a whole number above 0';
  return `Enter at least ${formatSeconds(rule.minimum)}`;
}

function toField(rule: PolicyRule, value: unknown): FieldValue {
  if (rule.kind === 'duration') {
    const seconds = value as number | null;
    return rule.choices ? String(seconds ?? '') : durationOf(seconds);
  }
  return (value ?? '') as FieldValue;
}

function fromField(rule: PolicyRule, field: unknown): unknown {
  if (rule.kind === 'duration' && !rule.choices) return secondsOf(field as Duration);
  if (rule.kind === 'duration' || rule.kind === 'count') return field === '' ? null : Number(field);
  // In the order in which the server keeps them, whatever order they were ticked in.
  if (rule.kind === 'actions') return rule.default.filter((action) => (field as readonly Action[]).includes(action));
  return field;
}

/** What the organization has set: "90 days", "pull, push", "Yes". */
export function describeValue(name: PolicyRuleName, policy: OrganizationPolicy): string {
  const rule = policyRule(name);
  const value = policy[name];
  if (rule.kind === 'boolean') return value ? 'Yes' : 'No';
  if (rule.kind === 'severity') return SEVERITY_LIMITS[value as SeverityLimit];
  if (rule.kind === 'measure') return IMAGE_MEASURES[value as ImageMeasure];
  if (Array.isArray(value)) return value.length === 0 ? 'None' : value.join(', ');
  if (value === null) return capitalized(unsetOf(rule));
  return rule.kind === 'duration' ? formatSeconds(Number(value)) : capitalized(String(value));
}

/** The explanation, with what an empty field means and what the value cannot exceed. */
export function hintOf(name: PolicyRuleName): string {
  const rule = policyRule(name);
  if (rule.kind === 'actions' && rule.within) {
    return `${rule.explanation} Its actions are also limited by “${policyRule(rule.within).label}”.`;
  }
  if ((rule.kind !== 'duration' && rule.kind !== 'count') || rule.choices || !rule.unset) return rule.explanation;
  const empty = rule.cappedAt === undefined ? rule.unset : `the maximum, which is ${formatSeconds(rule.cappedAt)}`;
  return `${rule.explanation} Leave empty for ${empty}.`;
}

/** Where the rule applies, as its declaration says. */
export function placeOf(name: PolicyRuleName): string {
  return PLACES[policyRule(name).accountWide];
}

const HERE_AND_EVERYWHERE = 'Applies in this organization, and everywhere to members who accepted it.';

const PLACES: Readonly<Record<PolicyRule['accountWide'], string>> = {
  no: 'Applies in this organization.',
  'by-domain': 'Applies everywhere to accounts with an e-mail address in your verified domains.',
  smaller: 'Applies everywhere to members who accepted it.',
  on: HERE_AND_EVERYWHERE,
  off: HERE_AND_EVERYWHERE,
};

/** What a list offers, with the current value if it was set by other means. */
export function choicesOf({ choices = [], unset }: NumberRule, current: string) {
  const all = new Set(current === '' ? choices : [...choices, Number(current)]);
  const seconds = [...all].toSorted((one, other) => one - other);
  return [
    ...(unset === undefined ? [] : [{ value: '', label: capitalized(unset) }]),
    ...seconds.map((value) => ({ value: String(value), label: formatSeconds(value) })),
  ];
}

function unsetOf(rule: PolicyRule): string {
  return 'unset' in rule ? (rule.unset ?? '') : '';
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

import { ANNOUNCED_RULES, isBinding, policyAt, stillPending } from '@lanyard/core/lifetimes/announced-rules';
import { noticesAfter } from '@lanyard/core/organizations/member-terms';
import type { Services } from '../../services.ts';
import type { Organization } from '../../store/records/organizations/organizations.ts';
import { OPERATOR } from '../access/caller.ts';
import { type Change, subjectOf, transact } from '../access/change.ts';
import { tellStricterRules } from './tell-stricter-rules.ts';

type Rules = Pick<Organization, 'policy' | 'pendingRules'>;

/** Keeps them, without the events and mails that say how they came. The organization is locked. */
export async function putRules(change: Change, organization: Organization, rules: Rules): Promise<Organization> {
  const { policy, pendingRules } = rules;
  const termsStricterSince = noticesAfter(organization.termsStricterSince, organization.policy, policy, change.now);
  const changed = { ...organization, policy, pendingRules, termsStricterSince };
  await change.records.organizations.setPolicy(organization.id, { policy, pendingRules, termsStricterSince });
  return changed;
}

/**
 * Makes a part of the policy what binds already, because its date has come: from now on it also asks members for their
 * whole accounts, as any change of the policy does. The organization is locked.
 */
export async function applyDueRules(change: Change, organization: Organization): Promise<Organization> {
  const { policy, pendingRules, name } = organization;
  const { now, audit } = change;
  const due = ANNOUNCED_RULES.filter((rule) => {
    const next = pendingRules[rule];
    return next !== undefined && isBinding(next, now);
  });
  if (due.length === 0) return organization;
  const rules = { policy: policyAt(policy, pendingRules, now), pendingRules: stillPending(pendingRules, now) };
  const changed = await putRules(change, organization, rules);
  for (const rule of due) {
    const facts = { rule, value: JSON.stringify(changed.policy[rule]), before: JSON.stringify(policy[rule]) };
    await audit('organization.rule-bound', subjectOf('organization', organization, name), facts);
  }
  await tellStricterRules(change, organization, changed);
  return changed;
}

/** As housekeeping; of several servers one does it. The rules bind without it, too. */
export async function bindDueRules(services: Services): Promise<void> {
  const { clock, store } = services;
  for (const { id, pendingRules } of await store.read.organizations.withStops()) {
    if (!Object.values(pendingRules).some((next) => isBinding(next, clock.now()))) continue;
    await transact(services, OPERATOR, async (change) => {
      const organization = await change.records.organizations.lock(id);
      if (organization) await applyDueRules(change, organization);
    });
  }
}

import { DomainError } from '@lanyard/core/domain-error';
import { noticesAfter, stricterRules, termsOfSetter } from '@lanyard/core/organizations/member-terms';
import {
  type OrganizationPolicy,
  requirePolicyValues,
  requirePushWithPull,
} from '@lanyard/core/organizations/organization-policy';
import { sortActions } from '@lanyard/core/repositories/repository';
import type { Services } from '../../services.ts';
import type { Organization } from '../../store/records/organizations/organizations.ts';
import type { Records } from '../../store/store.ts';
import type { Caller } from '../access/caller.ts';
import { type Change, subjectOf, transact } from '../access/change.ts';
import { requireOwnership } from '../access/permissions.ts';
import { issuerOf } from '../single-sign-on/provider.ts';
import { tellStricterRules } from './tell-stricter-rules.ts';

/** Rules that are left out, or undefined, stay as they are. */
export type PolicyChanges = { readonly [Rule in keyof OrganizationPolicy]?: OrganizationPolicy[Rule] | undefined };

/**
 * By an owner. In the organization's repositories it applies at once, also to tokens that exist. An account-wide rule that
 * became stricter is announced to the members, and binds those who accept it. Errors: `not-found`, `forbidden`,
 * `invalid-input`.
 */
export async function changeOrganizationPolicy(
  services: Services,
  caller: Caller,
  name: string,
  changes: PolicyChanges,
): Promise<Organization> {
  return transact(services, caller, async (change) => {
    // It locks the organization: the rules are one value, and the second of two changes must begin from what the first
    // made (attack 48).
    const { organization } = await requireOwnership(change, name);
    const policy = policyWith(organization.policy, changes);
    const [before, after] = [JSON.stringify(organization.policy), JSON.stringify(policy)];
    if (before === after) return organization;
    await requirePolicyPossible(change, organization, policy);
    const termsStricterSince = noticesAfter(organization.termsStricterSince, organization.policy, policy, change.now);
    await change.records.organizations.setPolicy(organization.id, { policy, termsStricterSince });
    const subject = subjectOf('organization', organization, organization.name);
    await change.audit('organization.policy-changed', subject, { before, after });
    await acceptOwnRules(change, organization, policy);
    const changed = { ...organization, policy, termsStricterSince };
    await tellStricterRules(change, organization, changed);
    return changed;
  });
}

/** Anyone who sets a stricter rule accepts it by that. */
async function acceptOwnRules(
  { records, caller, audit }: Change,
  { id, name, policy: before }: Organization,
  after: OrganizationPolicy,
): Promise<void> {
  if (caller.type === 'operator' || stricterRules(before, after).length === 0) return;
  const accepted = (await records.organizations.membership(id, caller.account.id))?.acceptedTerms ?? null;
  const terms = termsOfSetter(accepted, before, after);
  if (terms === null) return;
  await records.organizations.setAcceptedTerms(id, caller.account.id, terms);
  await audit('member.terms-accepted', subjectOf('account', caller.account, name), { terms: JSON.stringify(terms) });
}

function policyWith(policy: OrganizationPolicy, changes: PolicyChanges): OrganizationPolicy {
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  const next: OrganizationPolicy = { ...policy, ...given };
  requirePolicyValues(next);
  requirePushWithPull(policy, next);
  const { tokenActions, autoTokenActions } = next;
  return { ...next, tokenActions: sortActions(tokenActions), autoTokenActions: sortActions(autoTokenActions) };
}

/** Refuses a rule that would lock out the owner who sets it. The operator may set any. Errors: `invalid-input`. */
async function requirePolicyPossible(
  { records, caller }: Change,
  { id, policy }: Organization,
  next: OrganizationPolicy,
): Promise<void> {
  const asksForFactor = next.requireSecondFactor && !policy.requireSecondFactor;
  if (asksForFactor && caller.type === 'account' && !caller.account.hasSecondFactor) {
    throw refused('requireSecondFactor', 'set up a second factor yourself first');
  }
  if (next.requireSingleSignOn && !policy.requireSingleSignOn) await requireTriedSingleSignOn(records, id);
}

async function requireTriedSingleSignOn(
  { singleSignOnConnections, identities, domains }: Records,
  id: string,
): Promise<void> {
  const connection = await singleSignOnConnections.ofOrganization(id);
  if (!connection) throw refused('requireSingleSignOn', 'connect an identity provider first');
  const isProven = (await domains.ofOrganization(id)).some(({ verifiedAt }) => verifiedAt !== null);
  if (!isProven) throw refused('requireSingleSignOn', 'verify an e-mail domain first');
  if ((await identities.countOfOrganization(id, issuerOf(connection.settings))) > 0) return;
  throw refused('requireSingleSignOn', 'have a member sign in at the provider first, to see that it works');
}

function refused(field: keyof OrganizationPolicy, reason: string): DomainError {
  return new DomainError('invalid-input', { field, reason });
}

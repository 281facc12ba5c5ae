import { DomainError } from '@lanyard/core/domain-error';
import { type OrganizationPolicy, requirePolicyValues } from '@lanyard/core/organizations/organization-policy';
import { sortActions } from '@lanyard/core/repositories/repository';
import type { Services } from '../../services.ts';
import type { Organization } from '../../store/records/organizations.ts';
import type { Records } from '../../store/store.ts';
import type { Caller } from '../access/caller.ts';
import { type Change, subjectOf, transact } from '../access/change.ts';
import { requireOwnership } from '../access/permissions.ts';
import { issuerOf } from '../single-sign-on/provider.ts';

/** Rules that are left out, or undefined, stay as they are. */
export type PolicyChanges = { readonly [Rule in keyof OrganizationPolicy]?: OrganizationPolicy[Rule] | undefined };

/** By an owner. It applies at once, also to tokens that exist. Errors: `not-found`, `forbidden`, `invalid-input`. */
export async function changeOrganizationPolicy(
  services: Services,
  caller: Caller,
  name: string,
  changes: PolicyChanges,
): Promise<Organization> {
  return transact(services, caller, async (change) => {
    const { organization: found } = await requireOwnership(change, name);
    // The rules are one value: of two changes at once, the second must begin from what the first made (attack 48).
    const organization = (await change.records.organizations.lock(found.id)) ?? found;
    const policy = changed(organization.policy, changes);
    const [before, after] = [JSON.stringify(organization.policy), JSON.stringify(policy)];
    if (before === after) return organization;
    await requirePolicyPossible(change, organization, policy);
    await change.records.organizations.setPolicy(organization.id, policy);
    const subject = subjectOf('organization', organization, organization.name);
    await change.audit('organization.policy-changed', subject, { before, after });
    return { ...organization, policy };
  });
}

function changed(policy: OrganizationPolicy, changes: PolicyChanges): OrganizationPolicy {
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  const next: OrganizationPolicy = { ...policy, ...given };
  requirePolicyValues(next);
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
  if (!isProven) throw refused('requireSingleSignOn', 'prove an e-mail domain first');
  if ((await identities.countOfOrganization(id, issuerOf(connection.settings))) > 0) return;
  throw refused('requireSingleSignOn', 'have a member sign in at the provider first, to see that it works');
}

function refused(field: keyof OrganizationPolicy, reason: string): DomainError {
  return new DomainError('invalid-input', { field, reason });
}

import { type OrganizationPolicy, requirePolicyValues } from '@lanyard/core/organizations/organization-policy';
import { sortActions } from '@lanyard/core/tokens/action';
import type { Services } from '../../services.ts';
import type { Organization } from '../../store/records/organizations.ts';
import { auditEventOf } from '../access/audit-event-of.ts';
import type { Caller } from '../access/caller.ts';
import { partyOf } from '../access/change.ts';
import { requireOwnership } from '../access/permissions.ts';

import { requirePolicyPossible } from './require-policy-possible.ts';

/** Rules that are left out, or undefined, stay as they are. */
export type PolicyChanges = { readonly [Rule in keyof OrganizationPolicy]?: OrganizationPolicy[Rule] | undefined };

/** By an owner; it binds at once, tokens that exist too. Errors: `not-found`, `forbidden`, `invalid-input`. */
export async function changeOrganizationPolicy(
  services: Services,
  caller: Caller,
  name: string,
  changes: PolicyChanges,
): Promise<Organization> {
  return services.store.transaction(async (records) => {
    const { organization } = await requireOwnership({ records, caller }, name);
    const policy = changed(organization.policy, changes);
    const [before, after] = [JSON.stringify(organization.policy), JSON.stringify(policy)];
    if (before === after) return organization;
    await requirePolicyPossible(records, caller, organization, policy);
    await records.organizations.setPolicy(organization.id, policy);
    const subject = partyOf('organization', organization);
    const details = { action: 'organization.policy-changed', subject, namespace: name } as const;
    await records.audit.append(auditEventOf(services, caller, { ...details, data: { before, after } }));
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

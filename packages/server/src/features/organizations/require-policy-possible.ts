import { DomainError } from '@lanyard/core/domain-error';
import type { OrganizationPolicy } from '@lanyard/core/organizations/organization-policy';
import type { Organization } from '../../store/records/organizations.ts';

import type { Records } from '../../store/store.ts';
import type { Caller } from '../access/caller.ts';
import { issuerOf } from '../single-sign-on/put-sso-connection.ts';

/** A rule that would lock out whoever sets it is refused; the operator knows. Errors: `invalid-input`. */
export async function requirePolicyPossible(
  records: Records,
  caller: Caller,
  { id, policy }: Organization,
  next: OrganizationPolicy,
): Promise<void> {
  const asksForFactor = next.requireSecondFactor && !policy.requireSecondFactor;
  if (asksForFactor && caller.type === 'account' && !caller.account.hasSecondFactor) {
    throw refused('requireSecondFactor', 'set up a second factor yourself first');
  }
  if (next.requireSingleSignOn && !policy.requireSingleSignOn) await requireTriedSignOn(records, id);
}

async function requireTriedSignOn({ ssoConnections, identities, domains }: Records, id: string): Promise<void> {
  const connection = await ssoConnections.ofOrganization(id);
  if (!connection) throw refused('requireSingleSignOn', 'connect an identity provider first');
  const isProven = (await domains.ofOrganization(id)).some(({ verifiedAt }) => verifiedAt !== null);
  if (!isProven) throw refused('requireSingleSignOn', 'prove an e-mail domain first');
  if ((await identities.countOfOrganization(id, issuerOf(connection.settings))) > 0) return;
  throw refused('requireSingleSignOn', 'have a member sign in at the provider first, to see that it works');
}

function refused(field: keyof OrganizationPolicy, reason: string): DomainError {
  return new DomainError('invalid-input', { field, reason });
}

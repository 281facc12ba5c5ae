import type { Account } from '../../store/records/accounts/accounts.ts';
import type { Organization } from '../../store/records/organizations/organizations.ts';
import type { Reads } from '../../store/store.ts';
import { domainHolder } from '../access/login-facts.ts';

/** Why an organization's provider does not speak for an account. */
export type ProviderRefusal = 'domain-lost' | 'membership-ended';

export const PROVIDER_REFUSALS: Readonly<Record<ProviderRefusal, string>> = {
  'domain-lost': 'your e-mail address is in no domain that this organization has proven',
  'membership-ended':
    'you are no longer a member of this organization; ask one of its owners for an invitation, and accept it',
};

/** Whether the account came from the organization's provider, and the provider still speaks for it. */
export async function isConnected(
  records: Pick<Reads, 'domains' | 'organizations' | 'removedMembers' | 'identities' | 'singleSignOnConnections'>,
  organization: Organization,
  account: Account,
): Promise<boolean> {
  if (!(await records.singleSignOnConnections.ofOrganization(organization.id))) return false;
  if (await whyProviderIsRefused(records, organization, account)) return false;
  return (await records.identities.ofAccount(organization.id, account.id))?.voidedAt === null;
}

/**
 * Checked at every sign-in and every re-check (attack 42). The organization must have proven the account's domain, and
 * neither the person nor an owner may have ended the membership. Every account that was connected before was a member
 * then.
 */
export async function whyProviderIsRefused(
  records: Pick<Reads, 'domains' | 'organizations' | 'removedMembers' | 'identities'>,
  { id }: Organization,
  account: Account,
): Promise<ProviderRefusal | undefined> {
  if ((await domainHolder(records, account.email))?.id !== id) return 'domain-lost';
  if ((await records.organizations.role(id, account.id)) !== undefined) return undefined;
  const wasMember =
    (await records.identities.ofAccount(id, account.id)) ?? (await records.removedMembers.find(id, account.id));
  return wasMember ? 'membership-ended' : undefined;
}

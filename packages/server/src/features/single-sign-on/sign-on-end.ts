import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts.ts';

import type { Records } from '../../store/store.ts';

/**
 * When a session that began at an organization's provider ends by itself: where the provider cannot be asked again, as
 * with SAML, after the organization's re-check time (R26); null where it can.
 */
export async function signOnEnd(
  { clock }: Services,
  { identities, organizations }: Pick<Records, 'identities' | 'organizations'>,
  organizationId: string,
  account: Account,
): Promise<number | null> {
  const identity = await identities.ofAccount(organizationId, account.id);
  const organization = await organizations.byId(organizationId);
  if (!organization || (identity && identity.sealedRefreshToken !== null)) return null;
  return clock.now() + organization.policy.signOnRecheckSeconds * 1000;
}

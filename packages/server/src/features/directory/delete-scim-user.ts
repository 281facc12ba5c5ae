import type { Services } from '../../services.ts';
import { requireOwnerLeft } from '../access/accounts.ts';
import type { ScimCaller } from '../access/caller.ts';
import { partyOf } from '../access/change.ts';

import { requireManaged } from './scim-account.ts';
import { recordScim } from './scim-event.ts';
import { setScimActive } from './set-scim-active.ts';

/**
 * Disables the account and ends its membership, with teams and rights; the account stays, for the log.
 * Errors: `not-found`, `forbidden`, `conflict` for the last owner.
 */
export async function deleteScimUser(services: Services, caller: ScimCaller, id: string): Promise<void> {
  const { organization } = caller;
  await services.store.transaction(async (records) => {
    const user = await setScimActive(services, records, caller, await requireManaged(records, caller, id), false);
    await records.scimUsers.put({ ...user, deletedAt: services.clock.now() });
    const details = { action: 'member.removed', subject: partyOf('account', user.account) } as const;
    await recordScim(services, records, caller, details);
    await records.organizations.removeMember(organization.id, user.accountId);
    await requireOwnerLeft(records, organization);
  });
}

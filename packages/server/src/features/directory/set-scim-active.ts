import type { Services } from '../../services.ts';
import type { ScimUser } from '../../store/records/scim-users.ts';
import type { Records } from '../../store/store.ts';
import type { ScimCaller } from '../access/caller.ts';
import { changeOf, partyOf } from '../access/change.ts';
import { closeAccount } from '../accounts/end-access.ts';

import { recordScim } from './scim-event.ts';

/**
 * Disables the account with all that it is signed in with (R3), or enables it where this directory disabled it. What an
 * administrator disabled stays so: then the answer tells `active: false` (R26, attack 9).
 */
export async function setScimActive(
  services: Services,
  records: Records,
  caller: ScimCaller,
  user: ScimUser,
  active: boolean,
): Promise<ScimUser> {
  const { account } = user;
  if (active) return revive(services, records, caller, user);
  if (account.disabledAt !== null) return user;
  const reason = 'the directory deactivated the user';
  const closed = await closeAccount(changeOf(services, records, caller), account, reason);
  return keep(records, { ...user, account: closed, disabledAt: closed.disabledAt });
}

async function revive(services: Services, records: Records, caller: ScimCaller, user: ScimUser): Promise<ScimUser> {
  const { account } = user;
  if (account.disabledAt === null || account.disabledAt !== user.disabledAt) return user;
  await records.accounts.setDisabledAt(account.id, null);
  const details = { action: 'account.enabled', subject: partyOf('account', account), namespace: account.name } as const;
  await recordScim(services, records, caller, details);
  return keep(records, { ...user, account: { ...account, disabledAt: null }, disabledAt: null });
}

async function keep(records: Records, user: ScimUser): Promise<ScimUser> {
  await records.scimUsers.put(user);
  return user;
}

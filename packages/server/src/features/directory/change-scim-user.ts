import { DomainError } from '@lanyard/core/domain-error';
import type { Services } from '../../services.ts';
import type { ScimUser } from '../../store/records/scim-users.ts';
import type { Records } from '../../store/store.ts';
import type { ScimCaller } from '../access/caller.ts';
import { partyOf } from '../access/change.ts';

import type { ScimUserInput } from './create-scim-user.ts';
import { requireManaged } from './scim-account.ts';
import { recordScim } from './scim-event.ts';
import { setScimActive } from './set-scim-active.ts';

/** What is left out stays as it is: a user is never enabled by what is not said. */
export type ScimUserChanges = Partial<ScimUserInput>;

/** Errors: `not-found`, `forbidden`, `conflict`, `invalid-input` for another e-mail address. */
export async function changeScimUser(
  services: Services,
  caller: ScimCaller,
  id: string,
  changes: ScimUserChanges,
): Promise<ScimUser> {
  return services.store.transaction(async (records) => {
    const user = await requireManaged(records, caller, id);
    requireSameEmail(user, changes.email);
    const renamed = await rename(services, records, caller, user, changes);
    if (changes.active === undefined) return renamed;
    return setScimActive(services, records, caller, renamed, changes.active);
  });
}

async function rename(
  services: Services,
  records: Records,
  caller: ScimCaller,
  user: ScimUser,
  { userName = user.userName, externalId = user.externalId }: ScimUserChanges,
): Promise<ScimUser> {
  if (userName === user.userName && externalId === user.externalId) return user;
  const renamed = { ...user, userName, externalId };
  await records.scimUsers.put(renamed);
  const subject = partyOf('account', user.account);
  await recordScim(services, records, caller, { action: 'scim-user.changed', subject, data: { userName, externalId } });
  return renamed;
}

function requireSameEmail({ account }: ScimUser, email: string | undefined): void {
  if (email === undefined || email.trim().toLowerCase() === account.email) return;
  throw new DomainError('invalid-input', { field: 'emails', reason: 'an account keeps its e-mail address' });
}

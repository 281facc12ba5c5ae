import { DomainError } from '@lanyard/core/domain-error';
import type { Services } from '../../services.ts';
import type { Paged } from '../../store/paged.ts';
import type { ScimUser, ScimUserFilter } from '../../store/records/scim-users.ts';

import type { ScimCaller } from '../access/caller.ts';

/** Those that this organization's directory provisioned, by userName; nobody else's. */
export function listScimUsers(
  { store }: Services,
  { organization }: ScimCaller,
  filter: ScimUserFilter,
): Promise<Paged<ScimUser>> {
  return store.read.scimUsers.list(organization.id, filter);
}

/** Errors: `not-found`. */
export async function showScimUser({ store }: Services, { organization }: ScimCaller, id: string): Promise<ScimUser> {
  const user = await store.read.scimUsers.byId(organization.id, id);
  if (user) return user;
  throw new DomainError('not-found', { what: 'user' });
}

import { isReservedName, nameFrom, numberedName } from '@lanyard/core/accounts/namespace-name';
import type { Organization } from '../../store/records/organizations/organizations.ts';
import type { Reads } from '../../store/store.ts';

/** For `ada.lovelace@example.com` it is `ada-lovelace`, or `ada-lovelace-2` if that name is taken. */
export function freeAccountName({ accounts }: Pick<Reads, 'accounts'>, userName: string): Promise<string> {
  const base = nameFrom(userName.split('@')[0] ?? '') ?? 'user';
  return firstFree(base, async (name) => !isReservedName(name) && !(await accounts.namespaceTaken(name)));
}

/** The base itself, or `base-2` if the organization already has a team with that name. */
export function freeTeamName(
  { teams }: Pick<Reads, 'teams'>,
  organization: Organization,
  base: string,
): Promise<string> {
  return firstFree(base, async (name) => !(await teams.byName(organization.id, name)));
}

/** In few steps, because a directory can bring thousands of people of one name, and each would try all taken ones. */
async function firstFree(base: string, isFree: (name: string) => Promise<boolean>): Promise<string> {
  let [taken, free] = [0, 1];
  while (!(await isFree(numberedName(base, free)))) [taken, free] = [free, free * 2];
  while (free - taken > 1) {
    const middle = Math.floor((taken + free) / 2);
    if (await isFree(numberedName(base, middle))) free = middle;
    else taken = middle;
  }
  return numberedName(base, free);
}

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

async function firstFree(base: string, isFree: (name: string) => Promise<boolean>): Promise<string> {
  for (let count = 1; ; count += 1) {
    const name = numberedName(base, count);
    if (await isFree(name)) return name;
  }
}

import type { Account } from '../../store/records/accounts.ts';

import { recordSignOn, type SignOn } from './sign-on-event.ts';

/**
 * Whoever is in none of the groups that stand for a team leaves it (attack 8). Teams that no group stands for are the
 * owners' to fill. A provider that says nothing of groups puts nobody into any.
 */
export async function replaceTeams(signOn: SignOn, account: Account): Promise<void> {
  const { records, organization, connection, link } = signOn;
  const groups = new Set(link.groups ?? []);
  const wanted = new Map<string, boolean>();
  for (const { group, team } of connection.settings.groupTeams) {
    wanted.set(team, (wanted.get(team) ?? false) || groups.has(group));
  }
  for (const [name, isIn] of wanted) {
    const team = await records.teams.byName(organization.id, name);
    if (team) await put(signOn, account, team, isIn);
  }
}

async function put(
  signOn: SignOn,
  account: Account,
  { id, name }: { readonly id: string; readonly name: string },
  isIn: boolean,
): Promise<void> {
  const { teams } = signOn.records;
  const isMember = (await teams.members(id)).some(({ accountId }) => accountId === account.id);
  if (isMember === isIn) return;
  await (isIn ? teams.addMember(id, account.id) : teams.removeMember(id, account.id));
  await recordSignOn(signOn, isIn ? 'team.member-added' : 'team.member-removed', account, { team: name });
}

import type { Account } from '../../store/records/accounts.ts';
import type { Organization } from '../../store/records/organizations.ts';
import type { SingleSignOnConnection } from '../../store/records/single-sign-on-connections.ts';
import type { Team } from '../../store/records/teams.ts';
import { type Asker, type AuditSubject, type Change, inNameOf, partyOf, subjectOf } from '../access/change.ts';
import type { IdentityLink } from './flow-state.ts';

/** What an organization's provider said about a person. */
export interface ProviderStatement {
  readonly organization: Organization;
  readonly connection: SingleSignOnConnection;
  readonly link: IdentityLink;
}

/** The same change, done by the organization through its provider. */
export function byProvider<By extends Asker>(change: Change<By>, organization: Organization): Change<By> {
  return inNameOf(change, partyOf('organization', organization), 'single-sign-on');
}

/** Links the account to the person at the provider, makes it a member, and puts it into the teams of its groups. */
export async function applyIdentity(change: Change<Asker>, said: ProviderStatement, account: Account): Promise<void> {
  const provider = byProvider(change, said.organization);
  await linkIdentity(provider, said, account);
  await join(provider, said.organization, account);
  const { organizations } = change.records;
  await organizations.setSingleSignOn(said.organization.id, account.id, { provenAt: change.now, endedAt: null });
  await replaceTeams(provider, said, account);
}

async function linkIdentity(
  { records, now, audit }: Change<Asker>,
  { organization, link }: ProviderStatement,
  account: Account,
): Promise<void> {
  const { issuer, subject, sealedRefreshToken } = link;
  const before = await records.identities.bySubject(organization.id, issuer, subject);
  await records.identities.put({
    organizationId: organization.id,
    issuer,
    subject,
    accountId: account.id,
    createdAt: before?.createdAt ?? now,
    provenAt: now,
    checkedAt: now,
    // Some providers give a refresh token only at the first consent: keep that one.
    sealedRefreshToken: sealedRefreshToken ?? before?.sealedRefreshToken ?? null,
  });
  if (before) return;
  await audit('identity.linked', subjectOf('account', account, organization.name), { issuer, subject });
}

async function join({ records, now, audit }: Change<Asker>, organization: Organization, account: Account) {
  if ((await records.organizations.role(organization.id, account.id)) !== undefined) return;
  await records.organizations.putMember(organization.id, account.id, 'member', now);
  await audit('member.added', subjectOf('account', account, organization.name), { role: 'member' });
}

/**
 * Makes the account a member of the teams of its groups, and removes it from the other teams that have a group (attack
 * 8). Teams without a group stay as the owners set them. A provider that names no groups puts nobody into any team. The
 * change is made by the provider: see `byProvider`.
 */
export async function replaceTeams(
  change: Change<Asker>,
  { organization, connection, link }: ProviderStatement,
  account: Account,
): Promise<void> {
  const groups = new Set(link.groups ?? []);
  const wanted = new Map<string, boolean>();
  for (const { group, team } of connection.settings.groupTeams) {
    wanted.set(team, (wanted.get(team) ?? false) || groups.has(group));
  }
  for (const [name, isIn] of wanted) {
    const team = await change.records.teams.byName(organization.id, name);
    if (team) await putIntoTeam(change, subjectOf('account', account, organization.name), team, isIn);
  }
}

async function putIntoTeam(
  { records, audit }: Change<Asker>,
  account: AuditSubject,
  { id, name }: Team,
  isIn: boolean,
): Promise<void> {
  const isMember = (await records.teams.members(id)).some(({ accountId }) => accountId === account.id);
  if (isMember === isIn) return;
  await (isIn ? records.teams.addMember(id, account.id) : records.teams.removeMember(id, account.id));
  await audit(isIn ? 'team.member-added' : 'team.member-removed', account, { team: name });
}

import { DomainError } from '@lanyard/core/domain-error';
import type { Account } from '../../store/records/accounts/accounts.ts';
import type { Organization } from '../../store/records/organizations/organizations.ts';
import type { Team } from '../../store/records/organizations/teams.ts';
import type { SingleSignOnConnection } from '../../store/records/single-sign-on/single-sign-on-connections.ts';
import { beginMembership } from '../access/begin-membership.ts';
import { type Asker, type AuditSubject, type Change, inNameOf, partyOf, subjectOf } from '../access/change.ts';
import { type IdentityLink, loginOver } from './flow-state.ts';
import { PROVIDER_REFUSALS, whyProviderIsRefused } from './provider-standing.ts';

/** The statement of an organization's provider about a person. */
export interface ProviderStatement {
  readonly organization: Organization;
  readonly connection: SingleSignOnConnection;
  readonly link: IdentityLink;
}

/** The same change, made by the organization through its provider. */
export function byProvider<By extends Asker>(change: Change<By>, organization: Organization): Change<By> {
  return inNameOf(change, partyOf('organization', organization), 'single-sign-on');
}

/**
 * Links the account to the person at the provider, makes it a member, and adds it to the teams of its groups. Checks
 * again what the first step found, because an owner can have changed it between two steps of a sign-in. Errors:
 * `login-over`, `forbidden`.
 */
export async function applyIdentity(change: Change<Asker>, said: ProviderStatement, account: Account): Promise<void> {
  const provider = byProvider(change, said.organization);
  const { organizations } = change.records;
  await organizations.lock(said.organization.id);
  await requireSpeaking(change, said, account);
  await linkIdentity(provider, said, account);
  const isMember = (await organizations.role(said.organization.id, account.id)) !== undefined;
  if (!isMember) await beginMembership(provider, said.organization, account, 'member');
  await organizations.setSingleSignOn(said.organization.id, account.id, { provenAt: change.now, endedAt: null });
  await replaceTeams(provider, said, account);
}

/** Checks that the provider is still the one that sent the statement, and may still speak for this account. */
async function requireSpeaking(
  { records }: Change<Asker>,
  { organization, link }: ProviderStatement,
  account: Account,
): Promise<void> {
  const connection = await records.singleSignOnConnections.ofOrganization(organization.id);
  if (connection?.id !== link.connectionId) throw loginOver();
  const refusal = await whyProviderIsRefused(records, organization, account);
  if (refusal) throw new DomainError('forbidden', { reason: PROVIDER_REFUSALS[refusal] });
}

async function linkIdentity(
  { records, now, audit }: Change<Asker>,
  { organization, link }: ProviderStatement,
  account: Account,
): Promise<void> {
  const { issuer, subject, sealedRefreshToken, isNew } = link;
  const before = await records.identities.ofAccount(organization.id, account.id);
  const isSame = before?.issuer === issuer && before.subject === subject;
  const isGood = before !== undefined && before.voidedAt === null;
  // A valid link belongs to that person. Another person can get the account only after the link is void.
  if (isNew ? isGood && !isSame : !isGood || !isSame) throw loginOver();
  if (before && !isSame) await records.identities.delete(organization.id, account.id);
  await records.identities.put({
    organizationId: organization.id,
    issuer,
    subject,
    accountId: account.id,
    createdAt: isNew || !before ? now : before.createdAt,
    provenAt: now,
    checkedAt: now,
    // Some providers send a refresh token only at the first consent, so that one is kept.
    sealedRefreshToken: sealedRefreshToken ?? (isSame ? before.sealedRefreshToken : null),
    voidedAt: null,
    failure: null,
  });
  if (isNew) await audit('identity.linked', subjectOf('account', account, organization.name), { issuer, subject });
}

/**
 * Makes the account a member of the teams of its groups, and removes it from other teams that have a group (attack 8).
 * Teams without a group stay as the owners set them. If a provider sends no groups, it adds nobody to any team. The
 * provider is the actor of this change: see `byProvider`.
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
  const isMember = await records.teams.isMember(id, account.id);
  if (isMember === isIn) return;
  await (isIn ? records.teams.addMember(id, account.id) : records.teams.removeMember(id, account.id));
  await audit(isIn ? 'team.member-added' : 'team.member-removed', account, { team: name });
}

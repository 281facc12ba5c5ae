import { requireNamespaceName } from '@lanyard/core/accounts/namespace-name';
import { DomainError } from '@lanyard/core/domain-error';
import type { MemberRole } from '@lanyard/core/organizations/member-role';
import type { Account } from '../../store/records/accounts/accounts.ts';
import type { Invitation } from '../../store/records/invitations/invitations.ts';
import type { Organization } from '../../store/records/organizations/organizations.ts';
import { requireEmail } from '../access/accounts.ts';
import type { Change } from '../access/change.ts';
import { requireAdministrator, requireOwnership, requireStillAdministrator } from '../access/permissions.ts';
import { noSuchInvitation } from './waiting-invitation.ts';

export const DAY_MILLISECONDS = 86_400_000;
/** Enough to invite a department, but too few to send mails to everybody. */
const SENT_PER_DAY = 50;
const WAITING_PER_ORGANIZATION = 200;
/** The limit for all organizations together, so that nobody can flood an account with invitations. */
const WAITING_PER_INVITED = 50;
/** The limit for one inviter in all of their organizations, so that no single person can block other invitations. */
const WAITING_PER_INVITER_AND_INVITED = 5;
const TIMES_SENT = 4;
/** How long a person who declined cannot be invited again. */
const DECLINED_DAYS = 30;

/** An organization and the offered role, or null for the server. */
export type InvitedTo = { readonly organizationName: string; readonly role: MemberRole } | null;
export type InvitedBy = { readonly account: string } | { readonly email: string };

interface Named {
  readonly email: string | null;
  readonly invited: string;
}

/** Checks the name or address and returns its canonical form. Errors: `invalid-input`. */
export function requireNamed(to: InvitedTo, whom: InvitedBy): Named {
  const email = 'email' in whom ? requireEmail(whom.email) : null;
  const invited = 'account' in whom ? requireAccountName(whom.account) : (email ?? '');
  if (to === null && email === null) throw new DomainError('invalid-input', { field: 'email', reason: 'is needed' });
  return { email, invited };
}

/** Returns how often the same invitation was already sent within a day. Errors: those of `invite`. */
export async function requireMayInvite(change: Change, to: InvitedTo, { email, invited }: Named) {
  const organization = await requireInviter(change, to?.organizationName ?? null);
  const { accounts } = change.records;
  const account = email === null ? await accounts.byName(invited) : await accounts.byEmail(invited);
  await requireNotThere(change, organization, account);
  const timesSent = await requireNotInvited(change, organization, invited);
  await requireRoom(change, organization, invited);
  return { organization, account, timesSent };
}

function requireAccountName(name: string): string {
  try {
    return requireNamespaceName(name.trim().toLowerCase());
  } catch {
    throw new DomainError('invalid-input', { field: 'account', reason: 'must be the name of an account' });
  }
}

/**
 * Locks the organization, so that of two invitations at once the second sees the first. Null for the server, whose
 * administrators are then locked. Errors: `not-found`, `forbidden`.
 */
export async function requireInviter(change: Change, organizationName: string | null): Promise<Organization | null> {
  if (organizationName !== null) return (await requireOwnership(change, organizationName)).organization;
  requireAdministrator(change.caller);
  await requireStillAdministrator(change);
  return null;
}

export const MEMBER_ALREADY = 'this account is already a member';

async function requireNotThere(
  { records }: Change,
  organization: Organization | null,
  account: Account | undefined,
): Promise<void> {
  // An administrator can see all accounts anyway.
  if (organization === null && account) throw conflict('there is an account with this e-mail address');
  if (organization === null) return;
  // Also queried without an account, so that the time does not show who has one.
  const role = await records.organizations.role(organization.id, account?.id ?? '');
  if (role !== undefined) throw conflict(MEMBER_ALREADY);
}

/** Returns how often the same was invited and withdrawn within a day, because that counts as sending again too. */
async function requireNotInvited({ records, now }: Change, organization: Organization | null, invited: string) {
  const last = await records.invitations.last(organization?.id ?? null, invited);
  if (last?.answer === null && last.expiresAt > now) throw conflict('is already invited; send that invitation again');
  const isRecent = last !== undefined && now - last.sentAt < DAY_MILLISECONDS;
  if (isRecent && last.timesSent >= TIMES_SENT) throw tooMany('this invitation was sent too often; try again tomorrow');
  const isDeclined = last?.answer === 'declined' && now - (last.answeredAt ?? 0) < DECLINED_DAYS * DAY_MILLISECONDS;
  if (isDeclined) throw conflict(`declined an invitation within the last ${DECLINED_DAYS} days`);
  return isRecent ? last.timesSent : 0;
}

/** The operator has no limit, because they have the whole server anyway. */
export async function requireRoom(
  { records, caller, now }: Change,
  organization: Organization | null,
  invited: string,
) {
  if (caller.type === 'operator') return;
  const { invitations, accounts } = records;
  // Otherwise two requests at once would count without each other.
  await accounts.lock(caller.account.id);
  if ((await invitations.countSent(caller.account.id, now - DAY_MILLISECONDS)) >= SENT_PER_DAY)
    throw tooMany(`you sent ${SENT_PER_DAY} invitations within a day; try again tomorrow`);
  if ((await invitations.countWaiting(organization?.id ?? null, now)) >= WAITING_PER_ORGANIZATION)
    throw tooMany(`${WAITING_PER_ORGANIZATION} invitations wait for an answer; withdraw some, or try again tomorrow`);
  if ((await invitations.countWaitingFor(invited, now, caller.account.id)) >= WAITING_PER_INVITER_AND_INVITED)
    throw tooMany(
      `${WAITING_PER_INVITER_AND_INVITED} of your invitations wait for an answer of this person; withdraw one`,
    );
  if ((await invitations.countWaitingFor(invited, now)) >= WAITING_PER_INVITED)
    throw tooMany('too many invitations wait for an answer of this person; try again tomorrow');
}

/** An expired invitation that was replaced stays as it is. */
export async function requireNewest({ records }: Change, { id, organizationId, invited }: Invitation): Promise<void> {
  if ((await records.invitations.last(organizationId, invited))?.id !== id) throw noSuchInvitation();
}

export function requireSendable({ caller }: Change, { timesSent }: Invitation): void {
  if (caller.type === 'operator' || timesSent < TIMES_SENT) return;
  throw tooMany('this invitation was sent too often; withdraw it, and invite again');
}

function conflict(reason: string): DomainError {
  return new DomainError('conflict', { reason });
}

function tooMany(reason: string): DomainError {
  return new DomainError('too-many-invitations', { reason, retryAfterSeconds: 3600 });
}

import { requireNamespaceName } from '@lanyard/core/accounts/namespace-name';
import { DomainError } from '@lanyard/core/domain-error';
import type { Secret } from '@lanyard/core/secret';
import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts/accounts.ts';
import type { Invitation } from '../../store/records/invitations/invitations.ts';
import type { MemberRole } from '../../store/records/organizations/members.ts';
import type { Organization } from '../../store/records/organizations/organizations.ts';
import { requireEmail } from '../access/accounts.ts';
import type { Caller, OrganizationCaller } from '../access/caller.ts';
import { type AuditSubject, type Change, look, subjectOf, transact } from '../access/change.ts';
import {
  requireAdministrator,
  requireOwnership,
  requireSignedIn,
  requireStillAdministrator,
} from '../access/permissions.ts';
import { INVITATION_DAYS, invitationLink, newInvitationCode } from './invitation-mail.ts';
import { noSuchInvitation } from './waiting-invitation.ts';

/** The inviter's side. Each use case is for an organization, by its owners, or for the server, by its administrators. */

const DAY_MILLISECONDS = 86_400_000;
/** Enough to bring in a department, too few to be used to write to everybody. */
const SENT_PER_DAY = 50;
const WAITING_PER_ORGANIZATION = 200;
/** Of all organizations together, so that nobody buries an account in invitations. */
const WAITING_PER_INVITED = 50;
/** Of one inviter, in all of their organizations: nobody alone can keep others from inviting somebody. */
const WAITING_PER_INVITER_AND_INVITED = 5;
const TIMES_SENT = 4;
/** Who declined has peace for this long. */
const DECLINED_DAYS = 30;

/** An organization, and the role that is offered in it; null for the server. */
export type InvitedTo = { readonly organizationName: string; readonly role: MemberRole } | null;
export type InvitedBy = { readonly account: string } | { readonly email: string };

export interface SentInvitation {
  readonly invitation: Invitation;
  /** Shown once, to be handed on; null where a mail brings it. */
  readonly link: Secret | null;
}

/**
 * Invites by the name of an account, or by an e-mail address. The work and the answer are the same whether or not there
 * is such an account. Errors: `not-found`, `forbidden`, `invalid-input`, `conflict`, `too-many-invitations`.
 */
export async function invite(
  services: Services,
  caller: Caller,
  to: InvitedTo,
  whom: InvitedBy,
): Promise<SentInvitation> {
  const named = requireNamed(to, whom);
  const { email, invited } = named;
  return transact(services, caller, async (change) => {
    const { organization, account, timesSent } = await requireMayInvite(change, to, named);
    const invitation: Invitation = {
      id: change.newId(),
      organizationId: organization?.id ?? null,
      invited,
      accountId: email === null ? (account?.id ?? null) : null,
      email,
      role: to?.role ?? null,
      createdAt: change.now,
      answer: null,
      answeredAt: null,
      timesSent: timesSent + 1,
      ...sendingOf(change, email),
    };
    const link = newLink(change);
    await change.records.invitations.insert(invitation, link.digest);
    const { role, expiresAt } = invitation;
    await change.audit('invitation.created', invitationSubject(invitation, organization), { role, expiresAt });
    return send(change, invitation, link);
  });
}

/** Whether this could be invited now; nothing is sent or kept. Errors: those of `invite`. */
export async function checkInvitation(
  services: Services,
  caller: Caller,
  to: InvitedTo,
  whom: InvitedBy,
): Promise<void> {
  const named = requireNamed(to, whom);
  await transact(services, caller, async (change) => {
    await requireMayInvite(change, to, named);
  });
}

/**
 * Sends it again, with a new link and a new end. The caller is its inviter from now on.
 * Errors: `not-found`, `forbidden`, `too-many-invitations`.
 */
export async function resendInvitation(
  services: Services,
  caller: Caller,
  organizationName: string | null,
  id: string,
): Promise<SentInvitation> {
  return transact(services, caller, async (change) => {
    const organization = await requireInviter(change, organizationName);
    const before = await requireUnanswered(change, organization, id);
    await requireNewest(change, before);
    await requireRoom(change, organization, before.invited);
    requireSendable(change, before);
    const changed = { ...sendingOf(change, before.email), timesSent: before.timesSent + 1 };
    const link = newLink(change);
    const isSent = await change.records.invitations.update(id, changed, link.digest);
    if (!isSent) throw noSuchInvitation();
    const invitation = { ...before, ...changed };
    const { role, expiresAt } = invitation;
    await change.audit('invitation.resent', invitationSubject(invitation, organization), { role, expiresAt });
    return send(change, invitation, link);
  });
}

/** Its link and its place in the invited's list end at once. Errors: `not-found`, `forbidden`. */
export async function withdrawInvitation(
  services: Services,
  caller: Caller,
  organizationName: string | null,
  id: string,
): Promise<void> {
  await transact(services, caller, async (change) => {
    const organization = await requireInviter(change, organizationName);
    const invitation = await requireUnanswered(change, organization, id);
    if (!(await change.records.invitations.withdraw(id, change.now))) throw noSuchInvitation();
    await change.audit('invitation.withdrawn', invitationSubject(invitation, organization));
  });
}

/** Those that wait, ran out or were declined, newest first. Errors: `not-found`, `forbidden`. */
export async function listInvitations(
  services: Services,
  caller: OrganizationCaller,
  organizationName: string | null,
): Promise<readonly Invitation[]> {
  const asked = look(services, caller);
  if (organizationName !== null) {
    const { organization } = await requireOwnership(asked, organizationName, 'scope-invite-read');
    return asked.records.invitations.ofOrganization(organization.id);
  }
  requireSignedIn(caller);
  requireAdministrator(caller);
  return asked.records.invitations.ofOrganization(null);
}

/** Whose organization it is for, to its owners; to others it looks like a missing one (R25). Errors: `not-found`, `forbidden`. */
export async function organizationOfInvitation(services: Services, caller: Caller, id: string): Promise<string> {
  requireSignedIn(caller);
  const { records } = look(services, caller);
  const invitation = await records.invitations.byId(id);
  const organizationId = invitation?.organizationId ?? null;
  const organization = organizationId === null ? undefined : await records.organizations.byId(organizationId);
  if (!organization) throw noSuchInvitation();
  await requireOwnership({ records, caller }, organization.name).catch((error: unknown) => {
    throw error instanceof DomainError && error.code === 'not-found' ? noSuchInvitation() : error;
  });
  return organization.name;
}

interface Named {
  readonly email: string | null;
  readonly invited: string;
}

/** The name or address in its canonical form. Errors: `invalid-input`. */
function requireNamed(to: InvitedTo, whom: InvitedBy): Named {
  const email = 'email' in whom ? requireEmail(whom.email) : null;
  const invited = 'account' in whom ? requireAccountName(whom.account) : (email ?? '');
  if (to === null && email === null) throw new DomainError('invalid-input', { field: 'email', reason: 'is needed' });
  return { email, invited };
}

/** Gives how often the same was sent within a day already. Errors: those of `invite`. */
async function requireMayInvite(change: Change, to: InvitedTo, { email, invited }: Named) {
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
 * The organization, locked: of two invitations at once, the second must see the first. Null for the server, whose
 * administrators are locked.
 * Errors: `not-found`, `forbidden`.
 */
async function requireInviter(change: Change, organizationName: string | null): Promise<Organization | null> {
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
  // An administrator sees all accounts anyway.
  if (organization === null && account) throw conflict('there is an account with this e-mail address');
  if (organization === null) return;
  // Asked for nobody too, so that the time does not show who has an account.
  const role = await records.organizations.role(organization.id, account?.id ?? '');
  if (role !== undefined) throw conflict(MEMBER_ALREADY);
}

/** Gives how often the same was invited and withdrawn within a day: that is sending again, too. */
async function requireNotInvited({ records, now }: Change, organization: Organization | null, invited: string) {
  const last = await records.invitations.last(organization?.id ?? null, invited);
  if (last?.answer === null && last.expiresAt > now) throw conflict('is already invited; send that invitation again');
  const isRecent = last !== undefined && now - last.sentAt < DAY_MILLISECONDS;
  if (isRecent && last.timesSent >= TIMES_SENT) throw tooMany('this invitation was sent too often; try again tomorrow');
  const isDeclined = last?.answer === 'declined' && now - (last.answeredAt ?? 0) < DECLINED_DAYS * DAY_MILLISECONDS;
  if (isDeclined) throw conflict(`declined an invitation within the last ${DECLINED_DAYS} days`);
  return isRecent ? last.timesSent : 0;
}

/** The operator is trusted with the server as it is. */
async function requireRoom({ records, caller, now }: Change, organization: Organization | null, invited: string) {
  if (caller.type === 'operator') return;
  const { invitations, accounts } = records;
  // Two at once would each count without the other.
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

/** One that ran out and was replaced stays as it is. */
async function requireNewest({ records }: Change, { id, organizationId, invited }: Invitation): Promise<void> {
  if ((await records.invitations.last(organizationId, invited))?.id !== id) throw noSuchInvitation();
}

function requireSendable({ caller }: Change, { timesSent }: Invitation): void {
  if (caller.type === 'operator' || timesSent < TIMES_SENT) return;
  throw tooMany('this invitation was sent too often; withdraw it, and invite again');
}

/** Who invites, until when, and whether the link may make an account. */
function sendingOf({ services, caller, now }: Change, email: string | null) {
  const isOperator = caller.type === 'operator';
  return {
    inviterId: isOperator ? null : caller.account.id,
    inviterName: isOperator ? 'operator' : caller.account.name,
    makesAccount: email !== null && mayMakeAccounts(services, caller),
    sentAt: now,
    expiresAt: now + INVITATION_DAYS * DAY_MILLISECONDS,
  };
}

/**
 * Administrators make accounts as it is. An owner does only where the server's setting says so, and where a mail proves
 * that the address is the invited's: a link that the owner holds would make an account with anybody's address.
 */
function mayMakeAccounts({ ownersInviteNewPeople, mailer }: Services, caller: Caller): boolean {
  if (caller.type === 'operator' || caller.account.isAdministrator) return true;
  return ownersInviteNewPeople && mailer !== undefined;
}

async function requireUnanswered(
  { records }: Change,
  organization: Organization | null,
  id: string,
): Promise<Invitation> {
  const invitation = await records.invitations.byId(id);
  const isOurs = invitation?.organizationId === (organization?.id ?? null);
  if (invitation && isOurs && invitation.answer === null) return invitation;
  throw noSuchInvitation();
}

/** Null where a mail brings it: then it is made when the mail is sent. */
interface NewLink {
  readonly link: Secret | null;
  readonly digest: string | null;
}

function newLink({ services, caller }: Change): NewLink {
  if (caller.type !== 'operator' && services.mailer) return { link: null, digest: null };
  const code = newInvitationCode(services);
  return { link: invitationLink(services, code), digest: services.digester.digest('invitation', code) };
}

/** Also for a name that nobody has: neither the answer nor its time shows it. */
async function send({ notify }: Change, invitation: Invitation, { link }: NewLink): Promise<SentInvitation> {
  const { id, invited } = invitation;
  if (link === null) await notify('invitation', { address: invited }, { invitation: id });
  return { invitation, link };
}

/** In the log of the organization; of the server for an invitation to it. */
export function invitationSubject({ id, invited }: Invitation, organization: Organization | null): AuditSubject {
  return subjectOf('invitation', { id, name: invited }, organization?.name ?? null);
}

function conflict(reason: string): DomainError {
  return new DomainError('conflict', { reason });
}

function tooMany(reason: string): DomainError {
  return new DomainError('too-many-invitations', { reason, retryAfterSeconds: 3600 });
}

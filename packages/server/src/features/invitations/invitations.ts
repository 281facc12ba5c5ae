import { DomainError } from '@lanyard/core/domain-error';
import type { Secret } from '@lanyard/core/secret';
import type { Services } from '../../services.ts';
import type { Invitation } from '../../store/records/invitations/invitations.ts';
import type { Organization } from '../../store/records/organizations/organizations.ts';
import type { Caller, OrganizationCaller } from '../access/caller.ts';
import { type AuditSubject, type Change, look, subjectOf, transact } from '../access/change.ts';
import { requireAdministrator, requireOwnership, requireSignedIn } from '../access/permissions.ts';
import { INVITATION_DAYS, invitationLink, newInvitationCode } from './invitation-mail.ts';
import {
  DAY_MILLISECONDS,
  type InvitedBy,
  type InvitedTo,
  requireInviter,
  requireMayInvite,
  requireNamed,
  requireNewest,
  requireRoom,
  requireSendable,
} from './may-invite.ts';
import { noSuchInvitation } from './waiting-invitation.ts';

/** For the inviter. Each use case serves the owners of an organization, or the administrators of the server. */

export interface SentInvitation {
  readonly invitation: Invitation;
  /** Shown once, for the inviter to send. Null if the server sends it by mail. */
  readonly link: Secret | null;
}

/**
 * Invites by the name of an account, or by an e-mail address. The work and the answer are the same whether or not such
 * an account exists. Errors: `not-found`, `forbidden`, `invalid-input`, `conflict`, `too-many-invitations`.
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

/** Checks whether this invitation is possible now. Nothing is sent or stored. Errors: those of `invite`. */
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
 * Sends the invitation again, with a new link and a new end. The caller becomes its inviter. Errors: `not-found`,
 * `forbidden`, `too-many-invitations`.
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

/** Ends its link and removes it from the invited person's list at once. Errors: `not-found`, `forbidden`. */
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

/** Invitations that wait, expired or were declined, newest first. Errors: `not-found`, `forbidden`. */
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

/**
 * The organization of an invitation, for its owners. For others it looks like a missing one (R25). Errors: `not-found`,
 * `forbidden`.
 */
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

/** Who invites, until when, and whether the link may create an account. */
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
 * Administrators can create accounts in any case. An owner's link can create one only if the server's setting allows
 * it, and if a mail proves that the person has the address. Otherwise an owner could use the link to create an account
 * with anybody's address.
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

/** Null if a mail brings it, because it is then made when the mail is sent. */
interface NewLink {
  readonly link: Secret | null;
  readonly digest: string | null;
}

function newLink({ services, caller }: Change): NewLink {
  if (caller.type !== 'operator' && services.mailer) return { link: null, digest: null };
  const code = newInvitationCode(services);
  return { link: invitationLink(services, code), digest: services.digester.digest('invitation', code) };
}

/** Also runs for a name without an account, so that neither the answer nor its time shows which names exist. */
async function send({ notify }: Change, invitation: Invitation, { link }: NewLink): Promise<SentInvitation> {
  const { id, invited } = invitation;
  if (link === null) await notify('invitation', { address: invited }, { invitation: id });
  return { invitation, link };
}

/** The subject of events, in the log of the organization, or of the server for an invitation to it. */
export function invitationSubject({ id, invited }: Invitation, organization: Organization | null): AuditSubject {
  return subjectOf('invitation', { id, name: invited }, organization?.name ?? null);
}

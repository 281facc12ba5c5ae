import { DomainError } from '@lanyard/core/domain-error';
import type { Invitation } from '../../store/records/invitations/invitations.ts';
import type { Organization } from '../../store/records/organizations/organizations.ts';
import type { Reads } from '../../store/store.ts';

/** An invitation as the invited person sees it. */
export interface WaitingInvitation {
  readonly invitation: Invitation;
  /** Null for an invitation to the server. */
  readonly organization: Organization | null;
}

type InvitationReads = Pick<Reads, 'accounts' | 'organizations'>;

/** Undefined if it was answered or withdrawn, if it expired, or if its inviter may no longer invite. */
export async function waitingInvitation(
  records: InvitationReads,
  invitation: Invitation | undefined,
  now: number,
): Promise<WaitingInvitation | undefined> {
  if (!invitation || invitation.answer !== null || invitation.expiresAt <= now) return undefined;
  if (!(await mayStillInvite(records, invitation))) return undefined;
  const { organizationId } = invitation;
  if (organizationId === null) return { invitation, organization: null };
  const organization = await records.organizations.byId(organizationId);
  return organization && { invitation, organization };
}

/** An owner who was removed, or an administrator who was disabled, must not bring in anyone afterwards. */
async function mayStillInvite(
  { accounts, organizations }: InvitationReads,
  { inviterId, organizationId }: Invitation,
): Promise<boolean> {
  if (inviterId === null) return true;
  const inviter = await accounts.byId(inviterId);
  if (!inviter || inviter.disabledAt !== null) return false;
  if (organizationId === null) return inviter.isAdministrator;
  return (await organizations.role(organizationId, inviterId)) === 'owner';
}

export function noSuchInvitation(): DomainError {
  return new DomainError('not-found', { what: 'open invitation' });
}

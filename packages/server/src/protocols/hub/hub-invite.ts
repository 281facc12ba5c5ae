import { MEMBER_ROLES, type MemberRole } from '@lanyard/core/organizations/member-role';
import { z } from 'zod';
import type { Caller, OrganizationCaller } from '../../features/access/caller.ts';
import { invite, listInvitations } from '../../features/invitations/invitations.ts';
import type { InvitedBy } from '../../features/invitations/may-invite.ts';
import { isoTime } from '../../http/api-schema.ts';
import type { Services } from '../../services.ts';
import type { Invitation } from '../../store/records/invitations/invitations.ts';

export const hubInviteSchema = z.object({
  id: z.string(),
  inviter_username: z.string(),
  /** The account's name, or the e-mail address. */
  invitee: z.string(),
  org: z.string(),
  team: z.string(),
  role: z.string(),
  created_at: z.string(),
});

export function hubInvite(invitation: Invitation, org: string): z.input<typeof hubInviteSchema> {
  const { id, inviterName, invited, role, createdAt } = invitation;
  const place = { org, team: '', role: role ?? 'member' };
  return { id, inviter_username: inviterName, invitee: invited, ...place, created_at: isoTime(createdAt) };
}

/** Docker Hub's roles are the roles here. */
export const hubRole = z.enum(MEMBER_ROLES);

/** Tells names from addresses as Docker Hub's pages do: only an address contains an at-sign. */
export function invitedBy(invitee: string): InvitedBy {
  return invitee.includes('@') ? { email: invitee } : { account: invitee };
}

/** The invitations without an answer, only the newest for each name or address. Errors: those of `listInvitations`. */
export async function openInvitations(
  services: Services,
  caller: OrganizationCaller,
  org: string,
): Promise<readonly Invitation[]> {
  const unanswered = (await listInvitations(services, caller, org)).filter(({ answer }) => answer === null);
  return [...Map.groupBy(unanswered, ({ invited }) => invited).values()].flatMap(([newest]) => newest ?? []);
}

/**
 * The waiting invitation for this name or address with this role, or a new one. A second request for the same does not
 * create another. Errors: those of `invite`.
 */
export async function ensureInvited(
  services: Services,
  caller: Caller,
  to: { readonly organizationName: string; readonly role: MemberRole },
  invitee: string,
): Promise<Invitation> {
  const open = await openInvitations(services, caller, to.organizationName);
  const now = services.clock.now();
  const waiting = open.find((one) => one.invited === invitee && one.role === to.role && one.expiresAt > now);
  return waiting ?? (await invite(services, caller, to, invitedBy(invitee))).invitation;
}

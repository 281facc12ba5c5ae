import { termsOf } from '@lanyard/core/organizations/member-terms';
import { termsInWords } from '@lanyard/core/organizations/terms-in-words';
import { z } from 'zod';
import { isoTime } from '../../http/api-schema.ts';
import type { Invitation } from '../../store/records/invitations/invitations.ts';
import { memberTermsSchema, roleSchema, termInWordsSchema } from '../organizations/organization-schema.ts';
import type { SentInvitation } from './invitations.ts';
import type { WaitingInvitation } from './waiting-invitation.ts';

/** An invitation as the inviter sees it. */
export const invitationSchema = z.object({
  id: z.string(),
  /** The name or e-mail address that the inviter gave. */
  invited: z.string(),
  role: roleSchema.nullable(),
  invitedBy: z.string(),
  status: z.enum(['waiting', 'expired', 'declined']),
  createdAt: z.string(),
  sentAt: z.string(),
  expiresAt: z.string(),
});

export const sentInvitationSchema = invitationSchema.extend({
  /** Shown once, for the inviter to send. Null if the server sends it by mail. */
  link: z.string().nullable(),
});

/** An invitation as the invited person sees it. */
export const waitingInvitationSchema = z.object({
  id: z.string(),
  /** Null for an invitation to the server. */
  organization: z.string().nullable(),
  role: roleSchema.nullable(),
  invitedBy: z.string(),
  createdAt: z.string(),
  expiresAt: z.string(),
  /** The account-wide rules. Send them back to accept them. Null for an invitation to the server. */
  terms: memberTermsSchema.nullable(),
  /** Everything that the organization requires of a member. */
  words: z.array(termInWordsSchema),
});

export function invitationBody(invitation: Invitation, now: number): z.input<typeof invitationSchema> {
  const { id, invited, role, inviterName, answer, createdAt, sentAt, expiresAt } = invitation;
  const unanswered = expiresAt > now ? 'waiting' : 'expired';
  return {
    id,
    invited,
    role,
    invitedBy: inviterName,
    status: answer === 'declined' ? answer : unanswered,
    createdAt: isoTime(createdAt),
    sentAt: isoTime(sentAt),
    expiresAt: isoTime(expiresAt),
  };
}

export function sentInvitationBody(
  { invitation, link }: SentInvitation,
  now: number,
): z.input<typeof sentInvitationSchema> {
  return { ...invitationBody(invitation, now), link: link === null ? null : link.reveal() };
}

export function waitingInvitationBody({
  invitation,
  organization,
}: WaitingInvitation): z.input<typeof waitingInvitationSchema> {
  const { id, role, inviterName, createdAt, expiresAt } = invitation;
  return {
    id,
    organization: organization?.name ?? null,
    role,
    invitedBy: inviterName,
    createdAt: isoTime(createdAt),
    expiresAt: isoTime(expiresAt),
    terms: organization ? termsOf(organization.policy) : null,
    words: organization ? [...termsInWords(organization.policy)] : [],
  };
}

import { DomainError } from '@lanyard/core/domain-error';
import type { MemberRole } from '@lanyard/core/organizations/member-role';
import { z } from 'zod';
import type { Caller } from '../../features/access/caller.ts';
import {
  checkInvitation,
  invite,
  organizationOfInvitation,
  resendInvitation,
  withdrawInvitation,
} from '../../features/invitations/invitations.ts';
import { MEMBER_ALREADY } from '../../features/invitations/may-invite.ts';
import { textOf } from '../../http/error-table.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import type { Services } from '../../services.ts';
import { hubInvite, hubInviteSchema, hubRole, invitedBy, openInvitations } from './hub-invite.ts';

const common = { surface: 'hub', credential: 'bearer', csrf: 'none', cache: 'no-store' } as const;

const params = z.strictObject({ id: z.string().max(64) });

const bulkBody = z.strictObject({
  org: z.string().max(100),
  /** Terraform's provider always sends this field, and it is always empty. */
  team: z.string().max(100).optional(),
  role: hubRole.or(z.literal('')).optional(),
  invitees: z.array(z.string().max(320)).min(1).max(100),
  dry_run: z.boolean().optional(),
});

const inviteeSchema = z.object({ invitee: z.string(), status: z.string(), invite: hubInviteSchema.optional() });
type Invitee = z.input<typeof inviteeSchema>;

/** Nobody becomes a member through these routes alone: the invited person must accept first. */
export const hubInviteRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    credential: 'organization-bearer',
    organizationScope: 'scope-invite-read',
    method: 'GET',
    path: '/v2/orgs/:organization/invites',
    summary: 'List the invitations without an answer, newest first, for owners',
    scope: 'owner',
    rate: 'none',
    audit: [],
    request: { params: z.strictObject({ organization: z.string().max(100) }), query: z.strictObject({}) },
    answers: { 200: z.object({ data: z.array(hubInviteSchema) }) },
    handle: async ({ services, caller, params: { organization: org } }) => {
      const open = await openInvitations(services, caller, org);
      return { status: 200, body: { data: open.map((one) => hubInvite(one, org)) } };
    },
  }),
  defineRoute({
    ...common,
    method: 'POST',
    path: '/v2/invites/bulk',
    summary: 'Invite accounts and e-mail addresses to an organization; with `dry_run`, only say what would happen',
    scope: 'own',
    rate: ['invitations'],
    audit: ['invitation.created'],
    request: { body: bulkBody },
    answers: { 202: z.object({ invitees: z.array(inviteeSchema) }) },
    handle: async ({ services, caller, body }) => {
      const { org: organizationName, team = '', invitees, dry_run: isDryRun = false } = body;
      const role = body.role || 'member';
      if (team !== '') throw new DomainError('invalid-input', { field: 'team', reason: NO_TEAM });
      const inviting = { services, caller, to: { organizationName, role }, isDryRun };
      return { status: 202, body: { invitees: await inviteAll(inviting, invitees) } };
    },
  }),
  defineRoute({
    ...common,
    method: 'PATCH',
    path: '/v2/invites/:id/resend',
    summary: 'Send an invitation again, with a new link; the one before stops working',
    scope: 'own',
    rate: ['invitations'],
    audit: ['invitation.resent'],
    request: { params },
    answers: { 204: z.undefined() },
    handle: async ({ services, caller, params: { id } }) => {
      await resendInvitation(services, caller, await organizationOfInvitation(services, caller, id), id);
      return { status: 204 };
    },
  }),
  defineRoute({
    ...common,
    method: 'DELETE',
    path: '/v2/invites/:id',
    summary: 'Withdraw an invitation; its link stops working',
    scope: 'own',
    freshSignIn: { notNeeded: 'it ends something, and an end must not wait' },
    rate: 'none',
    audit: ['invitation.withdrawn'],
    request: { params },
    answers: { 204: z.undefined() },
    handle: async ({ services, caller, params: { id } }) => {
      await withdrawInvitation(services, caller, await organizationOfInvitation(services, caller, id), id);
      return { status: 204 };
    },
  }),
];

const NO_TEAM = 'is not offered here; add a member to a team after the invitation is accepted';

interface Inviting {
  readonly services: Services;
  readonly caller: Caller;
  readonly to: { readonly organizationName: string; readonly role: MemberRole };
  readonly isDryRun: boolean;
}

/**
 * Invites each person separately. If none can be invited, the answer is the first reason, because Terraform's provider
 * treats any other answer as success. Errors: those of `invite`.
 */
async function inviteAll(inviting: Inviting, names: readonly string[]): Promise<Invitee[]> {
  const results: Invitee[] = [];
  let refusal: DomainError | undefined;
  for (const name of names) {
    try {
      results.push(await inviteOne(inviting, name));
    } catch (error) {
      if (!(error instanceof DomainError) || !OF_ONE_INVITEE.has(error.code)) throw error;
      refusal ??= error;
      results.push({ invitee: name, status: statusOf(error) });
    }
  }
  const isRefused = refusal && !inviting.isDryRun && results.every(({ invite }) => invite === undefined);
  if (isRefused) throw refusal;
  return results;
}

async function inviteOne({ services, caller, to, isDryRun }: Inviting, invitee: string): Promise<Invitee> {
  if (isDryRun) {
    await checkInvitation(services, caller, to, invitedBy(invitee));
    return { invitee, status: 'invited' };
  }
  const { invitation } = await invite(services, caller, to, invitedBy(invitee));
  return { invitee, status: 'invited', invite: hubInvite(invitation, to.organizationName) };
}

/** All other errors are about the whole request. */
const OF_ONE_INVITEE: ReadonlySet<string> = new Set(['invalid-input', 'conflict', 'too-many-invitations']);

/** Docker Hub's words if it has some, and otherwise our own text. */
function statusOf(error: DomainError): string {
  if (error.code === 'invalid-input') return 'invalid_email_or_docker_id';
  const text = textOf(error);
  return text === MEMBER_ALREADY ? 'existing_org_member' : text;
}

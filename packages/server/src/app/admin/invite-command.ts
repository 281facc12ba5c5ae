import { MEMBER_ROLES, type MemberRole } from '@lanyard/core/organizations/member-role';
import { type Command, Option } from 'commander';
import { OPERATOR } from '../../features/access/caller.ts';
import {
  invite,
  listInvitations,
  resendInvitation,
  type SentInvitation,
} from '../../features/invitations/invitations.ts';
import type { InvitedBy, InvitedTo } from '../../features/invitations/may-invite.ts';
import type { Services } from '../../services.ts';
import { AdminError, type OpenWorld } from './admin-world.ts';

interface InviteOptions {
  readonly organization?: string;
  readonly role: MemberRole;
}

export function inviteCommand(program: Command, open: OpenWorld): void {
  program
    .command('invite <email-or-account>')
    .description('invite somebody, and print the link once; an earlier link stops working')
    .option('--organization <name>', 'to become a member of it (default: to create an account on this server)')
    .addOption(new Option('--role <role>', 'the role in the organization').choices(MEMBER_ROLES).default('member'))
    .action((invited: string, options: InviteOptions) => inviteSomebody(open, invited, options));
}

async function inviteSomebody(open: OpenWorld, invited: string, { organization, role }: InviteOptions): Promise<void> {
  const whom = invited.includes('@') ? { email: invited } : { account: invited };
  if (organization === undefined && 'account' in whom) {
    throw new AdminError('an account is invited to an organization: name it with --organization');
  }
  const world = open();
  const to = organization === undefined ? null : { organizationName: organization, role };
  const { link } = await world.withServices((services) => inviteOrSendAgain(services, to, whom));
  if (link === null) throw new Error('the operator hands the link on');
  world.print(`${link.reveal()}\n`);
}

/** A new invitation, or a new link for one whose link was lost. */
async function inviteOrSendAgain(services: Services, to: InvitedTo, whom: InvitedBy): Promise<SentInvitation> {
  const name = to?.organizationName ?? null;
  const invited = ('email' in whom ? whom.email : whom.account).trim().toLowerCase();
  const before = (await listInvitations(services, OPERATOR, name)).find((one) => {
    return one.invited === invited && one.answer === null && one.role === (to?.role ?? null);
  });
  return before ? resendInvitation(services, OPERATOR, name, before.id) : invite(services, OPERATOR, to, whom);
}

import { roleInWords } from '../organizations/member-role.ts';
import { linkText, notice } from './notice-declaration.ts';

/** Mails that somebody asked for. Each contains a link that works once. The link is made when the mail is sent. */
export const ASKED_NOTICES = {
  'password-reset': notice<{ email: string; address: string; client: string }>({
    label: 'A new password',
    weight: 'asked',
    uselessAfterSeconds: 3600,
    words: ({ address }, told) => ({
      subject: 'Choose a new password',
      lines: [
        `Somebody asked for a new password for the account ${told.accountName} at ${told.publicUrl}.`,
        '',
        'To choose one, open this link within 30 minutes. It works once:',
        '',
        linkText(told),
        '',
        `The request came from ${address}. If it was not you, do nothing: the password stays as it is.`,
      ],
    }),
  }),
  'connection-code': notice<{ organization: string; flow: string }>({
    label: 'The proof of an account for single sign-on',
    weight: 'asked',
    uselessAfterSeconds: 1800,
    words: ({ organization }, told) => ({
      subject: `Confirm your sign-in through ${organization}`,
      lines: [
        `Somebody signed in at the identity provider of ${organization} as ${told.accountName} at ${told.publicUrl}.`,
        'The provider is new or was changed, so your account has to be connected with it again.',
        '',
        'If it was you, open this link within 30 minutes, in the browser in which you signed in. It works once:',
        '',
        linkText(told),
        '',
        'If it was not you, do nothing, and tell an administrator.',
      ],
    }),
  }),
  /** The mail contains no text that the inviter wrote. The names and the role are looked up when it is sent. */
  invitation: notice<{
    invitation: string;
    inviter?: string;
    organization?: string | null;
    role?: string | null;
    needsAccount?: boolean;
    days?: number;
  }>({
    label: 'An invitation',
    weight: 'asked',
    words: ({ inviter = '', organization = null, role = null, needsAccount = false, days = 0 }, told) => ({
      subject: organization === null ? 'Invitation' : `Invitation to ${organization}`,
      lines: [
        `${inviter} invites you to ${invitedTo(organization, role)} at ${told.publicUrl}.`,
        '',
        organization === null
          ? 'To accept or decline, open this link'
          : 'To see what the organization asks of its members, and to accept or decline, open this link',
        `within ${days} days:`,
        '',
        linkText(told),
        '',
        ...(needsAccount ? [WITHOUT_ACCOUNT, ''] : []),
        'If you do nothing, nothing changes.',
      ],
    }),
  }),
  'directory-request': notice<{ organization: string }>({
    label: 'A directory asks to manage your account',
    weight: 'asked',
    words: ({ organization }, { accountName, publicUrl }) => ({
      subject: `${organization} asks to manage your account`,
      lines: [
        `The directory of ${organization} wants to manage your account ${accountName} at ${publicUrl}.`,
        '',
        'If you accept, you become a member, and the directory can put you into teams, disable your account and enable it again.',
        'Nothing happens until you accept. To accept or decline, sign in and open this page:',
        '',
        `${publicUrl}/account/security`,
      ],
    }),
  }),
};

const WITHOUT_ACCOUNT =
  'You need an account with this e-mail address to accept. If you have none, ask an administrator of the server.';

function invitedTo(organization: string | null, role: string | null): string {
  if (organization === null) return 'create an account';
  return `become ${roleInWords(role)} of the organization ${organization}`;
}

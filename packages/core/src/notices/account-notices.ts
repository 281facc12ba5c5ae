import { fromWhere, notice } from './notice-declaration.ts';

/** How many entries one mail lists. */
const LISTED = 50;
const IF_NOT_YOU = 'If it was not you, tell an administrator at once.';

/** Notices about an account. */
export const ACCOUNT_NOTICES = {
  'password-changed': notice<{ address: string | null }>({
    label: 'Your password was changed',
    weight: 'security',
    words: ({ address }, { accountName, publicUrl, time }) => ({
      subject: 'Your password was changed',
      lines: [
        `The password of the account ${accountName} at ${publicUrl} was changed on ${time},`,
        fromWhere(address),
        '',
        'If it was not you, ask for a new password on the sign-in page at once, and tell an administrator.',
      ],
    }),
  }),
  /** `what` reads as "the passkey was added". */
  'factors-changed': notice<{ what: string; address: string | null }>({
    label: 'Your second factors were changed',
    weight: 'security',
    words: ({ what, address }, { accountName, publicUrl, time }) => ({
      subject: 'Your second factors were changed',
      lines: [
        `At ${publicUrl}, ${what} on ${time},`,
        fromWhere(address),
        '',
        `The account is ${accountName}. ${IF_NOT_YOU}`,
      ],
    }),
  }),
  /**
   * `by` reads as "the administrator ada". The mail also goes to an address that has no account, so `account` says
   * which one it is about.
   */
  'email-changed': notice<{ account: string; before: string; after: string; by: string }>({
    label: 'The e-mail address of your account was changed',
    weight: 'security',
    words: ({ account, before, after, by }, { publicUrl, time }) => ({
      subject: 'The e-mail address of your account was changed',
      lines: [
        `The e-mail address of the account ${account} at ${publicUrl} was changed on ${time}`,
        `by ${by}, from ${before} to ${after}.`,
        '',
        'From now on, mails of the account go to the new address. If you did not ask for this, tell an administrator at once.',
      ],
    }),
  }),
  'administrator-changed': notice<{ account: string; isAdministrator: boolean; by: string }>({
    label: 'Somebody became an administrator of the server, or is no longer one',
    weight: 'security',
    words: ({ account, isAdministrator, by }, { publicUrl, time }) => ({
      subject: isAdministrator ? `${account} is an administrator now` : `${account} is no longer an administrator`,
      lines: [
        `On ${time}, ${by} made the account ${account} at ${publicUrl}`,
        isAdministrator ? 'an administrator of the server.' : 'an ordinary account.',
        '',
        `If this is not intended, check ${publicUrl}/administration/accounts, or ask who did it.`,
      ],
    }),
  }),
  'gate-bypassed': notice<{ registry: string }>({
    label: 'Clients can bypass the gate of a registry',
    weight: 'security',
    words: ({ registry }, { publicUrl, time }) => ({
      subject: `Clients can bypass the gate of ${registry}`,
      lines: [
        `On ${time}, the registry ${registry} accepted a revoked token, so a request reached it`,
        'that did not pass its gate. What you revoke still works there until the registry token expires.',
        '',
        'Let only the gate reach the port of the registry, for example on a private address. The server tests this again',
        `every ten minutes. You can also test it at ${publicUrl}/administration/registries.`,
      ],
    }),
  }),
  'signed-out': notice<{ by: string }>({
    label: 'An administrator signed you out everywhere',
    weight: 'security',
    words: ({ by }, { accountName, publicUrl, time }) => ({
      subject: 'You were signed out everywhere',
      lines: [
        `On ${time}, ${by} ended all sessions and command lines`,
        `of the account ${accountName} at ${publicUrl}.`,
        '',
        'Access tokens that you generated still work. Sign in again to continue. If you do not know why, ask an administrator.',
      ],
    }),
  }),
  'account-deleted': notice<{ account: string; by: string }>({
    label: 'Your account was deleted',
    weight: 'security',
    words: ({ account, by }, { publicUrl, time }) => ({
      subject: 'Your account was deleted',
      lines: [
        `On ${time}, ${by} deleted the account ${account} at ${publicUrl}, with its access tokens.`,
        '',
        'If you do not know why, ask an administrator of the server.',
      ],
    }),
  }),
  /** `organization` is null for a token of the account itself. */
  'token-revoked': notice<{ token: string; organization: string | null; reason: string; by: string }>({
    label: 'An administrator revoked an access token',
    weight: 'security',
    words: ({ token, organization, reason, by }, { accountName, publicUrl, time }) => ({
      subject: 'An access token was revoked',
      lines: [
        `On ${time}, ${by} revoked the access token "${token}" of`,
        `${organization === null ? `the account ${accountName}` : `the organization ${organization}`} at ${publicUrl}.`,
        '',
        `The reason: ${reason}`,
        '',
        'Everything that uses the token is refused from now on. If you still need access, generate a new one:',
        '',
        organization === null ? `${publicUrl}/account/tokens` : `${publicUrl}/organizations/${organization}/tokens`,
      ],
    }),
  }),
  'sign-in-new': notice<{ address: string }>({
    label: 'A sign-in from a browser or network that your account has not used before',
    weight: 'security',
    words: ({ address }, { accountName, publicUrl, time }) => ({
      subject: 'A new sign-in to your account',
      lines: [
        `Somebody signed in to the account ${accountName} at ${publicUrl} on ${time},`,
        `from ${address}, with a browser or from a network that the account has not used before.`,
        '',
        `If it was not you, choose a new password, and end the session at ${publicUrl}/account/security.`,
      ],
    }),
  }),
  'command-line-new': notice<{ commandLine: string; address: string }>({
    label: 'A command line signed in from a network that your account has not used before',
    weight: 'security',
    words: ({ commandLine, address }, { accountName, publicUrl, time }) => ({
      subject: 'A command line signed in to your account',
      lines: [
        `The command line ${commandLine} signed in to the account ${accountName} at ${publicUrl} on ${time},`,
        `from ${address}, a network that the account has not used before.`,
        '',
        `If it was not you, end it at ${publicUrl}/account/security, and choose a new password.`,
      ],
    }),
  }),
  'token-created-elsewhere': notice<{ token: string; address: string }>({
    label: 'An access token was generated from a network that your account has not used before',
    weight: 'security',
    words: ({ token, address }, told) => ({
      subject: 'An access token was generated from a new network',
      lines: [
        `The access token "${token}" of the account ${told.accountName} at ${told.publicUrl} was generated on ${told.time},`,
        `from ${address}, a network that the account has not used before.`,
        '',
        `If it was not you, delete it at ${told.publicUrl}/account/tokens, and choose a new password.`,
      ],
    }),
  }),
  'token-created': notice<{ token: string; address: string | null }>({
    label: 'An access token was generated',
    weight: 'news',
    words: ({ token, address }, told) => ({
      subject: 'An access token was generated',
      lines: [
        `The access token "${token}" of the account ${told.accountName} at ${told.publicUrl} was generated on ${told.time},`,
        fromWhere(address),
        '',
        `If it was not you, delete it at ${told.publicUrl}/account/tokens, and choose a new password.`,
      ],
    }),
  }),
  'token-widened': notice<{ token: string; address: string | null }>({
    label: 'An access token may do more than before',
    weight: 'security',
    words: ({ token, address }, told) => ({
      subject: 'An access token may do more than before',
      lines: [
        `The access token "${token}" of the account ${told.accountName} at ${told.publicUrl} was given more permissions on ${told.time},`,
        fromWhere(address),
        '',
        `If it was not you, delete it at ${told.publicUrl}/account/tokens, and choose a new password.`,
      ],
    }),
  }),
  'token-evicted': notice<{ token: string; replacedBy: string; kept: number }>({
    label: 'A command line was signed out because newer ones took its place',
    weight: 'security',
    words: ({ token, replacedBy, kept }, { accountName, publicUrl, time }) => ({
      subject: 'A command line was signed out by a newer one',
      lines: [
        `On ${time} the command line "${replacedBy}" signed in to the account ${accountName} at ${publicUrl}.`,
        `The account keeps ${kept} command-line logins. "${token}" was used least recently, so it is signed out, and its`,
        'access token is deleted.',
        '',
        'If that machine still needs access, sign in there again. For machines that work alone, generate an access token:',
        `${publicUrl}/account/tokens`,
      ],
    }),
  }),
  /** `tokens` are the lines of a list. `organization` is null for the account's own tokens. */
  'tokens-expire': notice<{ organization: string | null; days: number; tokens: readonly string[] }>({
    label: 'Access tokens expire soon',
    weight: 'news',
    words: ({ organization, days, tokens }, { accountName, publicUrl }) => ({
      subject: `${tokens.length === 1 ? 'An access token expires' : `${tokens.length} access tokens expire`} within ${days === 1 ? 'a day' : `${days} days`}`,
      lines: [
        `These access tokens of ${organization ?? `the account ${accountName}`} at ${publicUrl} expire soon:`,
        '',
        ...tokens.slice(0, LISTED).map((token) => `- ${token}`),
        ...(tokens.length > LISTED ? [`- and ${tokens.length - LISTED} more`] : []),
        '',
        'Everything that uses them stops working then. Generate new ones in time:',
        '',
        organization === null ? `${publicUrl}/account/tokens` : `${publicUrl}/organizations/${organization}/tokens`,
      ],
    }),
  }),
  'password-guessed': notice({
    label: 'Somebody is guessing your password',
    weight: 'security',
    words: (_, { accountName, publicUrl }) => ({
      subject: 'Somebody is guessing your password',
      lines: [
        `Somebody has tried 100 wrong passwords for the account ${accountName} at ${publicUrl}.`,
        'From now on, each further try has to wait longer.',
        '',
        'You can still sign in with a browser that you have used before, or from a network that you have signed in from.',
        'Access tokens and command lines that are signed in keep working.',
        '',
        'If you cannot sign in, ask for a new password on the sign-in page. Add a second factor if you have none: a guessed',
        'password is then not enough.',
      ],
    }),
  }),
  'command-line-reused': notice<{ commandLine: string; address: string }>({
    label: 'A command line was signed out because an old token was used',
    weight: 'security',
    words: ({ commandLine, address }, { accountName, publicUrl }) => ({
      subject: 'A command line was signed out',
      lines: [
        `An old refresh token of the command line ${commandLine} of the account ${accountName}`,
        `at ${publicUrl} was used again, from ${address}. The command line is signed out, and its access token is deleted.`,
        '',
        'This happens when somebody has a copy of the token, or when a machine was set back to an older state.',
        `If you did not do that, look at ${publicUrl}/account/security, and sign in on that machine again only after you know`,
        'how the token could be copied.',
      ],
    }),
  }),
};

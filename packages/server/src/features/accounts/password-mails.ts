import { Secret } from '@lanyard/core/secret';
import type { Mail } from '../../outbound/mail.ts';
import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts.ts';

import type { Source } from '../access/caller.ts';

/** The code stands in the fragment, which no browser sends: it reaches no log, proxy or referrer. */
export function passwordResetMail(
  { publicUrl }: Pick<Services, 'publicUrl'>,
  { address }: Source,
  account: Account,
  code: Secret,
): Mail {
  const lines = [
    `Somebody asked for a new password for the account ${account.name} at ${publicUrl}.`,
    '',
    'To choose one, open this link within 30 minutes. It is good once:',
    '',
    `${publicUrl}/reset-password#code=${code.reveal()}`,
    '',
    `Asked for from ${address}. If it was not you, do nothing: the password stays as it is.`,
  ];
  return mailTo(account, 'Choose a new password', lines);
}

/** `address` is undefined where the operator changed it on the server's own machine. */
export function passwordChangedMail(
  services: Pick<Services, 'publicUrl' | 'clock'>,
  address: string | undefined,
  account: Account,
): Mail {
  const lines = [
    `The password of the account ${account.name} at ${services.publicUrl} was changed on ${timeText(services)},`,
    address === undefined ? 'by an operator of the server.' : `from ${address}.`,
    '',
    'If it was not you, ask for a new password on the sign-in page at once, and tell an administrator.',
  ];
  return mailTo(account, 'Your password was changed', lines);
}

export function timeText({ clock }: Pick<Services, 'clock'>): string {
  return `${new Date(clock.now()).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

export function mailTo({ email }: Account, subject: string, lines: readonly string[]): Mail {
  return { to: email, subject, text: new Secret(`${lines.join('\n')}\n`) };
}

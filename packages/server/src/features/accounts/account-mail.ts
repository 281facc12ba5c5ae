import { Secret } from '@lanyard/core/secret';
import type { Mail } from '../../outbound/mail.ts';
import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts.ts';
import type { Source } from '../access/caller.ts';

/** A mail to the account's own address. The text is a secret: it may hold a link that is a credential. */
export function mailTo({ email }: Account, subject: string, lines: readonly string[]): Mail {
  return { to: email, subject, text: new Secret(`${lines.join('\n')}\n`) };
}

/** The time now, as mails show it. */
export function timeText({ clock }: Pick<Services, 'clock'>): string {
  return `${new Date(clock.now()).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** The link that a forgotten password is replaced with. */
export function resetMail({ publicUrl }: Services, { address }: Source, account: Account, code: Secret): Mail {
  return mailTo(account, 'Choose a new password', [
    `Somebody asked for a new password for the account ${account.name} at ${publicUrl}.`,
    '',
    'To choose one, open this link within 30 minutes. It works once:',
    '',
    // The code is in the fragment, which no browser sends: it reaches no log, proxy or referrer.
    `${publicUrl}/reset-password#code=${code.reveal()}`,
    '',
    `The request came from ${address}. If it was not you, do nothing: the password stays as it is.`,
  ]);
}

/**
 * Mails the owner about a change that somebody else may have made. A disabled account gets no mail. `address` is
 * undefined if the operator changed the password on the server's own machine.
 */
export function mailPasswordChanged(services: Services, address: string | undefined, account: Account): void {
  if (account.disabledAt !== null) return;
  const mail = mailTo(account, 'Your password was changed', [
    `The password of the account ${account.name} at ${services.publicUrl} was changed on ${timeText(services)},`,
    address === undefined ? 'by an operator of the server.' : `from ${address}.`,
    '',
    'If it was not you, ask for a new password on the sign-in page at once, and tell an administrator.',
  ]);
  services.mailer?.send(async () => mail);
}

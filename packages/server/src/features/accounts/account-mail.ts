import { Secret } from '@lanyard/core/secret';
import type { Mail } from '../../outbound/mail.ts';
import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts.ts';

/** A mail to the account's own address. The text is a secret: it may hold a link that is a credential. */
export function mailTo({ email }: Account, subject: string, lines: readonly string[]): Mail {
  return { to: email, subject, text: new Secret(`${lines.join('\n')}\n`) };
}

/** The time now, as mails show it. */
export function timeText({ clock }: Pick<Services, 'clock'>): string {
  return `${new Date(clock.now()).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

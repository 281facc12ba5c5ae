import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts.ts';
import type { Source } from '../access/caller.ts';
import { mailTo, timeText } from '../accounts/account-mail.ts';

/**
 * Tells the owner about a change that somebody else may have made. `what` reads as "the passkey was added"; `source` is
 * undefined where the operator changed it on the server's own machine. A disabled account gets no mail.
 */
export function tellFactorsChanged(
  services: Services,
  source: Source | undefined,
  account: Account,
  what: string,
): void {
  if (account.disabledAt !== null) return;
  const lines = [
    `At ${services.publicUrl}, ${what}: on ${timeText(services)},`,
    source === undefined ? 'by an operator of the server.' : `from ${source.address}.`,
    '',
    `The account is ${account.name}. If it was not you, tell an administrator at once.`,
  ];
  const mail = mailTo(account, 'Your second factors were changed', lines);
  services.mailer?.send(async () => mail);
}

import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts.ts';
import type { Source } from '../access/caller.ts';
import { mailTo, timeText } from '../accounts/account-mail.ts';

/** A change that its owner did not make must not go unseen. `what` as "the passkey was added". */
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

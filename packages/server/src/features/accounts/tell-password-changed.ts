import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts.ts';

import { passwordChangedMail } from './password-mails.ts';

/** A change that its owner did not make must not go unseen; a disabled account gets no mail, and without a mail server none does. */
export function tellPasswordChanged(services: Services, address: string | undefined, account: Account): void {
  if (account.disabledAt !== null) return;
  const mail = passwordChangedMail(services, address, account);
  services.mailer?.send(async () => mail);
}

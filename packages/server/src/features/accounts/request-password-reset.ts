import { DomainError } from '@lanyard/core/domain-error';
import { Secret } from '@lanyard/core/secret';
import type { Mail, Mailer } from '../../outbound/mail.ts';
import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts.ts';

import { auditEventBy } from '../access/audit-event-of.ts';
import type { Source } from '../access/caller.ts';
import { lockActiveAccount } from '../access/lock-active-account.ts';
import { partyOf } from '../access/party-of.ts';
import { requireEmail } from '../access/require-email.ts';
import { passwordResetMail } from './password-mails.ts';

export const PASSWORD_RESET_SECONDS = 1800;
const CODE_BYTES = 32;

/**
 * Mails a link to a new password to the account of this address. Whether there is one is looked up after the answer, so
 * that neither its text nor its time tells. Errors: `invalid-input`, `conflict` without a mail server, `too-many-attempts`.
 */
export async function requestPasswordReset(services: Services, source: Source, email: string): Promise<void> {
  const mailer = requireMailer(services);
  const address = requireEmail(email);
  // What is promised later must be possible now.
  await services.store.ping();
  const retryAfterSeconds = await services.mailLimit.countSource(source.address);
  if (retryAfterSeconds !== undefined) throw new DomainError('too-many-attempts', { retryAfterSeconds });
  if (mailer.send(() => writeMail(services, source, address))) return;
  throw new DomainError('too-many-attempts', { retryAfterSeconds: 60 });
}

function requireMailer({ mailer }: Services): Mailer {
  if (mailer) return mailer;
  throw new DomainError('conflict', { reason: 'this server sends no mail; ask an administrator for a new password' });
}

async function writeMail(services: Services, source: Source, email: string): Promise<Mail | undefined> {
  const account = await services.store.read.accounts.byEmail(email);
  if (!account || !mayReset(account)) return undefined;
  if ((await services.mailLimit.countAccount(account.id)) !== undefined) return undefined;
  const code = new Secret(Buffer.from(services.random.bytes(CODE_BYTES)).toString('base64url'));
  await keepCode(services, source, account, code);
  return passwordResetMail(services, source, account, code);
}

/** A reset replaces a password that was forgotten; it gives none to an account that signs in by other means. */
function mayReset({ disabledAt, passwordHash }: Account): boolean {
  return disabledAt === null && passwordHash !== null;
}

function keepCode(services: Services, source: Source, account: Account, code: Secret): Promise<void> {
  const digest = services.digester.digest('password-reset', code);
  const now = services.clock.now();
  const party = partyOf('account', account);
  const details = { action: 'account.password-reset-requested', subject: party, namespace: account.name } as const;
  return services.store.transaction(async (records) => {
    await lockActiveAccount(records, account.id);
    await records.passwordResets.deleteExpired(now);
    await records.passwordResets.insert(account.id, digest, now + PASSWORD_RESET_SECONDS * 1000);
    await records.audit.append(auditEventBy(services, party, source, details));
  });
}

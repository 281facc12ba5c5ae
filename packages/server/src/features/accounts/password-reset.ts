import { requirePassword } from '@lanyard/core/accounts/password';
import { DomainError } from '@lanyard/core/domain-error';
import { Secret } from '@lanyard/core/secret';
import type { Mail, Mailer } from '../../outbound/mail.ts';
import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts.ts';
import { lockActiveAccount, requireActiveAccount, requireEmail } from '../access/accounts.ts';
import type { Source } from '../access/caller.ts';
import { accountSubject, inNameOf, type Look, look, partyOf, transact } from '../access/change.ts';
import { mailPasswordChanged, resetMail } from './account-mail.ts';
import { endAccountAccess } from './end-access.ts';

export const PASSWORD_RESET_SECONDS = 1800;
const CODE_BYTES = 32;

/**
 * Mails a link to a new password to the account of this address. The account is looked up after the answer, so that
 * neither the answer's text nor its time shows whether there is one. Errors: `invalid-input`, `conflict` without a mail
 * server, `too-many-attempts`.
 */
export async function requestPasswordReset(services: Services, source: Source, email: string): Promise<void> {
  const mailer = requireMailer(services);
  const address = requireEmail(email);
  // The answer promises a mail: the database that it needs must be there now.
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
  const account = await look(services, source).records.accounts.byEmail(email);
  if (!account || !mayReset(account)) return undefined;
  if ((await services.mailLimit.countAccount(account.id)) !== undefined) return undefined;
  const code = new Secret(Buffer.from(services.random.bytes(CODE_BYTES)).toString('base64url'));
  await keepCode(services, source, account, code);
  return resetMail(services, source, account, code);
}

/** A reset replaces a forgotten password; it gives none to an account that signs in by other means. */
function mayReset({ disabledAt, passwordHash }: Account): boolean {
  return disabledAt === null && passwordHash !== null;
}

function keepCode(services: Services, source: Source, account: Account, code: Secret): Promise<void> {
  const digest = services.digester.digest('password-reset', code);
  return transact(services, source, async (change) => {
    const { records, now } = change;
    await lockActiveAccount(records, account.id);
    await records.passwordResets.deleteExpired(now);
    await records.passwordResets.insert(account.id, digest, now + PASSWORD_RESET_SECONDS * 1000);
    const { audit } = inNameOf(change, partyOf('account', account));
    await audit('account.password-reset-requested', accountSubject(account));
  });
}

export interface CompletePasswordResetInput {
  readonly code: Secret;
  readonly password: Secret;
}

/**
 * Sets the password of the account that a mailed code is for, and ends every session and command line; manual tokens
 * stay. The code still works after a password that is refused. Errors: `invalid-input`, `account-disabled`.
 */
export async function completePasswordReset(
  services: Services,
  source: Source,
  { code, password }: CompletePasswordResetInput,
): Promise<void> {
  const digest = services.digester.digest('password-reset', code);
  const account = await requireHolder(look(services, source), digest);
  requirePassword(password, account);
  // Hashed only now: a wrong code must not cost a hash.
  const passwordHash = await services.passwords.hash(password);
  await transact(services, source, async (asked) => {
    const change = inNameOf(asked, partyOf('account', account));
    const { records, audit, now } = change;
    await records.accounts.lock(account.id);
    if (!(await records.passwordResets.take(digest, now))) throw invalidCode();
    await records.accounts.setPasswordHash(account.id, passwordHash);
    const ended = await endAccountAccess(change, account, 'the password was reset');
    await audit('account.password-reset', accountSubject(account), ended);
  });
  // The mail proved the account: wrong guesses before it no longer count.
  await services.throttle.recordSuccess({ accountName: account.name, address: source.address });
  mailPasswordChanged(services, source.address, account);
}

async function requireHolder({ records, now }: Look<Source>, digest: string): Promise<Account> {
  const accountId = await records.passwordResets.accountIdOf(digest, now);
  const account = accountId === undefined ? undefined : await records.accounts.byId(accountId);
  if (!account) throw invalidCode();
  return requireActiveAccount(account);
}

function invalidCode(): DomainError {
  const reason = 'is wrong, was used or is older than 30 minutes; ask for another mail';
  return new DomainError('invalid-input', { field: 'code', reason });
}

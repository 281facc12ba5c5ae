import { requirePassword } from '@lanyard/core/accounts/password';
import { DomainError } from '@lanyard/core/domain-error';
import type { FactsOfNotice } from '@lanyard/core/notices/notice';
import { Secret } from '@lanyard/core/secret';
import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts/accounts.ts';
import type { Notice } from '../../store/records/notices/notices.ts';
import { lockActiveAccount, requireActiveAccount, requireEmail } from '../access/accounts.ts';
import { type AskedMail, mayBeMailed } from '../access/asked-mail.ts';
import type { Source } from '../access/caller.ts';
import { accountSubject, inNameOf, type Look, look, partyOf, transact } from '../access/change.ts';
import { rememberSource } from '../access/known-sources.ts';
import { endAccountAccess } from './end-access.ts';

export const PASSWORD_RESET_SECONDS = 1800;
const CODE_BYTES = 32;
/** How many requests can wait. If there are more, somebody fills the outbox or the mail server is down. */
const MAXIMUM_WAITING = 1000;
/** How many expired codes are removed here. Housekeeping removes the rest. */
const EXPIRED_AT_ONCE = 20;

/**
 * Mails a link for a new password to the account with this address. The account is looked up after the answer, so that
 * neither the text nor the time of the answer shows whether it exists. Errors: `invalid-input`, `conflict` without a
 * mail server, `too-many-attempts`.
 */
export async function requestPasswordReset(services: Services, source: Source, email: string): Promise<void> {
  requireMailer(services);
  const address = requireEmail(email);
  const retryAfterSeconds = await services.mailLimit.countSource(source.address);
  if (retryAfterSeconds !== undefined) throw new DomainError('too-many-attempts', { retryAfterSeconds });
  await transact(services, source, async ({ records, notify }) => {
    if ((await records.notices.countOfKind('password-reset', MAXIMUM_WAITING)) >= MAXIMUM_WAITING) {
      throw new DomainError('too-many-attempts', { retryAfterSeconds: 60 });
    }
    await notify('password-reset', { address }, { email: address, address: source.address, client: source.client });
  });
}

function requireMailer({ mailer }: Services): void {
  if (mailer) return;
  throw new DomainError('conflict', { reason: 'this server sends no mail; ask an administrator for a new password' });
}

/** Makes the link of the mail, if there is an account with this address. */
export async function prepareReset(services: Services, notice: Notice): Promise<AskedMail | undefined> {
  const account = await services.store.read.accounts.byEmail(notice.recipient);
  if (!account || !mayReset(account) || !(await mayBeMailed(services, notice, account.id))) return undefined;
  const code = new Secret(Buffer.from(services.random.bytes(CODE_BYTES)).toString('base64url'));
  await keepCode(services, notice, account, code);
  // The code is in the fragment, which browsers do not send, so no log, proxy or referrer gets it.
  const link = new Secret(`${services.publicUrl}/reset-password#code=${code.reveal()}`);
  return { to: account.email, accountName: account.name, link };
}

/** A reset replaces a forgotten password. It gives no password to an account that signs in by other means. */
function mayReset({ disabledAt, passwordHash }: Account): boolean {
  return disabledAt === null && passwordHash !== null;
}

/** Records the request once, however often the delivery of its mail is tried. */
function keepCode(services: Services, notice: Notice, account: Account, code: Secret): Promise<void> {
  const digest = services.digester.digest('password-reset', code);
  const { address, client } = notice.facts as FactsOfNotice<'password-reset'>;
  return transact(services, { address, client }, async (change) => {
    const { records, now } = change;
    await lockActiveAccount(records, account.id);
    await records.passwordResets.deleteExpired(now, EXPIRED_AT_ONCE);
    await records.passwordResets.insert(account.id, digest, now + PASSWORD_RESET_SECONDS * 1000);
    if (notice.isPrepared) return;
    await records.notices.markPrepared(notice);
    const { audit } = inNameOf(change, partyOf('account', account));
    await audit('account.password-reset-requested', accountSubject(account));
  });
}

export interface CompletePasswordResetInput {
  readonly code: Secret;
  readonly password: Secret;
}

/**
 * Sets the password of the account to which the code was mailed, and ends every session and command line. Manual tokens
 * stay. If the new password is refused, the code still works. Errors: `invalid-input`, `account-disabled`.
 */
export async function completePasswordReset(
  services: Services,
  source: Source,
  { code, password }: CompletePasswordResetInput,
): Promise<void> {
  const digest = services.digester.digest('password-reset', code);
  const account = await requireHolder(look(services, source), digest);
  requirePassword({ isCommon: services.passwords.isCommon, password }, account);
  // Hashed only after the check of the code, so that a wrong code costs no hash.
  const passwordHash = await services.passwords.hash(password);
  await transact(services, source, async (asked) => {
    const change = inNameOf(asked, partyOf('account', account));
    const { records, audit, notify, now } = change;
    await records.accounts.lock(account.id);
    if (!(await records.passwordResets.take(digest, now))) throw invalidCode();
    await records.accounts.setPasswordHash(account.id, passwordHash);
    const ended = await endAccountAccess(change, account, 'the password was reset');
    // The mail proved the account, so guesses from other places no longer delay its owner here.
    await rememberSource(change, account);
    await audit('account.password-reset', accountSubject(account), ended);
    await notify('password-changed', { accounts: [account.id] }, { address: source.address });
  });
  await services.throttle.forgetGuesses(account.id);
  const known = { network: true };
  await services.throttle.recordSuccess({ account: account.id, address: source.address, known, proof: 'password' });
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

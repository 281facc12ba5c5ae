import { DomainError } from '@lanyard/core/domain-error';
import type { Secret } from '@lanyard/core/secret';
import type { Attempt } from '../../identity/throttle.ts';
import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts/accounts.ts';

import type { Source } from './caller.ts';
import { accountSubject, transact } from './change.ts';
import { knownAs, rememberSource } from './known-sources.ts';
import { enforcingOrganization } from './login-facts.ts';

interface TypedPassword {
  /** The account's name or e-mail address. */
  readonly identifier: string;
  readonly password: Secret;
  /** Asks to bypass single sign-on, which administrators and some owners may do. */
  readonly breakGlass?: boolean;
  /** The session itself remembers where it comes from. */
  readonly startsSession?: boolean;
}

/**
 * Checks an account's name or e-mail address and its password. All entrances share one counter of failures for each
 * account and source (attack 19). Errors: `too-many-attempts`, `invalid-credential`, `account-disabled`, and
 * `single-sign-on-required` if the domain of the e-mail address requires it.
 */
export async function authenticatePassword(
  services: Services,
  source: Source,
  { identifier, password, breakGlass = false, startsSession = false }: TypedPassword,
): Promise<Account> {
  if (!breakGlass) await requirePasswordDomain(services, canonical(identifier));
  const account = await findAccount(services, identifier);
  const known = await knownAs(services, account, source);
  const tried = account?.id ?? canonical(identifier);
  const attempt = { account: tried, address: source.address, known, proof: 'password' } as const;
  await services.throttle.inTurn(attempt, async () => {
    await requireMayTry(services, attempt);
    // An unknown account costs the same hash, because the time must not show which accounts exist (attack 20).
    const isRight = await services.passwords.verify(password, account?.passwordHash);
    // Checked again after the hash. With many guesses at once, most wait for their hash while others fail (R40).
    await requireMayTry(services, attempt);
    if (!account || !isRight) return refuse(services, source, attempt, account);
    return services.throttle.recordSuccess(attempt);
  });
  // An unknown account has already been refused.
  if (!account) throw new DomainError('invalid-credential', {});
  if (account.disabledAt !== null) {
    const refusal = new DomainError('account-disabled', {});
    recordRefusedPassword(services, source, refusal, account);
    throw refusal.about(account.name);
  }
  // For an account with a second factor, the password alone proves too little.
  if (!known.network && !account.hasSecondFactor && !startsSession) await rememberNetwork(services, source, account);
  return account;
}

/**
 * Decided only by the domain, before any account is looked up, so it does not show which accounts exist (attack 20).
 */
async function requirePasswordDomain({ store }: Services, identifier: string): Promise<void> {
  const enforcing = identifier.includes('@') ? await enforcingOrganization(store.read, identifier) : undefined;
  if (enforcing) throw new DomainError('single-sign-on-required', { organization: enforcing.name });
}

function findAccount(services: Services, identifier: string): Promise<Account | undefined> {
  const name = canonical(identifier);
  const { accounts } = services.store.read;
  return name.includes('@') ? accounts.byEmail(name) : accounts.byName(name);
}

/** The form in which names and e-mail addresses are stored. */
export function canonical(identifier: string): string {
  return identifier.normalize('NFKC').trim().toLowerCase();
}

export async function requireMayTry(services: Services, attempt: Attempt): Promise<void> {
  const retryAfterSeconds = await services.throttle.retryAfterSeconds(attempt);
  if (retryAfterSeconds !== undefined) throw new DomainError('too-many-attempts', { retryAfterSeconds });
}

/** Only for programs, because a session remembers its own source. */
function rememberNetwork(services: Services, source: Source, account: Account): Promise<void> {
  return transact(services, source, (change) => rememberSource(change, account));
}

async function refuse(
  services: Services,
  source: Source,
  attempt: Attempt,
  account: Account | undefined,
): Promise<never> {
  const isGuessing = await services.throttle.recordFailure(attempt);
  if (isGuessing && account) tellGuesses(services, source, account);
  const refusal = new DomainError('invalid-credential', {});
  recordRefusedPassword(services, source, refusal, account);
  throw account ? refusal.about(account.name) : refusal;
}

/**
 * Somebody tried to sign in to this account. Its own log shows the event. If there is no such account, the server's log
 * does.
 */
export function recordRefusedPassword(
  { refusals }: Services,
  { address, client }: Source,
  { code: reason }: DomainError,
  account: Account | undefined,
): void {
  const subject = account && accountSubject(account);
  refusals.record({ action: 'session.refused', address, client, reason, subject });
}

/**
 * Tells the owner once per episode that somebody guesses the password. Runs after the answer, because its time must not
 * show which accounts exist.
 */
function tellGuesses(services: Services, source: Source, { id }: Account): void {
  services.outbox.afterAnswer(() =>
    transact(services, source, ({ notify }) => notify('password-guessed', { accounts: [id] }, {})),
  );
}

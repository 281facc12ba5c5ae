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
  /** Asks for the way around single sign-on that administrators have. */
  readonly breakGlass?: boolean;
  /** It remembers where it comes from itself. */
  readonly startsSession?: boolean;
}

/**
 * Proves an account by name or e-mail and password. All entrances share one counter of failures, keyed by the
 * account and the source (attack 19). Errors: `too-many-attempts`, `invalid-credential`, `account-disabled`,
 * `single-sign-on-required` where the e-mail address lies in a domain that has to use it.
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
    // Unknown accounts cost the same hash: time must not tell who exists (attack 20).
    const isRight = await services.passwords.verify(password, account?.passwordHash);
    // Checked again after the hash: of many guesses at once, most waited for theirs while others failed (R40).
    await requireMayTry(services, attempt);
    if (!account || !isRight) return refuse(services, source, attempt, account);
    return services.throttle.recordSuccess(attempt);
  });
  // Who is nobody was refused.
  if (!account) throw new DomainError('invalid-credential', {});
  if (account.disabledAt !== null) {
    const refusal = new DomainError('account-disabled', {});
    recordRefusedPassword(services, source, refusal, account);
    throw refusal.about(account.name);
  }
  // With a second factor the password alone proves too little.
  if (!known.network && !account.hasSecondFactor && !startsSession) await rememberNetwork(services, source, account);
  return account;
}

/** Decided by the domain alone, before any account is looked up: it does not show which accounts exist (attack 20). */
async function requirePasswordDomain({ store }: Services, identifier: string): Promise<void> {
  const enforcing = identifier.includes('@') ? await enforcingOrganization(store.read, identifier) : undefined;
  if (enforcing) throw new DomainError('single-sign-on-required', { organization: enforcing.name });
}

function findAccount(services: Services, identifier: string): Promise<Account | undefined> {
  const name = canonical(identifier);
  const { accounts } = services.store.read;
  return name.includes('@') ? accounts.byEmail(name) : accounts.byName(name);
}

/** As names and e-mail addresses are kept. */
export function canonical(identifier: string): string {
  return identifier.normalize('NFKC').trim().toLowerCase();
}

export async function requireMayTry(services: Services, attempt: Attempt): Promise<void> {
  const retryAfterSeconds = await services.throttle.retryAfterSeconds(attempt);
  if (retryAfterSeconds !== undefined) throw new DomainError('too-many-attempts', { retryAfterSeconds });
}

/** For programs: a session remembers its own source. */
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

/** Somebody tried to be this account: the account's own log shows it, and the whole server's where there is none. */
export function recordRefusedPassword(
  { refusals }: Services,
  { address, client }: Source,
  { code: reason }: DomainError,
  account: Account | undefined,
): void {
  const subject = account && accountSubject(account);
  refusals.record({ action: 'session.refused', address, client, reason, subject });
}

/** Tells the owner, once in an episode, that somebody guesses. After the answer: its time must not show who exists. */
function tellGuesses(services: Services, source: Source, { id }: Account): void {
  services.outbox.afterAnswer(() =>
    transact(services, source, ({ notify }) => notify('password-guessed', { accounts: [id] }, {})),
  );
}

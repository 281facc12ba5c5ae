import { DomainError } from '@lanyard/core/domain-error';
import type { Secret } from '@lanyard/core/secret';
import type { Attempt } from '../../identity/throttle.ts';
import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts.ts';

import { auditEventBy } from './audit-event-of.ts';
import type { Source } from './caller.ts';
import { enforcingOrganization } from './login-facts.ts';
import { requireActiveAccount } from './require-active-account.ts';

/**
 * Proves an account by name or e-mail and password. Every entrance shares one counter of failures, keyed by the
 * canonical name and the source (attack 19). Errors: `too-many-attempts`, `invalid-credential`, `account-disabled`,
 * `single-sign-on-required` where the e-mail address lies in a domain that has to use it.
 */
export async function authenticatePassword(
  services: Services,
  source: Source,
  identifier: string,
  password: Secret,
  { breakGlass = false } = {},
): Promise<Account> {
  if (!breakGlass) await requirePasswordDomain(services, canonical(identifier));
  const account = await findAccount(services, identifier);
  const attempt = { accountName: account?.name ?? canonical(identifier), address: source.address };
  await requireMayTry(services, attempt);
  // Unknown accounts cost the same hash: time must not tell who exists (attack 20).
  const proven = await services.passwords.verify(password, account?.passwordHash);
  // Asked again before the outcome is told: of many guesses at once, most waited for their hash while others failed (R40).
  await requireMayTry(services, attempt);
  if (!account || !proven) return refuse(services, source, attempt, account);
  await services.throttle.recordSuccess(attempt);
  return requireActiveAccount(account);
}

/** Told by the domain alone, before anything is known of an account: it says nothing of who exists (attack 20). */
async function requirePasswordDomain({ store }: Services, identifier: string): Promise<void> {
  const enforcing = identifier.includes('@') ? await enforcingOrganization(store.read, identifier) : undefined;
  if (enforcing) throw new DomainError('single-sign-on-required', { organization: enforcing.name });
}

function findAccount(services: Services, identifier: string): Promise<Account | undefined> {
  const name = canonical(identifier);
  const { accounts } = services.store.read;
  return name.includes('@') ? accounts.byEmail(name) : accounts.byName(name);
}

function canonical(identifier: string): string {
  return identifier.normalize('NFKC').trim().toLowerCase();
}

export async function requireMayTry(services: Services, attempt: Attempt): Promise<void> {
  const retryAfterSeconds = await services.throttle.retryAfterSeconds(attempt);
  if (retryAfterSeconds !== undefined) throw new DomainError('too-many-attempts', { retryAfterSeconds });
}

async function refuse(
  services: Services,
  source: Source,
  attempt: Attempt,
  account: Account | undefined,
): Promise<never> {
  await services.throttle.recordFailure(attempt);
  if (account) await recordRefusal(services, source, account);
  throw new DomainError('invalid-credential', {});
}

function recordRefusal(services: Services, source: Source, account: Account): Promise<void> {
  const party = { type: 'account', id: account.id, name: account.name } as const;
  const details = { action: 'session.refused', subject: party, namespace: account.name } as const;
  return services.store.transaction((records) => records.audit.append(auditEventBy(services, party, source, details)));
}

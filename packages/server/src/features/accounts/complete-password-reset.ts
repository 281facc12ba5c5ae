import { DomainError } from '@lanyard/core/domain-error';
import type { Secret } from '@lanyard/core/secret';
import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts.ts';

import { auditEventBy } from '../access/audit-event-of.ts';
import type { Source } from '../access/caller.ts';
import { partyOf } from '../access/party-of.ts';
import { requireActiveAccount } from '../access/require-active-account.ts';
import { endAccountAccess } from './end-account-access.ts';
import { requirePassword } from './require-password.ts';
import { tellPasswordChanged } from './tell-password-changed.ts';

export interface CompletePasswordResetInput {
  readonly code: Secret;
  readonly password: Secret;
}

/**
 * Sets the password of whoever holds a mailed code, and ends every session and command line; manual tokens stay.
 * A password that is refused leaves the code good. Errors: `invalid-input`, `account-disabled`.
 */
export async function completePasswordReset(
  services: Services,
  source: Source,
  { code, password }: CompletePasswordResetInput,
): Promise<void> {
  const digest = services.digester.digest('password-reset', code);
  const account = await requireHolder(services, digest);
  requirePassword(password, account);
  // Hashed only now: a wrong code must not cost a hash.
  const passwordHash = await services.passwords.hash(password);
  await setPassword(services, source, account, digest, passwordHash);
  // Whoever guessed in vain before has proven the account by other means.
  await services.throttle.recordSuccess({ accountName: account.name, address: source.address });
  tellPasswordChanged(services, source.address, account);
}

async function requireHolder({ store, clock }: Services, digest: string): Promise<Account> {
  const accountId = await store.read.passwordResets.accountIdOf(digest, clock.now());
  const account = accountId === undefined ? undefined : await store.read.accounts.byId(accountId);
  if (!account) throw invalidCode();
  return requireActiveAccount(account);
}

function setPassword(
  services: Services,
  source: Source,
  account: Account,
  digest: string,
  passwordHash: string,
): Promise<void> {
  return services.store.transaction(async (records) => {
    await records.accounts.lock(account.id);
    if (!(await records.passwordResets.take(digest, services.clock.now()))) throw invalidCode();
    await records.accounts.setPasswordHash(account.id, passwordHash);
    const party = partyOf('account', account);
    const how = { reason: 'the password was reset', actor: party, source };
    const data = { ...(await endAccountAccess(services, records, account, how)) };
    const details = { action: 'account.password-reset', subject: party, namespace: account.name, data } as const;
    await records.audit.append(auditEventBy(services, party, source, details));
  });
}

function invalidCode(): DomainError {
  const reason = 'is wrong, was used or is older than 30 minutes; ask for another mail';
  return new DomainError('invalid-input', { field: 'code', reason });
}

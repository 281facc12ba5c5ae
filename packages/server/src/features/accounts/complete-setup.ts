import { DomainError } from '@lanyard/core/domain-error';
import type { Secret } from '@lanyard/core/secret';
import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts.ts';

import type { Records } from '../../store/store.ts';
import { auditEventBy } from '../access/audit-event-of.ts';
import type { Source } from '../access/caller.ts';
import { partyOf } from '../access/party-of.ts';
import { type StartedSession, startSession } from '../sessions/start-session.ts';
import { type NewAccountInput, newAccount } from './new-account.ts';
import { canonicalSetupCode } from './setup-code.ts';

export interface CompleteSetupInput extends NewAccountInput {
  readonly code: Secret;
}

/**
 * The first administrator, signed in. The code is taken in the transaction: where anything fails it is good still.
 * Errors: `invalid-input`, `setup-done`, `setup-code-invalid`, `conflict`.
 */
export async function completeSetup(
  services: Services,
  source: Source,
  input: CompleteSetupInput,
): Promise<StartedSession & { readonly account: Account }> {
  const draft = newAccount(services, input, true);
  const digest = services.digester.digest('setup-code', canonicalSetupCode(input.code));
  return services.store.transaction(async (records) => {
    await requireCode(services, records, digest);
    // Hashed only now: a wrong code must not cost a hash.
    const account = { ...draft, passwordHash: await services.passwords.hash(input.password) };
    await records.accounts.insert(account);
    await recordCreation(services, records, source, account);
    return { ...(await startSession(services, records, source, account, BY_PASSWORD)), account };
  });
}

const BY_PASSWORD = { proofs: ['password'], organizationId: null } as const;

async function requireCode(services: Services, records: Records, digest: string): Promise<void> {
  if (await records.accounts.hasAdministrator()) throw new DomainError('setup-done', {});
  if (await records.setupCodes.take(digest, services.clock.now())) return;
  throw new DomainError('setup-code-invalid', {});
}

async function recordCreation(services: Services, records: Records, source: Source, account: Account): Promise<void> {
  const party = partyOf('account', account);
  const data = { email: account.email, isAdministrator: true, by: 'set-up code' };
  const details = { action: 'account.created', subject: party, namespace: account.name, data } as const;
  await records.audit.append(auditEventBy(services, party, source, details));
}

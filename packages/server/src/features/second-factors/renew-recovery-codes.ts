import { DomainError } from '@lanyard/core/domain-error';
import type { Secret } from '@lanyard/core/secret';
import type { Services } from '../../services.ts';
import { requireAccountById } from '../access/accounts.ts';
import { auditEventOf } from '../access/audit-event-of.ts';
import type { AccountCaller } from '../access/caller.ts';
import { partyOf } from '../access/change.ts';
import { requireFreshSignIn } from '../access/permissions.ts';

import { putRecoveryCodes } from './recovery-codes.ts';
import { tellFactorsChanged } from './tell-factors-changed.ts';

/** Ten new ones; those before are void. Errors: `fresh-sign-in-required`, `conflict` without a second factor. */
export async function renewRecoveryCodes(services: Services, caller: AccountCaller): Promise<readonly Secret[]> {
  requireFreshSignIn({ caller, now: services.clock.now() });
  const codes = await services.store.transaction(async (records) => {
    await records.accounts.lock(caller.account.id);
    const account = await requireAccountById(records, caller.account.id);
    if (!account.hasSecondFactor)
      throw new DomainError('conflict', { reason: 'add a passkey or an authenticator first' });
    const subject = partyOf('account', account);
    const details = { action: 'recovery-codes.made', subject, namespace: account.name } as const;
    await records.audit.append(auditEventOf(services, caller, details));
    return putRecoveryCodes(services, records, account.id);
  });
  tellFactorsChanged(services, caller, caller.account, 'new recovery codes were made');
  return codes;
}

import { DomainError } from '@lanyard/core/domain-error';
import type { Services } from '../../services.ts';
import type { DeviceCode } from '../../store/records/device-codes.ts';
import { auditEventOf } from '../access/audit-event-of.ts';
import type { AccountCaller } from '../access/caller.ts';
import { requireFreshSignIn, requireSecondFactor } from '../access/permissions.ts';

import { openUserCode } from './open-user-code.ts';
import { signInParty } from './sign-in-party.ts';

/**
 * Approves or refuses a login that this session opened; once. Errors: those of `openUserCode`, `conflict`,
 * `fresh-sign-in-required`, `second-factor-required`.
 */
export async function decideDeviceLogin(
  services: Services,
  caller: AccountCaller,
  userCode: string,
  decision: 'approved' | 'refused',
): Promise<DeviceCode> {
  const code = await openUserCode(services, caller, userCode);
  if (decision === 'approved') await requireMayApprove(services, caller);
  await services.store.transaction(async (records) => {
    const isFirst = await records.deviceCodes.decide(code.id, caller.credentialId, decision);
    if (!isFirst) throw new DomainError('conflict', { reason: 'this sign-in was decided already' });
    await records.audit.append(
      auditEventOf(services, caller, {
        action: decision === 'approved' ? 'sign-in.approved' : 'sign-in.refused',
        subject: signInParty(code),
        namespace: caller.account.name,
        data: { commandLineAddress: code.address },
      }),
    );
  });
  return code;
}

/** What is approved becomes a token. */
async function requireMayApprove(services: Services, caller: AccountCaller): Promise<void> {
  requireFreshSignIn({ caller, now: services.clock.now() });
  await requireSecondFactor(services.store.read, caller.account);
}

import { type SignInPolicy, signInPolicy } from '@lanyard/core/command-lines/sign-in-policy';
import { DomainError } from '@lanyard/core/domain-error';
import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts.ts';
import type { DeviceCode } from '../../store/records/device-codes.ts';
import type { SignIn } from '../../store/records/sign-ins.ts';
import type { Reads } from '../../store/store.ts';
import { lockActiveAccount } from '../access/accounts.ts';
import { auditEventBy } from '../access/audit-event-of.ts';
import type { Source } from '../access/caller.ts';
import { requireSecondFactor } from '../access/permissions.ts';

import { signInParty } from './sign-in-party.ts';

export interface StartedSignIn {
  readonly signIn: SignIn;
  readonly account: Account;
}

/** Turns an approved code into a sign-in, once. Errors: `oauth` invalid_grant, `account-disabled`. */
export function startSignIn(services: Services, source: Source, code: DeviceCode): Promise<StartedSignIn> {
  return services.store.transaction(async (records) => {
    const account = await lockActiveAccount(records, code.accountId ?? '');
    if (!(await records.deviceCodes.take(code.id))) {
      throw new DomainError('oauth', { error: 'invalid_grant', description: 'the device code was used' });
    }
    await requireSecondFactor(records, account);
    const signIn = makeSignIn(services, code, account, await policyOf(records, account));
    await records.signIns.insert(signIn);
    const actor = { type: 'account', id: account.id, name: account.name } as const;
    const details = { action: 'sign-in.started', subject: signInParty(signIn), namespace: account.name } as const;
    await records.audit.append(auditEventBy(services, actor, source, details));
    return { signIn, account };
  });
}

/** The rules for this account's command lines, as its organizations have them now. */
export async function policyOf(
  { organizations }: Pick<Reads, 'organizations'>,
  account: Account,
): Promise<SignInPolicy> {
  const memberships = await organizations.ofAccount(account.id);
  return signInPolicy(memberships.map(({ organization }) => organization.policy));
}

function makeSignIn({ clock, random }: Services, code: DeviceCode, account: Account, policy: SignInPolicy): SignIn {
  const now = clock.now();
  return {
    id: random.uuid(),
    accountId: account.id,
    clientId: code.clientId,
    client: code.client,
    address: code.address,
    createdAt: now,
    lastUsedAt: now,
    idleSeconds: policy.idleSeconds,
    expiresAt: now + policy.lifetimeSeconds * 1000,
    generation: 1,
    previousGeneration: null,
    tokenId: null,
  };
}

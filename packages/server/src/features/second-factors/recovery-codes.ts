import { DomainError } from '@lanyard/core/domain-error';
import { randomText } from '@lanyard/core/random-text';
import { Secret } from '@lanyard/core/secret';
import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts/accounts.ts';
import { requireAccountById } from '../access/accounts.ts';
import type { AccountCaller } from '../access/caller.ts';
import { accountSubject, type Change, transact } from '../access/change.ts';

const COUNT = 10;
const LENGTH = 12;
/** Without letters and digits that look similar. */
const ALPHABET = '23456789abcdefghjkmnpqrstuvwxyz';

/** Ten codes of 59 random bits, each valid once. They replace the previous codes, and are shown only now. */
export async function putRecoveryCodes(
  { services, records }: Change<AccountCaller>,
  account: Account,
): Promise<readonly Secret[]> {
  const codes = Array.from({ length: COUNT }, () => new Secret(randomText(ALPHABET, LENGTH, services.random.bytes)));
  const digests = codes.map((code) => recoveryCodeDigest(services, account, code));
  await records.secondFactors.putRecoveryCodes(account.id, digests);
  return codes.map((code) => new Secret((code.reveal().match(/.{4}/g) ?? []).join('-')));
}

/** Accepts any case, with or without hyphens. */
export function recoveryCodeDigest({ digester }: Services, account: Account, code: Secret): string {
  const canonical = code.reveal().toLowerCase().replace(/[\s-]/g, '');
  return digester.digest('recovery-code', new Secret(`${account.id} ${canonical}`));
}

/** Makes ten new codes. The previous ones no longer work. Errors: `conflict` without a second factor. */
export async function renewRecoveryCodes(services: Services, caller: AccountCaller): Promise<readonly Secret[]> {
  return transact(services, caller, async (change) => {
    await change.records.accounts.lock(caller.account.id);
    const account = await requireAccountById(change.records, caller.account.id);
    if (!account.hasSecondFactor) {
      throw new DomainError('conflict', { reason: 'add a passkey or an authenticator first' });
    }
    await change.audit('recovery-codes.made', accountSubject(account));
    await tellFactorsChanged(change, account, 'new recovery codes were created');
    return putRecoveryCodes(change, account);
  });
}

/**
 * Sends a mail, because somebody else may have changed the factors or the codes. `what` reads as "the passkey was
 * added".
 */
export async function tellFactorsChanged({ caller, notify }: Change, account: Account, what: string): Promise<void> {
  const address = caller.type === 'operator' ? null : caller.address;
  await notify('factors-changed', { accounts: [account.id] }, { what, address });
}

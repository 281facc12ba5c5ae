import { DomainError } from '@lanyard/core/domain-error';
import type { Account } from '../../store/records/accounts.ts';

import type { Reads } from '../../store/store.ts';

type MemberReads = Pick<Reads, 'organizations'>;

/** The organizations that ask the account for a second factor that it does not have. */
export async function organizationsAskingForFactor(
  { organizations }: MemberReads,
  account: Account,
): Promise<readonly string[]> {
  if (account.hasSecondFactor) return [];
  const memberships = await organizations.ofAccount(account.id);
  return memberships.filter((one) => one.organization.policy.requireSecondFactor).map((one) => one.organization.name);
}

/** Until the factor stands, the account gets no new token and approves no command line. Errors: `second-factor-required`. */
export async function requireSecondFactor(reads: MemberReads, account: Account): Promise<void> {
  const [organization] = await organizationsAskingForFactor(reads, account);
  if (organization !== undefined) throw new DomainError('second-factor-required', { organization });
}

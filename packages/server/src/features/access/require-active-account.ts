import { DomainError } from '@lanyard/core/domain-error';
import type { Account } from '../../store/records/accounts.ts';

/** Asked at every issuance, whatever the way there (attack 10). */
export function requireActiveAccount(account: Account): Account {
  if (account.disabledAt === null) return account;
  throw new DomainError('account-disabled', {});
}

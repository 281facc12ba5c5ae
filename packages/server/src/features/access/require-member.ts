import { DomainError } from '@lanyard/core/domain-error';
import type { Account } from '../../store/records/accounts.ts';
import type { Organization } from '../../store/records/organizations.ts';

import type { Reads } from '../../store/store.ts';

/** The member of this name; an account that is none answers like one that does not exist. */
export async function requireMember(
  records: Pick<Reads, 'accounts' | 'organizations'>,
  organization: Organization,
  accountName: string,
): Promise<Account> {
  const account = await records.accounts.byName(accountName);
  if (account && (await records.organizations.role(organization.id, account.id))) return account;
  throw new DomainError('not-found', { what: 'member' });
}

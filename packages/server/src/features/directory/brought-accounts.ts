import type { Account } from '../../store/records/accounts.ts';
import type { Reads } from '../../store/store.ts';

/**
 * Whether the account is more than this organization's: it has a password or a second factor, or belongs elsewhere too.
 * Then its person is asked before the organization's directory or provider has a say in it.
 */
export async function isSomebodysOwn(
  records: Pick<Reads, 'organizations'>,
  account: Account,
  organizationId: string,
): Promise<boolean> {
  if (account.passwordHash !== null || account.hasSecondFactor) return true;
  return isMemberElsewhere(records, account, organizationId);
}

export async function isMemberElsewhere(
  { organizations }: Pick<Reads, 'organizations'>,
  { id }: Account,
  organizationId: string,
): Promise<boolean> {
  return (await organizations.ofAccount(id)).some(({ organization }) => organization.id !== organizationId);
}

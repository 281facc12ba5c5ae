import { DomainError } from '@lanyard/core/domain-error';
import type { Secret } from '@lanyard/core/secret';
import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts.ts';

import { authenticatePassword } from '../access/authenticate-password.ts';
import type { AccountCaller } from '../access/caller.ts';
import { requireOwnSignIn } from '../access/require-own-sign-in.ts';
import { requirePassword } from './require-password.ts';
import { storePassword } from './store-password.ts';

export interface ChangePasswordInput {
  readonly currentPassword: Secret;
  readonly newPassword: Secret;
}

/**
 * The caller's own; every other session ends. A wrong current password counts as a failed sign-in.
 * Errors: `invalid-input`, `forbidden`, `too-many-attempts`.
 */
export async function changePassword(
  services: Services,
  caller: AccountCaller,
  { currentPassword, newPassword }: ChangePasswordInput,
): Promise<void> {
  requireOwnSignIn(caller);
  requirePassword(newPassword, caller.account, 'newPassword');
  const account = await proveAgain(services, caller, currentPassword);
  await storePassword(services, caller, account, newPassword);
}

/** Whoever asks is signed in: a wrong password is a fault of the input, and no reason to sign in again. */
async function proveAgain(services: Services, caller: AccountCaller, password: Secret): Promise<Account> {
  try {
    return await authenticatePassword(services, caller, caller.account.name, password);
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'invalid-credential') throw error;
    throw new DomainError('invalid-input', { field: 'currentPassword', reason: 'is not the current password' });
  }
}

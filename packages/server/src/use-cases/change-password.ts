import type { Secret } from '@lanyard/core/secret';
import type { AccountCaller } from '../ports/caller.ts';
import type { Services } from '../ports/services.ts';
import { authenticatePassword } from './authenticate-password.ts';
import { requireOwnSignIn } from './require-own-sign-in.ts';
import { requirePassword } from './require-password.ts';
import { storePassword } from './store-password.ts';

export interface ChangePasswordInput {
  readonly currentPassword: Secret;
  readonly newPassword: Secret;
}

/**
 * The caller's own; every other session ends. A wrong current password counts as a failed sign-in.
 * Errors: `invalid-input`, `forbidden`, and those of `authenticatePassword`.
 */
export async function changePassword(
  services: Services,
  caller: AccountCaller,
  { currentPassword, newPassword }: ChangePasswordInput,
): Promise<void> {
  requireOwnSignIn(caller);
  requirePassword(newPassword, caller.account);
  const account = await authenticatePassword(services, caller, caller.account.name, currentPassword);
  await storePassword(services, caller, account, newPassword);
}

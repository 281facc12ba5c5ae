import { requirePassword } from '@lanyard/core/accounts/password';
import { DomainError } from '@lanyard/core/domain-error';
import type { Secret } from '@lanyard/core/secret';
import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts.ts';
import { requireAccount } from '../access/accounts.ts';
import { authenticatePassword } from '../access/authenticate-password.ts';
import type { AccountCaller, Caller, OperatorCaller } from '../access/caller.ts';
import { accountSubject, type Change, look, transact } from '../access/change.ts';
import { requireOwnSignIn } from '../access/permissions.ts';
import { mailPasswordChanged } from './account-mail.ts';

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

/** The caller is signed in: a wrong password is a fault of the input, not a reason to sign in again. */
async function proveAgain(services: Services, caller: AccountCaller, password: Secret): Promise<Account> {
  try {
    return await authenticatePassword(services, caller, { identifier: caller.account.name, password });
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'invalid-credential') throw error;
    throw new DomainError('invalid-input', { field: 'currentPassword', reason: 'is not the current password' });
  }
}

/** By the operator, if a password is forgotten: all sessions end. Errors: `invalid-input`, `not-found`. */
export async function setPassword(
  services: Services,
  caller: OperatorCaller,
  name: string,
  password: Secret,
): Promise<void> {
  const account = await requireAccount(look(services, caller).records, name);
  requirePassword(password, account);
  await storePassword(services, caller, account, password);
}

/** Keeps a password that was checked. Every session but the caller's ends, and so does every mailed code. */
async function storePassword(services: Services, caller: Caller, account: Account, password: Secret): Promise<void> {
  const passwordHash = await services.passwords.hash(password);
  await transact(services, caller, async (change) => {
    const { records, audit } = change;
    await records.accounts.setPasswordHash(account.id, passwordHash);
    await records.passwordResets.deleteOfAccount(account.id);
    // Sign-ins that wait for a second factor began with the password before.
    await records.flowStates.deleteOfAccount(account.id);
    const endedSessions = await endOtherSessions(change, account);
    await audit('account.password-changed', accountSubject(account), { endedSessions });
  });
  mailPasswordChanged(services, caller.type === 'operator' ? undefined : caller.address, account);
}

async function endOtherSessions({ records, caller }: Change, account: Account): Promise<number> {
  const kept = caller.type === 'account' ? caller.credentialId : undefined;
  const others = (await records.sessions.ofAccount(account.id)).filter(({ id }) => id !== kept);
  for (const { id } of others) await records.sessions.delete(id);
  return others.length;
}

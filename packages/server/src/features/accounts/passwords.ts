import { requirePassword } from '@lanyard/core/accounts/password';
import { DomainError } from '@lanyard/core/domain-error';
import type { Secret } from '@lanyard/core/secret';
import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts/accounts.ts';
import { lockProvenAccount, requireAccount } from '../access/accounts.ts';
import { authenticatePassword } from '../access/authenticate-password.ts';
import type { AccountCaller, Caller, OperatorCaller } from '../access/caller.ts';
import { accountSubject, type Change, look, transact } from '../access/change.ts';
import { requireSignedIn, requireStillSignedIn } from '../access/permissions.ts';
import { requireRoomOf } from '../access/require-room.ts';
import { endCommandLines } from './end-access.ts';

export interface ChangePasswordInput {
  readonly currentPassword: Secret;
  readonly newPassword: Secret;
  /** Whether command lines are signed out too. A person who knew the old password may have approved one. */
  readonly endsCommandLines: boolean;
}

/**
 * Changes the caller's own password, and ends every other session. A wrong current password counts as a failed sign-in.
 * Errors: `invalid-input`, `forbidden`, `too-many-attempts`.
 */
export async function changePassword(
  services: Services,
  caller: AccountCaller,
  { currentPassword, newPassword, endsCommandLines }: ChangePasswordInput,
): Promise<void> {
  requireSignedIn(caller);
  requirePassword(
    { isCommon: services.passwords.isCommon, password: newPassword, field: 'newPassword' },
    caller.account,
  );
  const account = await proveAgain(services, caller, currentPassword);
  await requireRoomOf(services, 'passwords-changed', caller);
  try {
    await storePassword(services, caller, account, { password: newPassword, endsCommandLines });
  } catch (error) {
    // Somebody changed the password first, for example with a mailed link. The proven password is no longer the current
    // one.
    if (error instanceof DomainError && error.code === 'login-over') throw notCurrent();
    throw error;
  }
}

function notCurrent(): DomainError {
  return new DomainError('invalid-input', { field: 'currentPassword', reason: 'is not the current password' });
}

/** The caller is signed in, so a wrong password is an input error and not a reason to sign in again. */
async function proveAgain(services: Services, caller: AccountCaller, password: Secret): Promise<Account> {
  try {
    return await authenticatePassword(services, caller, { identifier: caller.account.name, password });
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'invalid-credential') throw error;
    throw notCurrent();
  }
}

/**
 * Sets a forgotten password, for the operator. All sessions and command lines end. Errors: `invalid-input`,
 * `not-found`.
 */
export async function setPassword(
  services: Services,
  caller: OperatorCaller,
  name: string,
  password: Secret,
): Promise<void> {
  const account = await requireAccount(look(services, caller).records, name);
  requirePassword({ isCommon: services.passwords.isCommon, password }, account);
  await storePassword(services, caller, account, { password, endsCommandLines: true });
  await services.throttle.forgetGuesses(account.id);
}

/** Stores a password that was checked. Ends every session except the caller's, and every mailed code. */
async function storePassword(
  services: Services,
  caller: Caller,
  account: Account,
  { password, endsCommandLines }: { readonly password: Secret; readonly endsCommandLines: boolean },
): Promise<void> {
  const passwordHash = await services.passwords.hash(password);
  await transact(services, caller, async (change) => {
    const { records, audit, notify } = change;
    await requireStillProven(change, account);
    await records.accounts.setPasswordHash(account.id, passwordHash);
    await records.passwordResets.deleteOfAccount(account.id);
    // Sign-ins that wait for a second factor began with the old password.
    await records.flowStates.deleteOfAccount(account.id);
    const endedSessions = await endOtherSessions(change, account);
    const endedSignIns = endsCommandLines ? await endCommandLines(change, account, 'the password was changed') : 0;
    await audit('account.password-changed', accountSubject(account), { endedSessions, endedSignIns });
    const address = caller.type === 'operator' ? null : caller.address;
    await notify('password-changed', { accounts: [account.id] }, { address });
  });
}

/** The operator needs no proof. */
async function requireStillProven({ records, caller, now }: Change, account: Account): Promise<void> {
  if (caller.type === 'operator') return;
  await lockProvenAccount(records, account);
  await requireStillSignedIn({ records, caller, now });
}

async function endOtherSessions({ records, caller }: Change, account: Account): Promise<number> {
  const kept = caller.type === 'account' ? caller.credentialId : undefined;
  const others = (await records.sessions.ofAccount(account.id)).filter(({ id }) => id !== kept);
  for (const { id } of others) await records.sessions.delete(id);
  return others.length;
}

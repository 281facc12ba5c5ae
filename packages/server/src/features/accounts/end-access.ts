import type { FactsOf } from '@lanyard/core/audit/audit-event';
import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts/accounts.ts';
import type { AccountCaller } from '../access/caller.ts';
import { type Asker, accountSubject, type Change, transact } from '../access/change.ts';
import { requireSignedIn, requireStillSignedIn } from '../access/permissions.ts';
import { endCommandLine } from '../command-lines/command-lines.ts';

/** How many sessions and command lines ended. */
export type EndedAccess = FactsOf<'account.signed-out-everywhere'>;

/**
 * Ends everything with which the account is signed in: every session, every command line with its auto-generated token,
 * and all waiting codes, including mailed ones. The account forgets all known browsers and networks. Manual tokens stay
 * (R3).
 */
export async function endAccountAccess(change: Change<Asker>, account: Account, reason: string): Promise<EndedAccess> {
  const { records } = change;
  const endedSignIns = await endCommandLines(change, account, reason);
  await records.passwordResets.deleteOfAccount(account.id);
  await records.flowStates.deleteOfAccount(account.id);
  await records.knownSources.deleteOfAccount(account.id);
  const sessions = await records.sessions.ofAccount(account.id);
  await records.sessions.deleteOfAccount(account.id);
  return { endedSessions: sessions.length, endedSignIns };
}

/**
 * Ends every command line with its auto-generated token, and those that are about to sign in. Returns how many there
 * were.
 */
export async function endCommandLines(change: Change<Asker>, account: Account, reason: string): Promise<number> {
  const { records } = change;
  // Codes first. A code that is redeemed at this moment either is a command line below, or no longer exists.
  await records.deviceCodes.deleteOfAccount(account.id);
  let ended = 0;
  for (const { id } of await records.commandLines.ofAccount(account.id)) {
    // Read again with a lock, because it may get its token now or may have ended.
    const commandLine = await records.commandLines.lock(id);
    if (!commandLine) continue;
    await endCommandLine(change, account, commandLine, { action: 'sign-in.ended', reason });
    ended += 1;
  }
  return ended;
}

/** Disables the account, and ends its sessions and command lines (R3). */
export async function closeAccount(
  change: Change<Asker>,
  account: Account,
  reason: string,
): Promise<Account & { readonly disabledAt: number }> {
  await change.records.accounts.setDisabledAt(account.id, change.now);
  const ended = await endAccountAccess(change, account, reason);
  await recordDisabling(change, account, ended);
  return { ...account, disabledAt: change.now };
}

export function recordDisabling(
  { audit }: Change<Asker>,
  account: Account,
  ended: FactsOf<'account.disabled'> = {},
): Promise<void> {
  return audit('account.disabled', accountSubject(account), ended);
}

/**
 * Ends every session, including this one, and every command line with its auto-generated token. Errors: `forbidden`.
 */
export function signOutEverywhere(services: Services, caller: AccountCaller): Promise<EndedAccess> {
  requireSignedIn(caller);
  return transact(services, caller, async (change) => {
    await change.records.accounts.lock(caller.account.id);
    await requireStillSignedIn(change);
    const ended = await endAccountAccess(change, caller.account, 'signed out everywhere');
    await change.audit('account.signed-out-everywhere', accountSubject(caller.account), ended);
    return ended;
  });
}

import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts.ts';

import type { Records } from '../../store/store.ts';
import { type EndDetails, endSignIn } from '../command-lines/end-sign-in.ts';

export interface EndedAccess {
  readonly endedSessions: number;
  readonly endedSignIns: number;
}

/**
 * Ends what the account is signed in with, in the caller's transaction: every session, every command line with its
 * auto-generated token, and the codes that wait, mailed ones too. Manual tokens are not touched (R3).
 */
export async function endAccountAccess(
  services: Services,
  records: Records,
  account: Account,
  how: Omit<EndDetails, 'action'>,
): Promise<EndedAccess> {
  // Codes first: one that is redeemed at this moment either is a sign-in below or is gone.
  await records.deviceCodes.deleteOfAccount(account.id);
  await records.passwordResets.deleteOfAccount(account.id);
  await records.flowStates.deleteOfAccount(account.id);
  const sessions = await records.sessions.ofAccount(account.id);
  await records.sessions.deleteOfAccount(account.id);
  const signIns = await records.signIns.ofAccount(account.id);
  for (const { id } of signIns) {
    // Read again under its lock: it may be getting its token just now.
    const signIn = await records.signIns.lock(id);
    if (signIn) await endSignIn(services, records, account, signIn, { ...how, action: 'sign-in.ended' });
  }
  return { endedSessions: sessions.length, endedSignIns: signIns.length };
}

import type { Services } from '../../services.ts';
import type { Records } from '../../store/store.ts';
import type { AccountCaller, Caller } from './caller.ts';
import { lockActiveAccount } from './lock-active-account.ts';
import { requireFreshSignIn } from './require-fresh-sign-in.ts';
import { requireSecondFactor } from './require-second-factor.ts';

/**
 * Asked wherever an access token is made or widened, in that transaction, by the account as it is then (attack 10): it
 * is active, has signed in within the last minutes, and has the second factor that its organizations ask for.
 * Errors: `account-disabled`, `fresh-sign-in-required`, `second-factor-required`.
 */
export async function requireMayIssue(services: Services, records: Records, caller: Caller): Promise<void> {
  if (caller.type === 'operator') return;
  requireFreshSignIn(services, caller);
  await requireMayHaveToken(records, caller);
}

/** The same for what a command line's sign-in was approved for: its own auto-generated token, whenever it asks. */
export async function requireMayHaveToken(records: Records, caller: AccountCaller): Promise<void> {
  const account = await lockActiveAccount(records, caller.account.id);
  await requireSecondFactor(records, account);
}

import type { Secret } from '@lanyard/core/secret';
import type { Services } from '../../services.ts';
import type { OperatorCaller } from '../access/caller.ts';
import { requireAccount } from '../access/require-account.ts';
import { requirePassword } from './require-password.ts';
import { storePassword } from './store-password.ts';

/** By the operator, for whoever forgot theirs; all sessions end. Errors: `invalid-input`, `not-found`. */
export async function setPassword(
  services: Services,
  caller: OperatorCaller,
  name: string,
  password: Secret,
): Promise<void> {
  const account = await requireAccount(services.store.read.accounts, name);
  requirePassword(password, account);
  await storePassword(services, caller, account, password);
}

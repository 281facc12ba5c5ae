import type { Services } from '../../services.ts';
import type { SecondFactor } from '../../store/records/second-factors.ts';
import type { AccountCaller } from '../access/caller.ts';
import { organizationsAskingForFactor } from '../access/permissions.ts';

export interface ListedFactors {
  readonly factors: readonly SecondFactor[];
  readonly recoveryCodesLeft: number;
  /** The organizations that ask for a factor while there is none. */
  readonly requiredBy: readonly string[];
}

/** The caller's own. */
export async function listFactors({ store }: Services, { account }: AccountCaller): Promise<ListedFactors> {
  const [factors, recoveryCodesLeft, requiredBy] = await Promise.all([
    store.read.secondFactors.ofAccount(account.id),
    store.read.secondFactors.countRecoveryCodes(account.id),
    organizationsAskingForFactor(store.read, account),
  ]);
  return { factors, recoveryCodesLeft, requiredBy };
}

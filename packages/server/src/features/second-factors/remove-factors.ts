import type { Services } from '../../services.ts';
import { requireAccount } from '../access/accounts.ts';
import type { OperatorCaller } from '../access/caller.ts';
import { changeOf } from '../access/change.ts';
import { endAccountAccess } from '../accounts/end-access.ts';

import { recordFactor } from './factor-event.ts';
import { tellFactorsChanged } from './tell-factors-changed.ts';

/** For who lost them all: by the operator, who has made sure of the person. What is signed in ends. Errors: `not-found`. */
export async function removeFactors(services: Services, caller: OperatorCaller, name: string): Promise<number> {
  const { account, count } = await services.store.transaction(async (records) => {
    const found = await requireAccount(records, name);
    await records.accounts.lock(found.id);
    const factors = await records.secondFactors.ofAccount(found.id);
    await records.secondFactors.deleteOfAccount(found.id);
    for (const factor of factors) await recordFactor(services, records, caller, found, 'factor.removed', factor);
    const reason = 'an operator removed the second factors';
    await endAccountAccess(changeOf(services, records, caller), found, reason);
    return { account: found, count: factors.length };
  });
  tellFactorsChanged(services, undefined, account, 'all second factors were removed');
  return count;
}

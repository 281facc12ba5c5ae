import type { Services } from '../../services.ts';
import { actorOf } from '../access/audit-event-of.ts';
import type { OperatorCaller } from '../access/caller.ts';
import { requireAccount } from '../access/require-account.ts';
import { endAccountAccess } from '../accounts/end-account-access.ts';
import { recordFactor } from './factor-event.ts';
import { tellFactorsChanged } from './tell-factors-changed.ts';

/** For who lost them all: by the operator, who has made sure of the person. What is signed in ends. Errors: `not-found`. */
export async function removeFactors(services: Services, caller: OperatorCaller, name: string): Promise<number> {
  const { account, count } = await services.store.transaction(async (records) => {
    const found = await requireAccount(records.accounts, name);
    await records.accounts.lock(found.id);
    const factors = await records.secondFactors.ofAccount(found.id);
    await records.secondFactors.deleteOfAccount(found.id);
    for (const factor of factors) await recordFactor(services, records, caller, found, 'factor.removed', factor);
    const how = { reason: 'an operator removed the second factors', actor: actorOf(caller), source: caller };
    await endAccountAccess(services, records, found, how);
    return { account: found, count: factors.length };
  });
  tellFactorsChanged(services, undefined, account, 'all second factors were removed');
  return count;
}

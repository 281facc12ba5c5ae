import { DomainError } from '@lanyard/core/domain-error';
import { requireDescription } from '@lanyard/core/tokens/description';
import type { Services } from '../../services.ts';
import type { SecondFactor } from '../../store/records/second-factors.ts';

import type { Records } from '../../store/store.ts';
import type { AccountCaller } from '../access/caller.ts';
import { requireFreshSignIn } from '../access/permissions.ts';

import { recordFactor } from './factor-event.ts';
import { tellFactorsChanged } from './tell-factors-changed.ts';

/** Errors: `not-found`, also for another account's (R25); `invalid-input`. */
export function renameFactor(
  services: Services,
  caller: AccountCaller,
  id: string,
  newName: string,
): Promise<SecondFactor> {
  const name = requireDescription(newName, 'name');
  return services.store.transaction(async (records) => {
    const factor = await requireOwnFactor(records, caller, id);
    if (factor.name === name) return factor;
    await records.secondFactors.rename(factor.id, name);
    const renamed = { ...factor, name };
    await recordFactor(services, records, caller, caller.account, 'factor.renamed', renamed, { before: factor.name });
    return renamed;
  });
}

/** With the last one go the recovery codes. Errors: `fresh-sign-in-required`, `not-found`. */
export async function removeFactor(services: Services, caller: AccountCaller, id: string): Promise<void> {
  requireFreshSignIn({ caller, now: services.clock.now() });
  const factor = await services.store.transaction(async (records) => {
    await records.accounts.lock(caller.account.id);
    const found = await requireOwnFactor(records, caller, id);
    await records.secondFactors.delete(found);
    await recordFactor(services, records, caller, caller.account, 'factor.removed', found);
    return found;
  });
  tellFactorsChanged(services, caller, caller.account, `the second factor ${factor.name} was removed`);
}

async function requireOwnFactor(
  { secondFactors }: Records,
  { account }: AccountCaller,
  id: string,
): Promise<SecondFactor> {
  const factor = (await secondFactors.ofAccount(account.id)).find((one) => one.id === id);
  if (factor) return factor;
  throw new DomainError('not-found', { what: 'second factor' });
}

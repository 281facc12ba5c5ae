import type { Services } from '../../services.ts';
import type { Caller } from './caller.ts';
import { type Change, transact } from './change.ts';
import { requireAdministrator, requireStillAdministrator } from './permissions.ts';

/**
 * The only way to change something as an administrator or the operator. It runs one transaction, which checks again
 * whether the caller is still one. Otherwise a change that was requested before a demotion could be committed after it
 * (R50). Errors: `forbidden`, `unauthenticated`.
 */
export async function administer<Result>(
  services: Services,
  caller: Caller,
  work: (change: Change) => Promise<Result>,
): Promise<Result> {
  requireAdministrator(caller);
  return transact(services, caller, async (change) => {
    await requireStillAdministrator(change);
    return work(change);
  });
}

import { DomainError } from '@lanyard/core/domain-error';
import type { Services } from '../../services.ts';
import type { AccountCaller } from '../access/caller.ts';
import { changeOf } from '../access/change.ts';
import { requireOwnSignIn } from '../access/permissions.ts';

import { endSignIn } from './end-sign-in.ts';

/**
 * Ends one of the caller's command-line sign-ins and its auto-generated token, as signing out there would.
 * Errors: `forbidden`; `not-found` for one that ended or is another's (R25, attack 30).
 */
export async function signOutCommandLine(services: Services, caller: AccountCaller, id: string): Promise<void> {
  requireOwnSignIn(caller);
  await services.store.transaction(async (records) => {
    const signIn = await records.signIns.lock(id);
    if (signIn?.accountId !== caller.account.id) throw new DomainError('not-found', { what: 'sign-in' });
    const how = { action: 'sign-in.ended', reason: 'signed out by its owner' } as const;
    await endSignIn(changeOf(services, records, caller), caller.account, signIn, how);
  });
}

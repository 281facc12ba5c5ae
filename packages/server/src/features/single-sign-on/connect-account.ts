import type { Secret } from '@lanyard/core/secret';
import type { Services } from '../../services.ts';
import { requireAccountById } from '../access/accounts.ts';
import { authenticatePassword } from '../access/authenticate-password.ts';
import type { Source } from '../access/caller.ts';
import { changeOf } from '../access/change.ts';

import { findFlow, loginOver, takeFlow } from '../sessions/flow-state.ts';
import { advanceLogin, type LoginOutcome } from '../sessions/sign-in.ts';

export interface ConnectAccount {
  /** What `enterWithIdentity` gave. */
  readonly login: Secret;
  readonly password: Secret;
  readonly previous: Secret | undefined;
}

/**
 * The password of an account that exists, typed once after its owner has signed in at the provider: with both, the two
 * are connected at the end of the sign-in. Errors: `login-over`, those of `authenticatePassword` and `advanceLogin`.
 */
export async function connectAccount(services: Services, source: Source, input: ConnectAccount): Promise<LoginOutcome> {
  const flow = await findFlow(services, 'connect', input.login);
  const account = flow?.data.link && (await services.store.read.accounts.byId(flow.accountId ?? ''));
  if (!account) throw loginOver();
  // By its name: the domain of its address asks for single sign-on, which has just been done.
  const proven = await authenticatePassword(services, source, account.name, input.password);
  return services.store.transaction(async (records) => {
    const taken = await takeFlow(changeOf(services, records, { address: '', client: '' }), 'connect', input.login);
    if (!taken) throw loginOver();
    const progress = taken.data;
    const current = await requireAccountById(records, proven.id);
    return advanceLogin(
      changeOf(services, records, source),
      current,
      { ...progress, proofs: [...progress.proofs, 'password'] },
      input.previous,
    );
  });
}

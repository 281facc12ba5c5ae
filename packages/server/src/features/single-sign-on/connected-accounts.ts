import { DomainError } from '@lanyard/core/domain-error';
import type { Secret } from '@lanyard/core/secret';
import type { Services } from '../../services.ts';
import { requireAccount, requireAccountById } from '../access/accounts.ts';
import { authenticatePassword } from '../access/authenticate-password.ts';
import type { Caller, Source } from '../access/caller.ts';
import { subjectOf, transact } from '../access/change.ts';
import { requireOwnership } from '../access/permissions.ts';
import { findFlow, loginOver, takeFlow } from '../sessions/flow-state.ts';
import { advanceLogin, type LoginOutcome } from '../sessions/sign-in.ts';

export interface ConnectAccount {
  /** What `enterWithIdentity` gave. */
  readonly login: Secret;
  readonly password: Secret;
  /** The cookie of the session that the browser has already. */
  readonly previous: Secret | undefined;
}

/**
 * Takes the password of an account that existed before its owner first signed in at the provider. The account and the
 * person at the provider are connected when the sign-in is complete, after a second factor too.
 * Errors: `login-over`, those of `authenticatePassword` and `advanceLogin`.
 */
export async function connectAccount(services: Services, source: Source, input: ConnectAccount): Promise<LoginOutcome> {
  const flow = await findFlow(services, 'connect', input.login);
  const account = flow?.data.link && (await services.store.read.accounts.byId(flow.accountId ?? ''));
  if (!account) throw loginOver();
  // By its name: an e-mail address of this domain would be refused, because its owner must use single sign-on.
  const proven = await authenticatePassword(services, source, { identifier: account.name, password: input.password });
  return transact(services, source, async (change) => {
    const taken = await takeFlow(change, 'connect', input.login);
    if (!taken) throw loginOver();
    const progress = { ...taken.data, proofs: [...taken.data.proofs, 'password'] as const };
    return advanceLogin(change, await requireAccountById(change.records, proven.id), progress, input.previous);
  });
}

/**
 * Forgets who the account is at the provider, for a person who has another identity there now; by an owner.
 * Errors: `not-found`, `forbidden`.
 */
export async function unlinkIdentity(
  services: Services,
  caller: Caller,
  organizationName: string,
  accountName: string,
): Promise<void> {
  await transact(services, caller, async (change) => {
    const { organization } = await requireOwnership(change, organizationName);
    const account = await requireAccount(change.records, accountName);
    const identity = await change.records.identities.ofAccount(organization.id, account.id);
    if (!identity) throw new DomainError('not-found', { what: 'identity' });
    await change.records.identities.delete(organization.id, account.id);
    const { issuer, subject } = identity;
    await change.audit('identity.unlinked', subjectOf('account', account, organization.name), { issuer, subject });
  });
}

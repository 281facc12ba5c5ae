import { DomainError } from '@lanyard/core/domain-error';
import type { Secret } from '@lanyard/core/secret';
import { requireDescription } from '@lanyard/core/tokens/access-token';
import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts/accounts.ts';
import type { PasskeyFactor, SecondFactor, TotpFactor } from '../../store/records/second-factors/second-factors.ts';
import type { Records } from '../../store/store.ts';
import { lockActiveAccount, requireAccount } from '../access/accounts.ts';
import type { AccountCaller, OperatorCaller } from '../access/caller.ts';
import { type AuditSubject, accountSubject, type Change, look, subjectOf, transact } from '../access/change.ts';
import { organizationsAskingForFactor } from '../access/permissions.ts';
import { endAccountAccess } from '../accounts/end-access.ts';
import { putRecoveryCodes, tellFactorsChanged } from './recovery-codes.ts';

const FACTORS_ALLOWED = 20;

export interface ListedFactors {
  readonly factors: readonly SecondFactor[];
  readonly recoveryCodesLeft: number;
  /** The organizations that require a factor while the account has none. */
  readonly requiredBy: readonly string[];
}

/** The caller's own factors, oldest first. */
export async function listFactors(services: Services, caller: AccountCaller): Promise<ListedFactors> {
  const { records } = look(services, caller);
  const { account } = caller;
  const [factors, recoveryCodesLeft, requiredBy] = await Promise.all([
    records.secondFactors.ofAccount(account.id),
    records.secondFactors.countRecoveryCodes(account.id),
    organizationsAskingForFactor(records, account),
  ]);
  return { factors, recoveryCodesLeft, requiredBy };
}

type FilledIn = 'id' | 'accountId' | 'createdAt' | 'lastUsedAt';
type NewFactor = Omit<TotpFactor, FilledIn> | Omit<PasskeyFactor, FilledIn>;

export interface AddedFactor {
  readonly factor: SecondFactor;
  /** Shown once. Null unless this is the first factor. */
  readonly recoveryCodes: readonly Secret[] | null;
}

/**
 * Stores a factor that was just proven. The first one creates ten recovery codes. Errors: `invalid-input`, `conflict`.
 */
export async function addFactor(change: Change<AccountCaller>, added: NewFactor): Promise<AddedFactor> {
  const { records, now, audit } = change;
  const account = await lockActiveAccount(records, change.caller.account.id);
  await requireRoom(records, account);
  const filledIn = { id: change.newId(), accountId: account.id, createdAt: now, lastUsedAt: null };
  const factor = { ...added, ...filledIn, name: requireDescription(added.name, 'name') };
  await records.secondFactors.insert(factor);
  await audit('factor.added', factorSubject(factor, account), { type: factor.type });
  const what = factor.type === 'totp' ? 'an authenticator' : 'a passkey';
  await tellFactorsChanged(change, account, `${what}, ${factor.name}, was added`);
  const recoveryCodes = account.hasSecondFactor ? null : await putRecoveryCodes(change, account);
  return { factor, recoveryCodes };
}

async function requireRoom({ secondFactors }: Records, account: Account): Promise<void> {
  if ((await secondFactors.ofAccount(account.id)).length < FACTORS_ALLOWED) return;
  throw new DomainError('conflict', { reason: `an account has ${FACTORS_ALLOWED} second factors at most` });
}

/** Errors: `not-found`, also for another account's factor (R25), and `invalid-input`. */
export function renameFactor(
  services: Services,
  caller: AccountCaller,
  id: string,
  newName: string,
): Promise<SecondFactor> {
  const name = requireDescription(newName, 'name');
  return transact(services, caller, async ({ records, audit }) => {
    await records.accounts.lock(caller.account.id);
    const factor = await requireOwnFactor(records, caller, id);
    if (factor.name === name) return factor;
    await records.secondFactors.rename(factor.id, name);
    const renamed = { ...factor, name };
    const facts = { type: factor.type, before: factor.name };
    await audit('factor.renamed', factorSubject(renamed, caller.account), facts);
    return renamed;
  });
}

/** Removing the last factor also removes the recovery codes. Errors: `not-found`. */
export async function removeFactor(services: Services, caller: AccountCaller, id: string): Promise<void> {
  const { account } = caller;
  await transact(services, caller, async (change) => {
    const { records, audit } = change;
    await records.accounts.lock(account.id);
    const factor = await requireOwnFactor(records, caller, id);
    await records.secondFactors.delete(factor);
    await audit('factor.removed', factorSubject(factor, account), { type: factor.type });
    await tellFactorsChanged(change, account, `the second factor ${factor.name} was removed`);
  });
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

/**
 * For a person who lost all factors. The operator runs this after checking who the person is. Also ends every session
 * and command line of the account. Returns how many factors there were. Errors: `not-found`.
 */
export async function removeFactors(services: Services, caller: OperatorCaller, name: string): Promise<number> {
  return transact(services, caller, async (change) => {
    const { records, audit } = change;
    const found = await requireAccount(records, name);
    await records.accounts.lock(found.id);
    const factors = await records.secondFactors.ofAccount(found.id);
    await records.secondFactors.deleteOfAccount(found.id);
    for (const factor of factors) await audit('factor.removed', factorSubject(factor, found), { type: factor.type });
    const ended = await endAccountAccess(change, found, 'an operator removed the second factors');
    // Without a factor, no event was recorded yet, but sessions may have ended.
    if (factors.length === 0) await audit('account.signed-out-everywhere', accountSubject(found), ended);
    await tellFactorsChanged(change, found, 'all second factors were removed');
    return factors.length;
  });
}

function factorSubject(factor: SecondFactor, account: Account): AuditSubject {
  return subjectOf('factor', factor, account.name);
}

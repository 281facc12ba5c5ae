import { DomainError } from '@lanyard/core/domain-error';
import type { Secret } from '@lanyard/core/secret';
import { requireDescription } from '@lanyard/core/tokens/description';
import type { Services } from '../../services.ts';
import type { PasskeyFactor, SecondFactor, TotpFactor } from '../../store/records/second-factors.ts';

import type { Records } from '../../store/store.ts';
import { requireAccountById, requireActiveAccount } from '../access/accounts.ts';
import type { AccountCaller } from '../access/caller.ts';
import { recordFactor } from './factor-event.ts';
import { putRecoveryCodes } from './recovery-codes.ts';

const FACTORS_ALLOWED = 20;

type FilledIn = 'id' | 'accountId' | 'createdAt' | 'lastUsedAt';
export type NewFactor = Omit<TotpFactor, FilledIn> | Omit<PasskeyFactor, FilledIn>;

export interface AddedFactor {
  readonly factor: SecondFactor;
  /** With the first factor; shown once. */
  readonly recoveryCodes: readonly Secret[] | null;
}

/** Keeps a factor that was just proven, in the caller's transaction; with the first come ten recovery codes. */
export async function addFactor(
  services: Services,
  records: Records,
  caller: AccountCaller,
  added: NewFactor,
): Promise<AddedFactor> {
  await records.accounts.lock(caller.account.id);
  const account = requireActiveAccount(await requireAccountById(records, caller.account.id));
  await requireRoom(records, account.id);
  const filledIn = { id: services.random.uuid(), accountId: account.id, createdAt: services.clock.now() };
  const factor = { ...added, ...filledIn, name: requireDescription(added.name, 'name'), lastUsedAt: null };
  await records.secondFactors.insert(factor);
  await recordFactor(services, records, caller, account, 'factor.added', factor);
  const recoveryCodes = account.hasSecondFactor ? null : await putRecoveryCodes(services, records, account.id);
  return { factor, recoveryCodes };
}

async function requireRoom({ secondFactors }: Records, accountId: string): Promise<void> {
  if ((await secondFactors.ofAccount(accountId)).length < FACTORS_ALLOWED) return;
  throw new DomainError('conflict', { reason: `an account has ${FACTORS_ALLOWED} second factors at most` });
}

import { GUESS_BUDGET, GUESSES_PER_ACCOUNT, parseUserCode } from '@lanyard/core/command-lines/user-code';
import { DomainError } from '@lanyard/core/domain-error';
import { Secret } from '@lanyard/core/secret';
import type { Services } from '../../services.ts';
import type { DeviceCode } from '../../store/records/device-codes.ts';
import { lockActiveAccount } from '../access/accounts.ts';

import type { AccountCaller } from '../access/caller.ts';

import { DEVICE_CODE_SECONDS } from './open-device-login.ts';

/**
 * The waiting login of a code that somebody entered. The first session to open it has it for good (attack 15).
 * Errors: `not-found` for a wrong, decided or expired one, `too-many-attempts`, `forbidden` to any other session.
 */
export async function openUserCode(services: Services, caller: AccountCaller, text: string): Promise<DeviceCode> {
  await requireGuessesLeft(services, caller);
  const code = await findCode(services, text);
  if (!code || code.expiresAt <= services.clock.now() || code.decision !== null) return refuseGuess(services, caller);
  if (code.sessionId === caller.credentialId) return code;
  const isOurs = await services.store.transaction(async (records) => {
    await lockActiveAccount(records, caller.account.id);
    return records.deviceCodes.claim(code.id, caller.credentialId, caller.account.id);
  });
  if (!isOurs)
    throw new DomainError('forbidden', { reason: 'this code was opened in another browser; ask for a new one' });
  return { ...code, sessionId: caller.credentialId, accountId: caller.account.id };
}

function findCode({ digester, store }: Services, text: string): Promise<DeviceCode | undefined> {
  const userCode = parseUserCode(text);
  if (userCode === undefined) return Promise.resolve(undefined);
  return store.read.deviceCodes.byUserCode(digester.digest('user-code', new Secret(userCode)));
}

async function requireGuessesLeft({ clock, store }: Services, { account }: AccountCaller): Promise<void> {
  const since = clock.now() - DEVICE_CODE_SECONDS * 1000;
  const [own, all] = await Promise.all([
    store.read.deviceCodes.countGuesses(since, account.id),
    store.read.deviceCodes.countGuesses(since),
  ]);
  if (own < GUESSES_PER_ACCOUNT && all < GUESS_BUDGET) return;
  throw new DomainError('too-many-attempts', { retryAfterSeconds: DEVICE_CODE_SECONDS });
}

async function refuseGuess({ clock, store }: Services, { account }: AccountCaller): Promise<never> {
  const now = clock.now();
  await store.transaction(({ deviceCodes }) =>
    deviceCodes.recordGuess(account.id, now, now - DEVICE_CODE_SECONDS * 1000),
  );
  throw new DomainError('not-found', { what: 'a waiting sign-in with this code' });
}

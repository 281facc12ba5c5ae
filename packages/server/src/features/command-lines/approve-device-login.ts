import { GUESS_BUDGET, GUESSES_PER_ACCOUNT, parseUserCode } from '@lanyard/core/command-lines/user-code';
import { DomainError } from '@lanyard/core/domain-error';
import { Secret } from '@lanyard/core/secret';
import type { Services } from '../../services.ts';
import type { DeviceCode } from '../../store/records/device-codes.ts';
import { lockActiveAccount } from '../access/accounts.ts';
import type { AccountCaller } from '../access/caller.ts';
import { look, transact } from '../access/change.ts';
import { requireFreshSignIn, requireSecondFactor } from '../access/permissions.ts';
import { commandLineSubject } from './command-lines.ts';
import { DEVICE_CODE_SECONDS } from './device-login.ts';

/** The browser's side of device login: a person enters the code that the command line shows, and decides. */

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

/**
 * Approves or refuses a login that this session opened; once. Errors: those of `openUserCode`, `conflict`,
 * `fresh-sign-in-required`, `second-factor-required`.
 */
export async function decideDeviceLogin(
  services: Services,
  caller: AccountCaller,
  userCode: string,
  decision: 'approved' | 'refused',
): Promise<DeviceCode> {
  const code = await openUserCode(services, caller, userCode);
  if (decision === 'approved') await requireMayApprove(services, caller);
  await transact(services, caller, async ({ records, audit }) => {
    const isFirst = await records.deviceCodes.decide(code.id, caller.credentialId, decision);
    if (!isFirst) throw new DomainError('conflict', { reason: 'this sign-in was decided already' });
    const action = decision === 'approved' ? 'sign-in.approved' : 'sign-in.refused';
    await audit(action, commandLineSubject(code, caller.account.name), { commandLineAddress: code.address });
  });
  return code;
}

/** What is approved becomes a token. */
async function requireMayApprove(services: Services, caller: AccountCaller): Promise<void> {
  const { records, now } = look(services, caller);
  requireFreshSignIn({ caller, now });
  await requireSecondFactor(records, caller.account);
}

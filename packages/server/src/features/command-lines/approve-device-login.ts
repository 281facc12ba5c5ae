import {
  GUESS_BUDGET,
  GUESSES_PER_ACCOUNT,
  GUESSES_PER_NETWORK,
  GUESSES_PER_WIDE_NETWORK,
  parseUserCode,
} from '@lanyard/core/command-lines/user-code';
import { DomainError } from '@lanyard/core/domain-error';
import { Secret } from '@lanyard/core/secret';
import { type SourceNetworks, sourceNetworks } from '@lanyard/core/source-network';
import type { Services } from '../../services.ts';
import type { DeviceCode } from '../../store/records/command-lines/device-codes.ts';
import type { Records } from '../../store/store.ts';
import { lockActiveAccount } from '../access/accounts.ts';
import type { AccountCaller } from '../access/caller.ts';
import { look, transact } from '../access/change.ts';
import { requireFreshSignIn, requireSecondFactor } from '../access/permissions.ts';
import { requireRoomOf } from '../access/require-room.ts';
import { recognizeHost } from '../registries/registry-hosts.ts';
import { commandLineSubject } from './command-lines.ts';
import { DEVICE_CODE_SECONDS } from './device-login.ts';

/** The browser's part of the device login: a person enters the code that the command line shows, and decides. */

const LIFE_MILLISECONDS = DEVICE_CODE_SECONDS * 1000;
const OPENED_CODES_PER_ACCOUNT = 20;

/**
 * Opens the waiting login of a code that a person entered. The first session to open it is the only one that can decide
 * (attack 15). Errors: `not-found` for a wrong, decided or expired code, `too-many-attempts`, `forbidden` for any other
 * session.
 */
export async function openUserCode(services: Services, caller: AccountCaller, text: string): Promise<DeviceCode> {
  const code = await services.store.transaction(async (records) => {
    // Guesses at the same moment run one after the other, so together they get no more tries.
    await lockActiveAccount(records, caller.account.id);
    const guesser = { accountId: caller.account.id, ...sourceNetworks(caller.address) };
    const now = services.clock.now();
    await requireGuessesLeft(records, guesser, now);
    const found = await findCode(services, records, text);
    if (found && found.expiresAt > now && found.decision === null) return claim(records, caller, found, now);
    await records.deviceCodes.recordGuess({ ...guesser, at: now }, now - LIFE_MILLISECONDS);
    return undefined;
  });
  if (code) return code;
  throw new DomainError('not-found', { what: 'a waiting sign-in with this code' });
}

function findCode({ digester }: Services, records: Records, text: string): Promise<DeviceCode | undefined> {
  const userCode = parseUserCode(text);
  if (userCode === undefined) return Promise.resolve(undefined);
  return records.deviceCodes.byUserCode(digester.digest('user-code', new Secret(userCode)));
}

interface Guesser extends SourceNetworks {
  readonly accountId: string;
}

/**
 * An account without wrong codes is limited only by the budget of all accounts. Others in its network must not be able
 * to block it, and they have too few accounts to use up that budget (attack 46).
 */
async function requireGuessesLeft(
  { deviceCodes }: Records,
  { accountId, network, wideNetwork }: Guesser,
  now: number,
): Promise<void> {
  const since = now - LIFE_MILLISECONDS;
  const own = await deviceCodes.countGuesses(since, { accountId });
  const others = [
    [{ network }, GUESSES_PER_NETWORK],
    [{ wideNetwork }, GUESSES_PER_WIDE_NETWORK],
  ] as const;
  let isLeft = own < GUESSES_PER_ACCOUNT && (await deviceCodes.countGuesses(since)) < GUESS_BUDGET;
  for (const [holder, limit] of own === 0 ? [] : others) {
    isLeft &&= (await deviceCodes.countGuesses(since, holder)) < limit;
  }
  if (!isLeft) throw new DomainError('too-many-attempts', { retryAfterSeconds: DEVICE_CODE_SECONDS });
}

async function claim(
  { deviceCodes }: Records,
  { account, credentialId }: AccountCaller,
  code: DeviceCode,
  now: number,
): Promise<DeviceCode> {
  if (code.sessionId === credentialId) return code;
  // Newer codes never replace an opened one, so nobody may have many of them.
  if ((await deviceCodes.countLive(now, { accountId: account.id })) >= OPENED_CODES_PER_ACCOUNT)
    throw new DomainError('too-many-attempts', { retryAfterSeconds: DEVICE_CODE_SECONDS });
  if (await deviceCodes.claim(code.id, credentialId, account.id))
    return { ...code, sessionId: credentialId, accountId: account.id };
  throw new DomainError('forbidden', { reason: 'this code was opened in another browser; ask for a new one' });
}

/**
 * Approves or refuses a login that this session opened. Works only once. Errors: those of `openUserCode`, `conflict`,
 * `fresh-sign-in-required`, `second-factor-required`, those of `recognizeHost`.
 */
export async function decideDeviceLogin(
  services: Services,
  caller: AccountCaller,
  userCode: string,
  decision: 'approved' | 'refused',
): Promise<DeviceCode> {
  const code = await openUserCode(services, caller, userCode);
  if (decision === 'approved') await requireMayApprove(services, caller, code);
  if (decision === 'approved') await requireRoomOf(services, 'command-lines-approved', caller);
  await transact(services, caller, async ({ records, audit }) => {
    const found = await records.sessions.byId(caller.credentialId);
    if (!found) throw new DomainError('unauthenticated', {});
    const isFirst = await records.deviceCodes.decide(code.id, found.session, decision);
    if (!isFirst) throw new DomainError('conflict', { reason: 'this sign-in was decided already' });
    const subject = commandLineSubject(code, caller.account.name);
    const { address: commandLineAddress, scopes, registryHost: registry } = code;
    if (decision === 'refused') await audit('sign-in.refused', subject, { commandLineAddress });
    else await audit('sign-in.approved', subject, { commandLineAddress, scopes, registry });
  });
  return code;
}

/** An approval creates a token, so it needs the same permission. */
async function requireMayApprove(services: Services, caller: AccountCaller, code: DeviceCode): Promise<void> {
  const { records, now } = look(services, caller);
  requireFreshSignIn({ caller, now });
  // The hosts can have changed since the command line asked.
  if (code.registryHost !== null) await recognizeHost(services, records, code.registryHost);
  await requireSecondFactor(records, caller.account);
}

import { isDockerCli } from '@lanyard/core/command-lines/client-label';
import type { CommandLinePolicy } from '@lanyard/core/command-lines/command-line-policy';
import { formatUserCode, makeUserCode } from '@lanyard/core/command-lines/user-code';
import { DomainError, type OAuthErrorCode } from '@lanyard/core/domain-error';
import { Secret } from '@lanyard/core/secret';
import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts.ts';
import type { CommandLine } from '../../store/records/command-lines.ts';
import type { DeviceCode } from '../../store/records/device-codes.ts';
import { lockActiveAccount } from '../access/accounts.ts';
import type { Source } from '../access/caller.ts';
import { type Change, inNameOf, partyOf, transact } from '../access/change.ts';
import { requireSecondFactor } from '../access/permissions.ts';
import { commandLineSubject, policyOf, type SignInOfAccount } from './command-lines.ts';
import { type IssuedCommandLine, issueCommandLine } from './refresh-tokens.ts';

/** The command line's side of device login: it opens one, and asks again until somebody has decided in a browser. */

export const DEVICE_CODE_SECONDS = 600;
const INTERVAL_SECONDS = 5;
const DEVICE_CODE_BYTES = 32;
/** More waiting codes than people sign in at once: this is a flood. */
const MAXIMUM_LIVE_CODES = 10_000;

export interface OpenedDeviceLogin {
  readonly deviceCode: Secret;
  /** With its hyphen, as people type it. */
  readonly userCode: string;
  readonly expiresInSeconds: number;
  readonly intervalSeconds: number;
}

/** RFC 8628 3.1: a command line asks to be signed in. Errors: `too-many-attempts`. */
export async function openDeviceLogin(
  services: Services,
  source: Source,
  clientId: string,
): Promise<OpenedDeviceLogin> {
  const { clock, random, digester, store } = services;
  const now = clock.now();
  const live = await store.read.deviceCodes.countLive(now);
  if (live >= MAXIMUM_LIVE_CODES) throw new DomainError('too-many-attempts', { retryAfterSeconds: INTERVAL_SECONDS });
  const userCode = makeUserCode(live, random.bytes);
  const deviceCode = new Secret(Buffer.from(random.bytes(DEVICE_CODE_BYTES)).toString('base64url'));
  const digests = [
    digester.digest('device-code', deviceCode),
    digester.digest('user-code', new Secret(userCode)),
  ] as const;
  const code = waitingCode(random.uuid(), clientId, source, now);
  await store.transaction(async ({ deviceCodes }) => {
    await deviceCodes.deleteExpired(now);
    await deviceCodes.insert(code, ...digests);
  });
  return {
    deviceCode,
    userCode: formatUserCode(userCode),
    expiresInSeconds: DEVICE_CODE_SECONDS,
    intervalSeconds: INTERVAL_SECONDS,
  };
}

function waitingCode(id: string, clientId: string, source: Source, createdAt: number): DeviceCode {
  return {
    id,
    clientId,
    ...source,
    createdAt,
    expiresAt: createdAt + DEVICE_CODE_SECONDS * 1000,
    intervalSeconds: INTERVAL_SECONDS,
    lastPolledAt: null,
    sessionId: null,
    accountId: null,
    decision: null,
  };
}

const SLOW_DOWN_SECONDS = 5;
/** A poll that a quick network brings a little early is no fault. */
const LEEWAY_MILLISECONDS = 500;

export interface RedeemInput {
  readonly clientId: string;
  readonly deviceCode: Secret;
}

/** RFC 8628 3.4: asked every few seconds until somebody decided. Errors: `oauth` in the protocol's own codes. */
export async function redeemDeviceCode(
  services: Services,
  source: Source,
  input: RedeemInput,
): Promise<IssuedCommandLine> {
  const digest = services.digester.digest('device-code', input.deviceCode);
  const code = await services.store.read.deviceCodes.byDigest(digest);
  if (!code || code.clientId !== input.clientId)
    throw refused('invalid_grant', 'the device code is unknown or was used');
  if (code.expiresAt <= services.clock.now()) throw refused('expired_token', 'the code expired; sign in again');
  if (code.decision === 'refused') throw refused('access_denied', 'the sign-in was refused in the browser');
  if (code.decision === null) return waitFor(services, code);
  return issueCommandLine(services, await startCommandLine(services, source, code));
}

/** Docker's own command line gives up at `slow_down`, so it never gets that answer (RFC 8628 3.5 for all others). */
async function waitFor(services: Services, code: DeviceCode): Promise<never> {
  const now = services.clock.now();
  const sinceLast = now - (code.lastPolledAt ?? 0) + LEEWAY_MILLISECONDS;
  const isEarly = sinceLast < code.intervalSeconds * 1000 && !isDockerCli(code.client);
  const intervalSeconds = isEarly ? code.intervalSeconds + SLOW_DOWN_SECONDS : code.intervalSeconds;
  await services.store.transaction(({ deviceCodes }) => deviceCodes.recordPoll(code.id, now, intervalSeconds));
  if (isEarly) throw refused('slow_down', `ask every ${intervalSeconds} s`);
  throw refused('authorization_pending', 'nobody has decided yet');
}

/** Turns an approved code into a command-line login, once. Errors: `oauth` invalid_grant, `account-disabled`. */
function startCommandLine(services: Services, source: Source, code: DeviceCode): Promise<SignInOfAccount> {
  return transact(services, source, async (change) => {
    const { records } = change;
    const account = await lockActiveAccount(records, code.accountId ?? '');
    if (!(await records.deviceCodes.take(code.id))) throw refused('invalid_grant', 'the device code was used');
    await requireSecondFactor(records, account);
    const commandLine = newCommandLine(change, code, account, await policyOf(records, account));
    await records.commandLines.insert(commandLine);
    const { audit } = inNameOf(change, partyOf('account', account));
    await audit('sign-in.started', commandLineSubject(commandLine, account.name));
    return { commandLine, account };
  });
}

function newCommandLine(
  { newId, now }: Change<Source>,
  code: DeviceCode,
  account: Account,
  policy: CommandLinePolicy,
): CommandLine {
  return {
    id: newId(),
    accountId: account.id,
    clientId: code.clientId,
    client: code.client,
    address: code.address,
    createdAt: now,
    lastUsedAt: now,
    idleSeconds: policy.idleSeconds,
    expiresAt: now + policy.lifetimeSeconds * 1000,
    generation: 1,
    previousGeneration: null,
    tokenId: null,
  };
}

function refused(error: OAuthErrorCode, description: string): DomainError {
  return new DomainError('oauth', { error, description });
}

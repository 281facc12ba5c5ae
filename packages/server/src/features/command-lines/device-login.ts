import { clientLabel, isDockerCli } from '@lanyard/core/command-lines/client-label';
import type { ClientScope } from '@lanyard/core/command-lines/client-scope';
import type { CommandLinePolicy } from '@lanyard/core/command-lines/command-line-policy';
import { formatUserCode, makeUserCode } from '@lanyard/core/command-lines/user-code';
import { DomainError, type OAuthErrorCode } from '@lanyard/core/domain-error';
import { Secret } from '@lanyard/core/secret';
import { providerNetwork, type SourceNetworks, sourceNetworks } from '@lanyard/core/source-network';
import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts/accounts.ts';
import type { CommandLine } from '../../store/records/command-lines/command-lines.ts';
import type { DeviceCode } from '../../store/records/command-lines/device-codes.ts';
import type { Reads, Records } from '../../store/store.ts';
import { lockActiveAccount } from '../access/accounts.ts';
import type { Source } from '../access/caller.ts';
import { type Change, inNameOf, partyOf, transact } from '../access/change.ts';
import { knowsNetwork } from '../access/known-sources.ts';
import { requireSecondFactor } from '../access/permissions.ts';
import { recognizeHost } from '../registries/registry-hosts.ts';
import { isConnected } from '../sessions/provider-standing.ts';
import { type CommandLineOfAccount, commandLineSubject, policyOf } from './command-lines.ts';
import { type IssuedCommandLine, issueCommandLine } from './refresh-tokens.ts';

/** The command line's part of the device login: it opens a login, and polls until a person has decided in a browser. */

export const DEVICE_CODE_SECONDS = 600;
const INTERVAL_SECONDS = 2;
const DEVICE_CODE_BYTES = 32;
/**
 * How many active codes one address or IPv6 /64, one IPv6 /48, and all networks together can have. More than people
 * need at once.
 */
const CODES_PER_NETWORK = 100;
const CODES_PER_WIDE_NETWORK = 1_000;
const CODES_OF_ALL = 10_000;
/** How many expired codes are removed here. Housekeeping removes the rest. */
const EXPIRED_AT_ONCE = 20;

export interface OpenedDeviceLogin {
  readonly deviceCode: Secret;
  /** With its hyphen, as people type it. */
  readonly userCode: string;
  readonly expiresInSeconds: number;
  readonly intervalSeconds: number;
}

/** The request of a command line. */
export interface DeviceLoginInput {
  readonly clientId: string;
  /** The scopes besides an auto-generated token. */
  readonly scopes: readonly ClientScope[];
  /** The registry to which it wants to send its token. Null if it does not say, like docker's own login. */
  readonly registryHost: string | null;
}

/**
 * RFC 8628 3.1: starts the sign-in of a command line. Errors: `too-many-attempts` if the network already has its share
 * of waiting codes, and those of `recognizeHost`.
 */
export async function openDeviceLogin(
  services: Services,
  source: Source,
  input: DeviceLoginInput,
): Promise<OpenedDeviceLogin> {
  const { clock, random, digester, store } = services;
  if (input.registryHost !== null) await recognizeHost(services, store.read, input.registryHost);
  const now = clock.now();
  const networks = sourceNetworks(source.address);
  // Checked before the transaction, so that a flood from one network does not delay other writers.
  await requireShare(store.read.deviceCodes, networks, now);
  const deviceCode = new Secret(Buffer.from(random.bytes(DEVICE_CODE_BYTES)).toString('base64url'));
  const code = waitingCode(random.uuid(), input, source, now);
  const userCode = await store.transaction(async ({ deviceCodes }) => {
    await deviceCodes.deleteExpired(now, EXPIRED_AT_ONCE);
    await requireShare(deviceCodes, networks, now);
    const made = makeUserCode(await makeRoom(deviceCodes, now), random.bytes);
    const digest = digester.digest('device-code', deviceCode);
    const userCodeDigest = digester.digest('user-code', new Secret(made));
    await deviceCodes.insert(code, {
      digest,
      userCodeDigest,
      ...networks,
      providerNetwork: providerNetwork(source.address),
    });
    return made;
  });
  return {
    deviceCode,
    userCode: formatUserCode(userCode),
    expiresInSeconds: DEVICE_CODE_SECONDS,
    intervalSeconds: INTERVAL_SECONDS,
  };
}

async function requireShare(
  codes: Reads['deviceCodes'],
  { network, wideNetwork }: SourceNetworks,
  now: number,
): Promise<void> {
  const shares = [
    [{ network }, CODES_PER_NETWORK],
    [{ wideNetwork }, CODES_PER_WIDE_NETWORK],
  ] as const;
  for (const [holder, share] of shares) {
    if ((await codes.countLive(now, holder)) < share) continue;
    const endsAt = (await codes.firstExpiry(now, holder)) ?? now;
    throw new DomainError('too-many-attempts', { retryAfterSeconds: Math.max(1, Math.ceil((endsAt - now) / 1000)) });
  }
}

/**
 * Makes room for the new code and returns how many codes wait besides it. If there are too many, the network with the
 * most codes loses its oldest one. So a flood from some networks, or from all networks of one provider, replaces its
 * own codes and not those of people who sign in (attack 46).
 */
async function makeRoom(codes: Records['deviceCodes'], now: number): Promise<number> {
  const live = await codes.countLive(now);
  if (live < CODES_OF_ALL) return live;
  if (await codes.dropOldestOfLargestHolder()) return live - 1;
  throw new DomainError('too-many-attempts', { retryAfterSeconds: INTERVAL_SECONDS });
}

function waitingCode(id: string, input: DeviceLoginInput, { client, address }: Source, createdAt: number): DeviceCode {
  return {
    id,
    ...input,
    client,
    address,
    createdAt,
    expiresAt: createdAt + DEVICE_CODE_SECONDS * 1000,
    intervalSeconds: INTERVAL_SECONDS,
    lastPolledAt: null,
    sessionId: null,
    accountId: null,
    organizationId: null,
    decision: null,
  };
}

const SLOW_DOWN_SECONDS = 5;
/** A poll can arrive a little early because of network delays. That is not a fault. */
const LEEWAY_MILLISECONDS = 500;

export interface RedeemInput {
  readonly clientId: string;
  readonly deviceCode: Secret;
}

/**
 * RFC 8628 3.4: the client asks every few seconds until a person decides. Errors: `oauth` with the protocol's own
 * codes.
 */
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

/** Docker's own command line gives up at `slow_down`, so it never gets that answer. All others do (RFC 8628 3.5). */
async function waitFor(services: Services, code: DeviceCode): Promise<never> {
  const now = services.clock.now();
  const sinceLast = now - (code.lastPolledAt ?? 0) + LEEWAY_MILLISECONDS;
  const isEarly = sinceLast < code.intervalSeconds * 1000 && !isDockerCli(code.client);
  const intervalSeconds = isEarly ? code.intervalSeconds + SLOW_DOWN_SECONDS : code.intervalSeconds;
  await services.store.transaction(({ deviceCodes }) => deviceCodes.recordPoll(code.id, now, intervalSeconds));
  if (isEarly) throw refused('slow_down', `ask every ${intervalSeconds} s`);
  throw refused('authorization_pending', 'nobody has decided yet');
}

/** Turns an approved code into a command-line login, only once. Errors: `oauth` invalid_grant, `account-disabled`. */
function startCommandLine(services: Services, source: Source, code: DeviceCode): Promise<CommandLineOfAccount> {
  return transact(services, source, async (change) => {
    const { records } = change;
    // Locked first, as everywhere, so that an owner cannot change the provider between this check and the login.
    const provider = code.organizationId === null ? null : await records.organizations.lock(code.organizationId);
    const account = await lockActiveAccount(records, code.accountId ?? '');
    if (!(await records.deviceCodes.take(code.id))) throw refused('invalid_grant', 'the device code was used');
    await requireSecondFactor(records, account);
    if (provider !== null && !(provider && (await isConnected(records, provider, account)))) {
      throw refused('access_denied', 'the identity provider no longer speaks for this account; sign in again');
    }
    const commandLine = newCommandLine(change, code, account, await policyOf(records, account));
    await records.commandLines.insert(commandLine);
    const { audit } = inNameOf(change, partyOf('account', account));
    await audit('sign-in.started', commandLineSubject(commandLine, account.name));
    if (!(await knowsNetwork(change, account.id))) {
      const facts = { commandLine: clientLabel(commandLine.client), address: change.caller.address };
      await change.notify('command-line-new', { accounts: [account.id] }, facts);
    }
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
    scopes: code.scopes,
    registryHost: code.registryHost,
    client: code.client,
    address: code.address,
    createdAt: now,
    lastUsedAt: now,
    idleSeconds: policy.idleSeconds,
    expiresAt: now + policy.lifetimeSeconds * 1000,
    generation: 1,
    previousGeneration: null,
    tokenId: null,
    organizationId: code.organizationId,
  };
}

function refused(error: OAuthErrorCode, description: string): DomainError {
  return new DomainError('oauth', { error, description });
}

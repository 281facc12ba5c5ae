import { DomainError } from '@lanyard/core/domain-error';
import type { Secret } from '@lanyard/core/secret';
import type { Services } from '../../services.ts';
import { requireActiveAccount } from '../access/accounts.ts';
import { requireCommandLineAlive } from '../access/authenticate.ts';
import type { Source } from '../access/caller.ts';
import { type Change, inNameOf, partyOf, transact } from '../access/change.ts';
import { endCommandLine, lockCommandLine, type SignInOfAccount } from './command-lines.ts';

export interface IssuedCommandLine {
  readonly accessToken: Secret;
  readonly expiresInSeconds: number;
  readonly refreshToken: Secret;
}

/** The tokens of a command-line login as it is now: both die with it. */
export function issueCommandLine(services: Services, { commandLine, account }: SignInOfAccount): IssuedCommandLine {
  const { token, expiresInSeconds } = services.apiTokens.sign({
    accountId: account.id,
    accountName: account.name,
    email: account.email,
    source: 'sign-in',
    parentId: commandLine.id,
  });
  const refreshToken = services.refreshTokens.make({
    commandLineId: commandLine.id,
    generation: commandLine.generation,
  });
  return { accessToken: token, expiresInSeconds, refreshToken };
}

/** Sooner than this after a rotation, the old token comes from a request made at the same time, not from one whose answer was lost. */
const RETRY_SECONDS = 5;

export interface RefreshInput {
  readonly clientId: string;
  readonly refreshToken: Secret;
}

/**
 * RFC 6749 6 with rotation. The token before stays good until the new one is used, for its answer may have been lost (R7).
 * Any older one is a copy in other hands: the whole login ends (RFC 9700 4.14, R6). Errors: `oauth` invalid_grant,
 * `account-disabled`, `too-many-attempts`.
 */
export async function refreshCommandLine(
  services: Services,
  source: Source,
  input: RefreshInput,
): Promise<IssuedCommandLine> {
  const claims = services.refreshTokens.parse(input.refreshToken);
  if (!claims) throw invalidGrant();
  const outcome = await transact(services, source, async (change) => {
    const found = await lockCommandLine(change, claims.commandLineId);
    if (!found || found.commandLine.clientId !== input.clientId) throw invalidGrant();
    requireActiveAccount(found.account);
    await requireCommandLineAlive(services, change.records, found.commandLine);
    return rotate(change, found, claims.generation);
  });
  if (outcome === undefined) throw invalidGrant();
  return issueCommandLine(services, outcome);
}

/** Undefined where the token was reused: the end of the login is kept, the request refused. */
async function rotate(change: Change<Source>, { account, commandLine }: SignInOfAccount, generation: number) {
  const { records, now } = change;
  if (generation !== commandLine.generation && generation !== commandLine.previousGeneration) {
    const how = { action: 'sign-in.reused', reason: 'an old refresh token was used' } as const;
    await endCommandLine(inNameOf(change, partyOf('account', account)), account, commandLine, how);
    return undefined;
  }
  const isRetry = generation === commandLine.previousGeneration;
  if (isRetry && now - commandLine.lastUsedAt < RETRY_SECONDS * 1000) {
    throw new DomainError('too-many-attempts', { retryAfterSeconds: RETRY_SECONDS });
  }
  const generations = { generation: commandLine.generation + 1, previousGeneration: generation };
  await records.commandLines.advance(commandLine.id, generations, now);
  return { account, commandLine: { ...commandLine, ...generations, lastUsedAt: now } };
}

function invalidGrant(): DomainError {
  const description = 'this sign-in has ended or never was; sign in again';
  return new DomainError('oauth', { error: 'invalid_grant', description });
}

/** RFC 7009: ends the login and its auto-generated token. An unknown token is no error, and changes nothing. */
export async function revokeRefreshToken(services: Services, source: Source, input: RefreshInput): Promise<void> {
  const claims = services.refreshTokens.parse(input.refreshToken);
  if (!claims) return;
  await transact(services, source, async (change) => {
    const found = await lockCommandLine(change, claims.commandLineId);
    if (!found || found.commandLine.clientId !== input.clientId) return;
    const { account, commandLine } = found;
    const how = { action: 'sign-in.ended', reason: 'signed out' } as const;
    await endCommandLine(inNameOf(change, partyOf('account', account)), account, commandLine, how);
  });
}

import { clientLabel } from '@lanyard/core/command-lines/client-label';
import type { ClientScope } from '@lanyard/core/command-lines/client-scope';
import { DomainError } from '@lanyard/core/domain-error';
import type { Secret } from '@lanyard/core/secret';
import type { AccessToken } from '@lanyard/core/tokens/access-token';
import type { Services } from '../../services.ts';
import { requireActiveAccount } from '../access/accounts.ts';
import { requireCommandLineAlive } from '../access/authenticate.ts';
import { recordRefusedToken } from '../access/authenticate-token.ts';
import type { Source } from '../access/caller.ts';
import { type Change, inNameOf, partyOf, transact } from '../access/change.ts';
import {
  type CommandLineOfAccount,
  type EndedTokens,
  endCommandLine,
  lockCommandLine,
  workingTokens,
} from './command-lines.ts';

export interface IssuedCommandLine {
  readonly accessToken: Secret;
  readonly expiresInSeconds: number;
  readonly refreshToken: Secret;
  readonly scopes: readonly ClientScope[];
}

/** The tokens of a command-line login as it is now: both die with it. */
export async function issueCommandLine(
  services: Services,
  { commandLine, account }: CommandLineOfAccount,
): Promise<IssuedCommandLine> {
  const { token, expiresInSeconds } = await services.apiTokens.sign({
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
  return { accessToken: token, expiresInSeconds, refreshToken, scopes: commandLine.scopes };
}

/** Sooner than this after a rotation, the old token comes from a request made at the same time, not from one whose answer was lost. */
const RETRY_SECONDS = 5;
/** A client whose answer was lost comes back within a day (R7). Later, the old token is a copy. */
const RETRY_LIMIT_SECONDS = 86_400;

export interface RefreshInput {
  readonly clientId: string;
  readonly refreshToken: Secret;
}

/**
 * RFC 6749 6 with rotation. The token before stays good until the new one is used, for its answer may have been lost (R7).
 * Any older one is a copy in other hands: the whole login ends and its owner is told (RFC 9700 4.14, R6). Errors: `oauth` invalid_grant,
 * `account-disabled`, `too-many-attempts`.
 */
export async function refreshCommandLine(
  services: Services,
  source: Source,
  input: RefreshInput,
): Promise<IssuedCommandLine> {
  const claims = services.refreshTokens.parse(input.refreshToken);
  const refused = () => {
    recordRefusedToken(services, source, 'invalid-refresh-token');
    return invalidGrant();
  };
  if (!claims) throw refused();
  const outcome = await transact(services, source, async (change) => {
    const found = await lockCommandLine(change, claims.commandLineId);
    if (!found || found.commandLine.clientId !== input.clientId) return undefined;
    requireActiveAccount(found.account);
    await requireCommandLineAlive(services, change.records, found.commandLine);
    return { found, rotated: await rotate(change, found, claims.generation) };
  });
  if (!outcome) throw refused();
  if (outcome.rotated) return issueCommandLine(services, outcome.rotated);
  throw invalidGrant();
}

/** Undefined where the token was reused: the end of the login is kept, the request refused. */
async function rotate(change: Change<Source>, { account, commandLine }: CommandLineOfAccount, generation: number) {
  const { records, now } = change;
  const age = now - commandLine.lastUsedAt;
  const isRetry = generation === commandLine.previousGeneration && age < RETRY_LIMIT_SECONDS * 1000;
  if (generation !== commandLine.generation && !isRetry) {
    const how = { action: 'sign-in.reused', reason: 'an old refresh token was used' } as const;
    await endCommandLine(inNameOf(change, partyOf('account', account)), account, commandLine, how);
    const facts = { commandLine: clientLabel(commandLine.client), address: change.caller.address };
    await change.notify('command-line-reused', { accounts: [account.id] }, facts);
    return undefined;
  }
  if (isRetry && age < RETRY_SECONDS * 1000) {
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

/**
 * RFC 7009: ends the login and its auto-generated token; gives the tokens that it made and that still work. An unknown
 * token is no error, and changes nothing.
 */
export async function revokeRefreshToken(
  services: Services,
  source: Source,
  input: RefreshInput & { readonly tokens: EndedTokens },
): Promise<readonly AccessToken[]> {
  const claims = services.refreshTokens.parse(input.refreshToken);
  if (!claims) return [];
  return transact(services, source, async (change) => {
    const found = await lockCommandLine(change, claims.commandLineId);
    // It has ended before, and what it made may work on: its holder should not believe that nothing is left.
    if (!found) return workingTokens(change, claims.commandLineId);
    if (found.commandLine.clientId !== input.clientId) return [];
    const { account, commandLine } = found;
    const how = { action: 'sign-in.ended', reason: 'signed out', tokens: input.tokens } as const;
    return endCommandLine(inNameOf(change, partyOf('account', account)), account, commandLine, how);
  });
}

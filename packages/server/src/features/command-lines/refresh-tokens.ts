import { clientLabel } from '@lanyard/core/command-lines/client-label';
import type { ClientScope } from '@lanyard/core/command-lines/client-scope';
import { DomainError } from '@lanyard/core/domain-error';
import type { Secret } from '@lanyard/core/secret';
import type { AccessToken } from '@lanyard/core/tokens/access-token';
import type { Services } from '../../services.ts';
import { requireActiveAccount } from '../access/accounts.ts';
import { recordRefusedToken, requireCommandLineAlive } from '../access/authenticate.ts';
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

/** Issues tokens for a command-line login as it is now. Both tokens end with it. */
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

/**
 * If the old token comes back sooner than this after a rotation, it belongs to a request that ran at the same time, not
 * to a client whose answer was lost.
 */
const RETRY_SECONDS = 5;
/** A client whose answer was lost comes back within a day (R7). After that, the old token counts as a copy. */
const RETRY_LIMIT_SECONDS = 86_400;

export interface RefreshInput {
  readonly clientId: string;
  readonly refreshToken: Secret;
}

/**
 * RFC 6749 6 with rotation. The previous token stays valid until the new one is used, because the answer can have been
 * lost (R7). Any older token is a copy in other hands. Then the whole login ends, and its owner gets a mail (RFC 9700
 * 4.14, R6). Errors: `oauth` invalid_grant, `account-disabled`, `too-many-attempts`.
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

/** Undefined if the token was reused: the transaction still ends the login, and the request is refused. */
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
 * RFC 7009: ends the login and its auto-generated token. Returns the tokens that it created and that still work. An
 * unknown token is not an error, and changes nothing.
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
    // The login ended earlier, but tokens that it created can still work. The caller must learn about them.
    if (!found) return workingTokens(change, claims.commandLineId);
    if (found.commandLine.clientId !== input.clientId) return [];
    const { account, commandLine } = found;
    const how = { action: 'sign-in.ended', reason: 'signed out', tokens: input.tokens } as const;
    return endCommandLine(inNameOf(change, partyOf('account', account)), account, commandLine, how);
  });
}

import { DomainError } from '@lanyard/core/domain-error';
import type { Secret } from '@lanyard/core/secret';
import type { Services } from '../../services.ts';
import { requireActiveAccount } from '../access/accounts.ts';
import { requireSignInAlive } from '../access/authenticate.ts';
import type { Source } from '../access/caller.ts';
import { type Change, inNameOf, partyOf, transact } from '../access/change.ts';
import { endSignIn, lockSignIn, type SignInOfAccount } from './command-lines.ts';

export interface IssuedSignIn {
  readonly accessToken: Secret;
  readonly expiresInSeconds: number;
  readonly refreshToken: Secret;
}

/** The tokens of a command-line login as it is now: both die with it. */
export function issueSignIn(services: Services, { signIn, account }: SignInOfAccount): IssuedSignIn {
  const { token, expiresInSeconds } = services.apiTokens.sign({
    accountId: account.id,
    accountName: account.name,
    email: account.email,
    source: 'sign-in',
    parentId: signIn.id,
  });
  const refreshToken = services.refreshTokens.make({ signInId: signIn.id, generation: signIn.generation });
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
export async function refreshSignIn(services: Services, source: Source, input: RefreshInput): Promise<IssuedSignIn> {
  const claims = services.refreshTokens.parse(input.refreshToken);
  if (!claims) throw invalidGrant();
  const outcome = await transact(services, source, async (change) => {
    const found = await lockSignIn(change, claims.signInId);
    if (!found || found.signIn.clientId !== input.clientId) throw invalidGrant();
    requireActiveAccount(found.account);
    await requireSignInAlive(services, change.records, found.signIn);
    return rotate(change, found, claims.generation);
  });
  if (outcome === undefined) throw invalidGrant();
  return issueSignIn(services, outcome);
}

/** Undefined where the token was reused: the end of the login is kept, the request refused. */
async function rotate(change: Change<Source>, { account, signIn }: SignInOfAccount, generation: number) {
  const { records, now } = change;
  if (generation !== signIn.generation && generation !== signIn.previousGeneration) {
    const how = { action: 'sign-in.reused', reason: 'an old refresh token was used' } as const;
    await endSignIn(inNameOf(change, partyOf('account', account)), account, signIn, how);
    return undefined;
  }
  const isRetry = generation === signIn.previousGeneration;
  if (isRetry && now - signIn.lastUsedAt < RETRY_SECONDS * 1000) {
    throw new DomainError('too-many-attempts', { retryAfterSeconds: RETRY_SECONDS });
  }
  const generations = { generation: signIn.generation + 1, previousGeneration: generation };
  await records.signIns.advance(signIn.id, generations, now);
  return { account, signIn: { ...signIn, ...generations, lastUsedAt: now } };
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
    const found = await lockSignIn(change, claims.signInId);
    if (!found || found.signIn.clientId !== input.clientId) return;
    const { account, signIn } = found;
    const how = { action: 'sign-in.ended', reason: 'signed out' } as const;
    await endSignIn(inNameOf(change, partyOf('account', account)), account, signIn, how);
  });
}

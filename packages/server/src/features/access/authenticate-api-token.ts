import { DomainError } from '@lanyard/core/domain-error';
import type { Secret } from '@lanyard/core/secret';
import { requireUsable } from '@lanyard/core/tokens/access-token';
import type { ApiTokenClaims, ApiTokenSource } from '../../keys/api-tokens.ts';
import type { Services } from '../../services.ts';
import { requireAlive } from './authenticate-session.ts';
import type { AccountCaller, Source } from './caller.ts';
import { requireActiveAccount } from './require-active-account.ts';
import { requireSignInAlive } from './require-sign-in-alive.ts';

/**
 * The account behind an API token. It dies with the session or access token that it was made from:
 * both are read at every request. Errors: `unauthenticated` and what its parent died of.
 */
export async function authenticateApiToken(services: Services, source: Source, secret: Secret): Promise<AccountCaller> {
  const claims = await services.apiTokens.verify(secret);
  if (!claims) throw new DomainError('unauthenticated', {});
  return BY_SOURCE[claims.source](services, source, claims);
}

type Authenticate = (services: Services, source: Source, claims: ApiTokenClaims) => Promise<AccountCaller>;

const BY_SOURCE: Readonly<Record<ApiTokenSource, Authenticate>> = {
  password: ofSession,
  token: ofAccessToken,
  'sign-in': ofSignIn,
};

async function ofSignIn(services: Services, source: Source, claims: ApiTokenClaims): Promise<AccountCaller> {
  const signIn = await services.store.read.signIns.byId(claims.parentId);
  const account = signIn && (await services.store.read.accounts.byId(signIn.accountId));
  if (!account) throw new DomainError('unauthenticated', {});
  requireActiveAccount(account);
  await requireSignInAlive(services, services.store.read, signIn);
  return {
    type: 'account',
    account,
    credential: 'sign-in-jwt',
    credentialId: signIn.id,
    // When it was approved in a browser, by a sign-in of its last minutes.
    authenticatedAt: signIn.createdAt,
    ...source,
  };
}

async function ofSession(services: Services, source: Source, claims: ApiTokenClaims): Promise<AccountCaller> {
  const { account, session } = requireAlive(services, await services.store.read.sessions.byId(claims.parentId));
  const { id: credentialId, authenticatedAt } = session;
  return { type: 'account', account, credential: 'password-jwt', credentialId, authenticatedAt, ...source };
}

async function ofAccessToken(services: Services, source: Source, claims: ApiTokenClaims): Promise<AccountCaller> {
  const token = await services.store.read.tokens.byId(claims.parentId);
  const account = await services.store.read.accounts.byId(claims.accountId);
  if (!token || !account) throw new DomainError('unauthenticated', {});
  requireUsable(token, services.clock.now());
  requireActiveAccount(account);
  return {
    type: 'account',
    account,
    credential: 'token-jwt',
    credentialId: token.id,
    authenticatedAt: null,
    ...source,
  };
}

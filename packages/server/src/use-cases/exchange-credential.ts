import { DomainError } from '@lanyard/core/domain-error';
import type { Secret } from '@lanyard/core/secret';
import type { Source } from '../ports/caller.ts';
import type { Account } from '../ports/records.ts';
import type { ApiTokenClaims, Services } from '../ports/services.ts';
import { authenticateToken, looksLikeToken } from './authenticate-token.ts';
import { requireActiveAccount } from './require-active-account.ts';
import { signIn } from './sign-in.ts';

export interface ExchangeInput {
  /** The account's name, or its e-mail address with a password. */
  readonly identifier: string;
  /** The password or an access token. */
  readonly secret: Secret;
}

/**
 * An API token for a password or an access token. It hangs on a session or on the access token and dies with it.
 * Errors: those of `authenticateToken` and `signIn`.
 */
export async function exchangeCredential(services: Services, source: Source, input: ExchangeInput): Promise<Secret> {
  const claims = looksLikeToken(input.secret.reveal())
    ? await claimsOfToken(services, input)
    : await claimsOfPassword(services, source, input);
  return services.apiTokens.sign(claims).token;
}

async function claimsOfToken(services: Services, { identifier, secret }: ExchangeInput): Promise<ApiTokenClaims> {
  const { token, owner } = await authenticateToken(services, secret, identifier);
  const account = await services.store.read.accounts.byId(owner.id);
  if (!account) throw new DomainError('forbidden', { reason: 'an organization token cannot use this interface' });
  return claimsOf(requireActiveAccount(account), 'token', token.id);
}

async function claimsOfPassword(services: Services, source: Source, input: ExchangeInput): Promise<ApiTokenClaims> {
  const { account, session } = await signIn(services, source, { ...input, password: input.secret });
  return claimsOf(account, 'password', session.id);
}

function claimsOf(account: Account, source: ApiTokenClaims['source'], parentId: string): ApiTokenClaims {
  return { accountId: account.id, accountName: account.name, email: account.email, source, parentId };
}

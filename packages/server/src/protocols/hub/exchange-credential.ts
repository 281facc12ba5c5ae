import { DomainError } from '@lanyard/core/domain-error';
import type { Secret } from '@lanyard/core/secret';
import { looksLikeToken } from '@lanyard/core/tokens/token-format';
import { requireActiveAccount } from '../../features/access/accounts.ts';
import { authenticateToken } from '../../features/access/authenticate-token.ts';
import type { Source } from '../../features/access/caller.ts';
import { proveSecondFactor } from '../../features/second-factors/prove-second-factor.ts';
import { type SignedIn, signIn } from '../../features/sessions/sign-in.ts';
import type { ApiTokenClaims } from '../../keys/api-tokens.ts';
import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts.ts';

export interface ExchangeInput {
  /** The account's name, or its e-mail address with a password. */
  readonly identifier: string;
  /** The password or an access token. */
  readonly secret: Secret;
}

/** An API token, or what brings the second step where the password was right and the account has a second factor. */
export type Exchanged = { readonly token: Secret } | { readonly login: Secret };

/**
 * An API token for a password or an access token. It hangs on a session or on the access token and dies with it.
 * Errors: those of `authenticateToken` and `signIn`.
 */
export async function exchangeCredential(services: Services, source: Source, input: ExchangeInput): Promise<Exchanged> {
  if (looksLikeToken(input.secret.reveal())) return signed(services, await claimsOfToken(services, input));
  const outcome = await signIn(services, source, { entrance: 'hub', ...input, password: input.secret });
  return outcome.type === 'signed-in' ? signed(services, claimsOfSession(outcome)) : { login: outcome.login };
}

/** The second step with a code. Errors: those of `proveSecondFactor`. */
export async function exchangeSecondFactor(
  services: Services,
  source: Source,
  { login, code }: { readonly login: Secret; readonly code: Secret },
): Promise<Secret> {
  const outcome = await proveSecondFactor(services, source, { entrance: 'hub', login, answer: { code } });
  return signed(services, claimsOfSession(outcome)).token;
}

function signed({ apiTokens }: Services, claims: ApiTokenClaims): { readonly token: Secret } {
  return { token: apiTokens.sign(claims).token };
}

async function claimsOfToken(services: Services, { identifier, secret }: ExchangeInput): Promise<ApiTokenClaims> {
  const { token, owner } = await authenticateToken(services, secret, identifier);
  const account = await services.store.read.accounts.byId(owner.id);
  if (!account) throw new DomainError('forbidden', { reason: 'an organization token cannot use this interface' });
  return claimsOf(requireActiveAccount(account), 'token', token.id);
}

function claimsOfSession({ account, session }: SignedIn): ApiTokenClaims {
  return claimsOf(account, 'password', session.id);
}

function claimsOf(account: Account, source: ApiTokenClaims['source'], parentId: string): ApiTokenClaims {
  return { accountId: account.id, accountName: account.name, email: account.email, source, parentId };
}

import { DomainError } from '@lanyard/core/domain-error';
import { Secret } from '@lanyard/core/secret';
import { looksLikeToken } from '@lanyard/core/tokens/access-token';
import { repositoryScopesOfHubResources } from '@lanyard/core/tokens/hub-grants';
import { z } from 'zod';
import { requireActiveAccount } from '../../features/access/accounts.ts';
import type { Source } from '../../features/access/caller.ts';
import { authenticateToken } from '../../features/registry-tokens/registry-principal.ts';
import { proveSecondFactor } from '../../features/second-factors/prove-second-factor.ts';
import { type SignedIn, signIn } from '../../features/sessions/sign-in.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import type { ApiTokenClaims } from '../../keys/api-tokens.ts';
import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts/accounts.ts';

const common = {
  method: 'POST',
  surface: 'hub',
  credential: 'none',
  scope: 'anyone',
  csrf: 'browser',
  rate: ['failed-sign-ins', 'new-rows', 'begun-sign-ins'],
  audit: ['session.started', 'session.refused'],
  cache: 'no-store',
} as const;

const name = z.string().min(1).max(320);
const secret = z.string().min(1).max(1024);

/** Exactly this text: Hub's clients look for it and then ask for a code. */
const SECOND_FACTOR_ASKED = 'Require secondary authentication on MFA enabled account';

/** For a client that cannot ask for a code, and shows the whole answer, as Docker's Terraform provider does. */
const WITHOUT_CODES =
  'this account has a second factor, so its password alone opens nothing; a program that cannot ask for a code signs in with an access token of the organization, or as an account of its own';

export const hubLoginRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    audit: [...common.audit, 'token.refused'],
    path: '/v2/users/login',
    summary:
      'Exchange a name and a password or access token for an API token; 401 with a login_2fa_token asks for a code',
    request: { body: z.strictObject({ username: name, password: secret }) },
    answers: { 200: z.object({ token: z.string() }) },
    handle: async ({ services, source, body }) => {
      const input = { identifier: body.username, secret: new Secret(body.password) };
      const exchanged = await exchangeCredential(services, source, input);
      if ('token' in exchanged) return { status: 200, body: { token: exchanged.token.reveal() } };
      const asked = { detail: SECOND_FACTOR_ASKED, message: WITHOUT_CODES, login_2fa_token: exchanged.login.reveal() };
      return { status: 401, body: asked };
    },
  }),
  defineRoute({
    ...common,
    rate: ['failed-sign-ins'],
    path: '/v2/users/2fa-login',
    summary: 'Exchange the login_2fa_token and a code of the second factor for an API token',
    request: {
      body: z.strictObject({ login_2fa_token: z.string().min(1).max(200), code: z.string().min(1).max(64) }),
    },
    answers: { 200: z.object({ token: z.string() }) },
    handle: async ({ services, source, body }) => {
      const step = { login: new Secret(body.login_2fa_token), code: new Secret(body.code) };
      return { status: 200, body: { token: (await exchangeSecondFactor(services, source, step)).reveal() } };
    },
  }),
  defineRoute({
    ...common,
    audit: [...common.audit, 'token.refused'],
    path: '/v2/auth/token',
    summary: 'Exchange a name and a password or access token for an API token that is valid for 10 minutes',
    request: { body: z.strictObject({ identifier: name, secret }) },
    answers: { 200: z.object({ access_token: z.string() }) },
    handle: async ({ services, source, body }) => {
      const input = { identifier: body.identifier, secret: new Secret(body.secret) };
      const exchanged = await exchangeCredential(services, source, input);
      // This interface has no second step.
      if ('login' in exchanged) throw new DomainError('password-not-accepted', { why: 'second-factor' });
      return { status: 200, body: { access_token: exchanged.token.reveal() } };
    },
  }),
];

interface ExchangeInput {
  /** The account's name, or, with a password, also its e-mail address. */
  readonly identifier: string;
  /** The password or an access token. */
  readonly secret: Secret;
}

/**
 * An API token. If the password was right and the account has a second factor, it is the secret for the second step.
 */
type Exchanged = { readonly token: Secret } | { readonly login: Secret };

/**
 * Exchanges a password or an access token for an API token, which is valid only as long as its session or access token.
 * Errors: those of `authenticateToken` and `signIn`.
 */
async function exchangeCredential(services: Services, source: Source, input: ExchangeInput): Promise<Exchanged> {
  if (looksLikeToken(input.secret.reveal())) return signed(services, await claimsOfToken(services, source, input));
  const outcome = await signIn(services, source, { entrance: 'hub', ...input, password: input.secret });
  return outcome.type === 'signed-in' ? signed(services, claimsOfSession(outcome)) : { login: outcome.login };
}

/** The second step with a code. Errors: those of `proveSecondFactor`. */
async function exchangeSecondFactor(
  services: Services,
  source: Source,
  { login, code }: { readonly login: Secret; readonly code: Secret },
): Promise<Secret> {
  const outcome = await proveSecondFactor(services, source, { entrance: 'hub', login, answer: { code } });
  return (await signed(services, claimsOfSession(outcome))).token;
}

async function signed({ apiTokens }: Services, claims: ApiTokenClaims): Promise<{ readonly token: Secret }> {
  return { token: (await apiTokens.sign(claims)).token };
}

const NO_SCOPE =
  'this access token of an organization is for registries; a resource of TYPE_ORG, or a scope for repositories, opens this interface';

async function claimsOfToken(
  services: Services,
  source: Source,
  { identifier, secret }: ExchangeInput,
): Promise<ApiTokenClaims> {
  const { token, owner } = await authenticateToken(services, source, { secret, accountName: identifier });
  const account = await services.store.read.accounts.byId(owner.id);
  if (!account) {
    const held = await services.store.read.tokens.byId(token.id);
    const forRepositories = repositoryScopesOfHubResources(held?.hubResources ?? [], owner.name);
    if (!held?.organizationScopes && forRepositories.length === 0)
      throw new DomainError('forbidden', { reason: NO_SCOPE });
    const organization = { accountId: owner.id, accountName: owner.name, email: '' };
    return { ...organization, source: 'organization-token', parentId: token.id };
  }
  return claimsOf(requireActiveAccount(account), 'token', token.id);
}

function claimsOfSession({ account, session }: SignedIn): ApiTokenClaims {
  return claimsOf(account, 'password', session.id);
}

function claimsOf(account: Account, source: ApiTokenClaims['source'], parentId: string): ApiTokenClaims {
  return { accountId: account.id, accountName: account.name, email: account.email, source, parentId };
}

import { DomainError } from '@lanyard/core/domain-error';
import type { TokenLifetime } from '@lanyard/core/organizations/organization-policy';
import { ANONYMOUS_GRANTS, FULL_GRANTS } from '@lanyard/core/registry-tokens/registry-access';
import type { Secret } from '@lanyard/core/secret';
import { nextLoginStep } from '@lanyard/core/sessions/login-flow';
import type { Grant } from '@lanyard/core/tokens/grant';
import { looksLikeToken } from '@lanyard/core/tokens/token-format';
import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts.ts';
import type { TokenOwner } from '../../store/records/tokens.ts';
import { authenticatePassword } from '../access/authenticate-password.ts';
import { authenticateToken } from '../access/authenticate-token.ts';
import type { Source } from '../access/caller.ts';
import { loginFacts, requireSignedIn } from '../access/login-facts.ts';

/** The name and secret that a registry client sends; the name may be empty where the secret says all. */
export interface BasicCredential {
  readonly name: string;
  readonly secret: Secret;
}

/** Who asks for a registry token, and what limits the credential brings. */
export interface RegistryPrincipal {
  /** Null for the anonymous. */
  readonly owner: TokenOwner | null;
  /** Null for a password and for the anonymous. */
  readonly token: (TokenLifetime & { readonly id: string }) | null;
  readonly grants: readonly Grant[];
}

const ANONYMOUS: RegistryPrincipal = { owner: null, token: null, grants: ANONYMOUS_GRANTS };

/**
 * A wrong credential is refused, never downgraded to anonymous. Errors: those of `authenticateToken` and
 * `authenticatePassword`; `password-not-accepted`, `single-sign-on-required`.
 */
export async function registryPrincipal(
  services: Services,
  source: Source,
  credential: BasicCredential | undefined,
): Promise<RegistryPrincipal> {
  if (!credential) return ANONYMOUS;
  const { name, secret } = credential;
  if (looksLikeToken(secret.reveal())) {
    const { owner, token } = await authenticateToken(services, secret, name || undefined);
    return { owner, token, grants: token.grants };
  }
  const account = await authenticatePassword(services, source, { identifier: name, password: secret });
  await requirePasswordEnough(services, account);
  await requirePasswordAccepted(services, account);
  return { owner: { type: 'account', ...account }, token: null, grants: FULL_GRANTS };
}

/** A registry client can be asked for nothing more: the same rule of sign-in, at an entrance without a second step. */
async function requirePasswordEnough({ store }: Services, account: Account): Promise<void> {
  const progress = { entrance: 'program', proofs: ['password'], organizationId: null, breakGlass: false } as const;
  requireSignedIn(nextLoginStep(await loginFacts(store.read, account, progress)));
}

/** One organization that asks for tokens is enough: the password would open its repositories too. */
async function requirePasswordAccepted({ store }: Services, account: Account): Promise<void> {
  const memberships = await store.read.organizations.ofAccount(account.id);
  if (memberships.every(({ organization }) => organization.policy.passwordAtRegistry)) return;
  throw new DomainError('password-not-accepted', { why: 'policy' });
}

/**
 * The names of the organizations that the account belongs to, for the workstation that keeps a command line's own token.
 * Undefined for every other credential: a token that was made for a job says nothing about people (R24).
 */
export async function listCommandLineOrganizations(
  { store }: Services,
  { owner, token }: RegistryPrincipal,
): Promise<readonly string[] | undefined> {
  if (owner?.type !== 'account' || token?.origin !== 'auto') return undefined;
  const memberships = await store.read.organizations.ofAccount(owner.id);
  return memberships.map(({ organization }) => organization.name);
}

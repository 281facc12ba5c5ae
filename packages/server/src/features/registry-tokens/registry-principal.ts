import { DomainError } from '@lanyard/core/domain-error';
import { bindingTerms } from '@lanyard/core/organizations/member-terms';
import type { TokenLifetime } from '@lanyard/core/organizations/organization-policy';
import type { NamedCredential } from '@lanyard/core/registry-tokens/named-credential';
import { ANONYMOUS_GRANTS, FULL_GRANTS } from '@lanyard/core/registry-tokens/registry-access';
import type { RepositoryName } from '@lanyard/core/repositories/repository';
import type { RuledToken } from '@lanyard/core/reviews/ruling';
import { Secret } from '@lanyard/core/secret';
import { nextLoginStep } from '@lanyard/core/sessions/login-flow';
import { looksLikeToken } from '@lanyard/core/tokens/access-token';
import type { Grant } from '@lanyard/core/tokens/grant';
import type { Services } from '../../services.ts';
import type { Credential, RepositoryStanding, TokenOwner } from '../../store/records/access/access.ts';
import type { Account } from '../../store/records/accounts/accounts.ts';
import { authenticatePassword, recordRefusedPassword } from '../access/authenticate-password.ts';
import { authenticateToken, requireTokenNow } from '../access/authenticate-token.ts';
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
  readonly token: (TokenLifetime & RuledToken & { readonly description: string }) | null;
  readonly grants: readonly Grant[];
  readonly credential: NamedCredential;
  /** To the first repository that is asked for, where it was read together with the token. */
  readonly standing?: RepositoryStanding | undefined;
}

const ANONYMOUS: RegistryPrincipal = {
  owner: null,
  token: null,
  grants: ANONYMOUS_GRANTS,
  credential: { type: 'anonymous' },
};

/**
 * A wrong credential is refused, never downgraded to anonymous. Errors: those of `authenticateToken` and
 * `authenticatePassword`; `password-not-accepted`, `single-sign-on-required`.
 */
export async function registryPrincipal(
  services: Services,
  source: Source,
  credential: BasicCredential | undefined,
  repository: RepositoryName | undefined,
): Promise<RegistryPrincipal> {
  if (!credential) return ANONYMOUS;
  const { name, secret } = credential;
  if (looksLikeToken(secret.reveal())) {
    const sent = { secret, accountName: name || undefined, repository };
    return principalOfToken(await authenticateToken(services, source, sent));
  }
  const account = await authenticatePassword(services, source, { identifier: name, password: secret });
  return principalOfPassword(services, source, account);
}

/**
 * The same for a registry token that was given before: what its credential is worth now. Errors: `unauthenticated` where
 * it is gone or the password was changed, and those of `registryPrincipal`.
 */
export async function principalNow(
  services: Services,
  source: Source,
  credential: NamedCredential,
  repository?: RepositoryName,
): Promise<RegistryPrincipal> {
  if (credential.type === 'anonymous') return ANONYMOUS;
  if (credential.type === 'token')
    return principalOfToken(await requireTokenNow(services, source, credential.id, repository));
  const account = await services.store.read.accounts.byId(credential.account);
  if (!account || passwordEpoch(services, account) !== credential.epoch) throw new DomainError('unauthenticated', {});
  if (account.disabledAt !== null) throw new DomainError('account-disabled', {}).about(account.name);
  return principalOfPassword(services, source, account);
}

function principalOfToken({ owner, token, standing }: Credential): RegistryPrincipal {
  return { owner, token, grants: token.grants, credential: { type: 'token', id: token.id }, standing };
}

async function principalOfPassword(services: Services, source: Source, account: Account): Promise<RegistryPrincipal> {
  try {
    await requirePasswordEnough(services, account);
    await requirePasswordAccepted(services, account);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    recordRefusedPassword(services, source, error, account);
    throw error.about(account.name);
  }
  const credential = { type: 'password', account: account.id, epoch: passwordEpoch(services, account) } as const;
  return { owner: { type: 'account', ...account }, token: null, grants: FULL_GRANTS, credential };
}

/** Another one after every change of the password; it says nothing about the password, nor about its hash. */
function passwordEpoch({ digester }: Services, { passwordHash }: Account): string {
  return digester.digest('password-epoch', new Secret(passwordHash ?? '')).slice(0, 16);
}

/** A registry client can be asked for nothing more: the same rule of sign-in, at an entrance without a second step. */
async function requirePasswordEnough({ store }: Services, account: Account): Promise<void> {
  const progress = { entrance: 'program', proofs: ['password'], organizationId: null, breakGlass: false } as const;
  requireSignedIn(nextLoginStep(await loginFacts(store.read, account, progress)));
}

/** One organization is enough that asks for tokens everywhere, and was told yes. */
async function requirePasswordAccepted({ store }: Services, account: Account): Promise<void> {
  const memberships = await store.read.organizations.ofAccount(account.id);
  const accepts = memberships.every(({ organization, acceptedTerms }) => {
    return bindingTerms(acceptedTerms, organization.policy).passwordAtRegistry;
  });
  if (accepts) return;
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

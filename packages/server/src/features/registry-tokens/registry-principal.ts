import type { RuledToken } from '@lanyard/core/access-review/ruling';
import { DomainError } from '@lanyard/core/domain-error';
import type { NamedCredential } from '@lanyard/core/registry-tokens/named-credential';
import { ANONYMOUS_GRANTS, FULL_GRANTS } from '@lanyard/core/registry-tokens/registry-access';
import type { RepositoryName } from '@lanyard/core/repositories/repository';
import type { Secret } from '@lanyard/core/secret';
import { type AccessToken, looksLikeToken, parseTokenKind, requireUsable } from '@lanyard/core/tokens/access-token';
import type { Grant } from '@lanyard/core/tokens/grant';
import type { Services } from '../../services.ts';
import type { Credential, RepositoryStanding, TokenOwner } from '../../store/records/access/access.ts';
import type { Account } from '../../store/records/accounts/accounts.ts';
import { recordRefusedToken } from '../access/authenticate.ts';
import { authenticatePassword, canonical } from '../access/authenticate-password.ts';
import type { Source } from '../access/caller.ts';
import { passwordEpoch, requirePasswordAtRegistry } from './password-at-registry.ts';

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
  readonly token: (RuledToken & Pick<AccessToken, 'description' | 'origin' | 'expiresAt'>) | null;
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
 * A wrong credential is refused, never downgraded to anonymous. Errors: those of `authenticateToken`,
 * `authenticatePassword` and `requirePasswordAtRegistry`.
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
  const { access, accounts } = services.store.read;
  if (credential.type === 'token') {
    const found = await access.credentialById(credential.id, repository);
    if (!found) throw new DomainError('unauthenticated', {});
    requireGood(services, source, found, true);
    return principalOfToken(found);
  }
  const account = await accounts.byId(credential.account);
  if (!account || passwordEpoch(services, account) !== credential.epoch) throw new DomainError('unauthenticated', {});
  if (account.disabledAt !== null) throw new DomainError('account-disabled', {}).about(account.name);
  return principalOfPassword(services, source, account);
}

function principalOfToken({ owner, token, standing }: Credential): RegistryPrincipal {
  return { owner, token, grants: token.grants, credential: { type: 'token', id: token.id }, standing };
}

async function principalOfPassword(services: Services, source: Source, account: Account): Promise<RegistryPrincipal> {
  await requirePasswordAtRegistry(services, source, account);
  const credential = { type: 'password', account: account.id, epoch: passwordEpoch(services, account) } as const;
  return { owner: { type: 'account', ...account }, token: null, grants: FULL_GRANTS, credential };
}

/** A token as a client sends it. */
interface SentToken {
  readonly secret: Secret;
  /** If it is given, it must be the owner's name. */
  readonly accountName: string | undefined;
  /** The repository for which the owner's standing is read as well. */
  readonly repository?: RepositoryName | undefined;
}

/**
 * The only place that accepts a token's secret. If a name or e-mail address is given, it must be the owner's. Errors:
 * `invalid-credential` for an unknown secret. A caller with a real secret learns the cause.
 */
export async function authenticateToken(
  services: Services,
  source: Source,
  { secret, accountName, repository }: SentToken,
): Promise<Credential> {
  const credential = await findCredential(services, secret, repository);
  if (!credential) {
    recordRefusedToken(services, source, 'invalid-credential');
    throw new DomainError('invalid-credential', {});
  }
  const isNamed =
    accountName === undefined ||
    isNameOf(accountName, credential) ||
    (await isEmailOf(services, accountName, credential));
  requireGood(services, source, credential, isNamed);
  return credential;
}

function findCredential({ store, digester }: Services, secret: Secret, repository: RepositoryName | undefined) {
  if (parseTokenKind(secret.reveal()) === undefined) return undefined;
  return store.read.access.credential(digester.digest('token', secret), repository);
}

function isNameOf(name: string, { owner }: Credential): boolean {
  return name.toLowerCase() === owner.name;
}

/** A client can name an account by its e-mail address, as with a password. */
async function isEmailOf({ store }: Services, name: string, { owner }: Credential): Promise<boolean> {
  if (owner.type !== 'account' || !name.includes('@')) return false;
  return (await store.read.accounts.byEmail(canonical(name)))?.id === owner.id;
}

/** `isNamed` is false if the client names another account than the token's. */
function requireGood(services: Services, source: Source, { token, owner }: Credential, isNamed: boolean): void {
  try {
    if (!isNamed) throw new DomainError('token-of-another-account', {});
    requireUsable(token, services.clock.now());
    if (owner.disabledAt !== null) throw new DomainError('account-disabled', {});
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    recordRefusedToken(services, source, error.code, { token, owner });
    throw error.about(owner.name);
  }
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

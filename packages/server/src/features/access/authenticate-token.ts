import { DomainError } from '@lanyard/core/domain-error';
import type { RepositoryName } from '@lanyard/core/repositories/repository';
import type { Secret } from '@lanyard/core/secret';
import { requireUsable } from '@lanyard/core/tokens/access-token';
import { parseTokenKind } from '@lanyard/core/tokens/token-format';
import type { Services } from '../../services.ts';
import type { Credential } from '../../store/records/access/access.ts';
import { canonical } from './authenticate-password.ts';
import type { Source } from './caller.ts';
import { subjectOf } from './change.ts';

/** A token as a client sends it. */
interface SentToken {
  readonly secret: Secret;
  /** Where it is given, it must be the owner's. */
  readonly accountName: string | undefined;
  /** Whose standing is read with it. */
  readonly repository?: RepositoryName | undefined;
}

/**
 * The one place where a token's secret is accepted. The name or e-mail address, where given, must be its owner's.
 * Errors: `invalid-credential` for an unknown secret; anyone who holds a real one learns the cause.
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

function isNameOf(name: string, { owner }: Credential): boolean {
  return name.toLowerCase() === owner.name;
}

/** An account can be named by its e-mail address, as with a password. */
async function isEmailOf({ store }: Services, name: string, { owner }: Credential): Promise<boolean> {
  if (owner.type !== 'account' || !name.includes('@')) return false;
  return (await store.read.accounts.byEmail(canonical(name)))?.id === owner.id;
}

/** `isNamed` is false where the client names another account than the token's. */
function requireGood(services: Services, source: Source, credential: Credential, isNamed: boolean): void {
  try {
    if (!isNamed) throw new DomainError('token-of-another-account', {});
    requireAccepted(credential, services.clock.now());
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    recordRefusedToken(services, source, error.code, credential);
    throw error.about(credential.owner.name);
  }
}

/**
 * The same for a token that was accepted before and is named by its id, with its owner's standing to a repository. Errors: `unauthenticated` where there is no such
 * token, and what its holder is told of one that is no longer good.
 */
export async function requireTokenNow(
  services: Services,
  source: Source,
  id: string,
  repository?: RepositoryName,
): Promise<Credential> {
  const credential = await services.store.read.access.credentialById(id, repository);
  if (!credential) throw new DomainError('unauthenticated', {});
  requireGood(services, source, credential, true);
  return credential;
}

function findCredential({ store, digester }: Services, secret: Secret, repository: RepositoryName | undefined) {
  if (parseTokenKind(secret.reveal()) === undefined) return undefined;
  return store.read.access.credential(digester.digest('token', secret), repository);
}

/** The owner's log shows it; the whole server's where no token is known. */
export function recordRefusedToken(
  { refusals }: Services,
  { address, client }: Source,
  reason: string,
  credential?: Credential,
): void {
  const { token, owner } = credential ?? {};
  const named = token && { id: token.id, name: token.description };
  const subject = named && owner && subjectOf('token', named, owner.name);
  refusals.record({ action: 'token.refused', address, client, reason, subject });
}

function requireAccepted({ token, owner }: Credential, now: number): void {
  requireUsable(token, now);
  if (owner.disabledAt !== null) throw new DomainError('account-disabled', {});
}

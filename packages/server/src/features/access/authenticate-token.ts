import { DomainError } from '@lanyard/core/domain-error';
import type { RepositoryName } from '@lanyard/core/repositories/repository';
import type { Secret } from '@lanyard/core/secret';
import { parseTokenKind, requireUsable } from '@lanyard/core/tokens/access-token';
import type { Services } from '../../services.ts';
import type { Credential } from '../../store/records/access/access.ts';
import { canonical } from './authenticate-password.ts';
import type { Source } from './caller.ts';
import { subjectOf } from './change.ts';

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

function isNameOf(name: string, { owner }: Credential): boolean {
  return name.toLowerCase() === owner.name;
}

/** A client can name an account by its e-mail address, as with a password. */
async function isEmailOf({ store }: Services, name: string, { owner }: Credential): Promise<boolean> {
  if (owner.type !== 'account' || !name.includes('@')) return false;
  return (await store.read.accounts.byEmail(canonical(name)))?.id === owner.id;
}

/** `isNamed` is false if the client names another account than the token's. */
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
 * The same for a token that was accepted earlier and is now named by its id, together with its owner's standing in a
 * repository. Errors: `unauthenticated` if there is no such token. If the token is no longer valid, the error that its
 * holder would get.
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

/** The owner's log shows the refusal. If the token is unknown, the server's log does. */
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

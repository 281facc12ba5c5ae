import { DomainError } from '../domain-error.ts';
import type { Secret } from '../secret.ts';
import { looksLikeToken } from '../tokens/access-token.ts';

const MINIMUM_LENGTH = 8;
/** NIST SP 800-63B-4, 3.1.1.2: the minimum for a password that is the only factor. */
const MINIMUM_LENGTH_OF_ADMINISTRATOR = 15;
const MAXIMUM_LENGTH = 1024;

export interface PasswordOwner {
  readonly name: string;
  readonly email: string;
  readonly isAdministrator: boolean;
  readonly hasSecondFactor: boolean;
}

export interface NewPassword {
  readonly password: Secret;
  /** Whether many people use this password, also when it differs only in capitals. */
  readonly isCommon: (password: Secret) => boolean;
  /** The field of the request that the error names. */
  readonly field?: string;
}

/**
 * Checks a new password, which is kept exactly as typed. Errors: `invalid-input` for the given field. The error never
 * quotes the password.
 */
export function requirePassword(
  { password, isCommon, field = 'password' }: NewPassword,
  { name, email, isAdministrator, hasSecondFactor }: PasswordOwner,
): Secret {
  const invalid = (reason: string) => new DomainError('invalid-input', { field, reason });
  const text = password.reveal();
  if (text.length < MINIMUM_LENGTH || text.length > MAXIMUM_LENGTH) {
    throw invalid(`must be ${MINIMUM_LENGTH} to ${MAXIMUM_LENGTH} characters`);
  }
  const folded = text.trim().toLowerCase();
  if (folded === name || folded === email) throw invalid('must not be the name or the e-mail address');
  // Where both a password and a token are accepted, a text that looks like a token is tried only as a token.
  if (looksLikeToken(text)) throw invalid('must not begin like an access token');
  if (isCommon(password)) throw invalid('is one that many people use; choose another');
  if (isAdministrator && !hasSecondFactor && text.length < MINIMUM_LENGTH_OF_ADMINISTRATOR) {
    const least = MINIMUM_LENGTH_OF_ADMINISTRATOR;
    throw invalid(`must be at least ${least} characters for an administrator without a second factor`);
  }
  return password;
}

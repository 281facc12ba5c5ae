import { DomainError } from '../domain-error.ts';
import type { Secret } from '../secret.ts';
import { looksLikeToken } from '../tokens/token-format.ts';

const MINIMUM_LENGTH = 8;
const MAXIMUM_LENGTH = 1024;

/** A new password, kept exactly as typed. Errors: `invalid-input` for the given field; it never quotes the password. */
export function requirePassword(
  password: Secret,
  { name, email }: { readonly name: string; readonly email: string },
  field = 'password',
): Secret {
  const invalid = (reason: string) => new DomainError('invalid-input', { field, reason });
  const text = password.reveal();
  if (text.length < MINIMUM_LENGTH || text.length > MAXIMUM_LENGTH) {
    throw invalid(`must be ${MINIMUM_LENGTH} to ${MAXIMUM_LENGTH} characters`);
  }
  const folded = text.trim().toLowerCase();
  if (folded === name || folded === email) throw invalid('must not be the name or the e-mail address');
  // Where a password and a token are both accepted, a text like this is tried only as a token.
  if (looksLikeToken(text)) throw invalid('must not begin as an access token does');
  return password;
}

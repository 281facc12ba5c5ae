import { DomainError } from '@lanyard/core/domain-error';
import { Secret } from '@lanyard/core/secret';

/** One scheme, spaces, one value. Anything else is malformed, not anonymous (attack 4). */
const HEADER_PATTERN = /^([A-Za-z]+) +([A-Za-z0-9._~+/=-]+)$/;
const MAXIMUM_LENGTH = 8192;

/** RFC 6750. Hub's clients also send `JWT` as the scheme. Undefined without a header. Errors: `invalid-input`. */
export function bearerToken(header: string | undefined, schemes: readonly string[]): Secret | undefined {
  if (header === undefined) return undefined;
  if (header.length > MAXIMUM_LENGTH) throw invalid(`is longer than ${MAXIMUM_LENGTH} characters`);
  const [, scheme, value] = HEADER_PATTERN.exec(header) ?? [];
  if (scheme === undefined || value === undefined) throw invalid('must be SCHEME VALUE');
  if (!schemes.includes(scheme.toLowerCase())) throw invalid('must use the Bearer scheme');
  return new Secret(value);
}

function invalid(reason: string): DomainError {
  return new DomainError('invalid-input', { field: 'Authorization', reason });
}

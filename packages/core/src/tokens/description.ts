import { DomainError } from '../domain-error.ts';

const MAXIMUM_LENGTH = 100;

/** Trimmed, 1-100 characters, none of them a control character: it is shown on terminals. */
export function requireDescription(text: string, field = 'description'): string {
  const description = text.trim();
  const length = [...description].length;
  if (length < 1 || length > MAXIMUM_LENGTH) throw invalid(field, `must be 1 to ${MAXIMUM_LENGTH} characters`);
  if (/\p{Cc}|\p{Cs}/u.test(description)) throw invalid(field, 'must not hold control characters');
  return description;
}

function invalid(field: string, reason: string): DomainError {
  return new DomainError('invalid-input', { field, reason });
}

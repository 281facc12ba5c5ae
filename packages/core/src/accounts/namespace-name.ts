import { DomainError } from '../domain-error.ts';
import { isNamespace } from '../repositories/repository-name.ts';

/**
 * Nobody's namespaces: `library` is what clients put before a bare image name, `anonymous` and `operator` would read
 * in the audit log as somebody else.
 */
const RESERVED: readonly string[] = ['anonymous', 'library', 'operator'];

/** The name of an account or organization, as typed: it is refused rather than rewritten. */
export function requireNamespaceName(name: string): string {
  if (!isNamespace(name)) throw invalid('must be 1 to 39 lower-case letters, digits and inner hyphens');
  if (isReservedName(name)) throw invalid('is reserved');
  return name;
}

export function isReservedName(name: string): boolean {
  return RESERVED.includes(name);
}

function invalid(reason: string): DomainError {
  return new DomainError('invalid-input', { field: 'name', reason });
}
